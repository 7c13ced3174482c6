"""Accounts that could not be placed on the staff list."""

from sqlalchemy import RowMapping, select

from dashboard.access import Right
from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from etl.editions.schema import WHOLE, ledger_total


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact: unmatched and unclear accounts out of those and the matched ones."""
    column = ledger_total.c
    whole = select(ledger_total).where(
        column.department_id == WHOLE, column.date == edition.as_of_date
    )
    return [_fact(query, row) for row in edition.select(whole)]


def _fact(query: Query, row: RowMapping) -> Fact:
    if row["headcount_count"] is None:
        return Fact(query.at, WHOLE, WHOLE, None, note="No staff list was loaded")
    unplaced = row["unmatched_count"] + row["conflict_count"]
    return Fact(query.at, WHOLE, WHOLE, unplaced, unplaced + row["matched_count"])


METRIC = Metric(
    name="unplaced_account_rate",
    label="Accounts not placed",
    description="Share of accounts in use that match no colleague, or more than one.",
    unit=Unit.SHARE,
    numerator=Count("unplaced_count", "accounts that match no one colleague"),
    denominator=Count("placeable_count", "accounts in use that are or may be of colleagues"),
    additive=False,
    minimum_group=0,
    caveats=(Caveat.CURRENT_STATE,),
    since=None,
    higher_is_better=False,
    by=("whole",),
    measure=measure,
    right=Right.LEDGER,
)
