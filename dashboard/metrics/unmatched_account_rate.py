"""Accounts that could not be placed on the staff list."""

from sqlalchemy import select

from dashboard.access import Right
from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from etl.editions.schema import WHOLE, ledger

JOINED = ("matched", "duplicate", "unmatched", "conflict")
UNMATCHED = ("unmatched", "conflict")


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact: unmatched and conflicting accounts out of those that have joined and not left."""
    column = ledger.c
    rows = edition.select(
        select(column.state, column.reason, column.count).where(
            column.side == "accounts",
            column.department_id == WHOLE,
            column.state.in_(JOINED),
        )
    )
    if any(row["reason"] == "no_staff_list" for row in rows):
        return [Fact(query.at, WHOLE, WHOLE, None, note="No staff list was loaded")]
    unmatched = sum(row["count"] for row in rows if row["state"] in UNMATCHED)
    return [Fact(query.at, WHOLE, WHOLE, unmatched, sum(row["count"] for row in rows))]


METRIC = Metric(
    name="unmatched_account_rate",
    label="Accounts not on the staff list",
    description="Share of joined accounts, guests and leavers left out, that match no colleague.",
    unit=Unit.SHARE,
    numerator=Count("unmatched_account_count", "accounts that match nobody"),
    denominator=Count("joined_account_count", "joined accounts"),
    additive=False,
    minimum_group=0,
    caveats=(Caveat.CURRENT_STATE,),
    since=None,
    higher_is_better=False,
    by=("whole",),
    measure=measure,
    right=Right.LEDGER,
)
