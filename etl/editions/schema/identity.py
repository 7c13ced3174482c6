"""How accounts meet colleagues, and what remains in doubt."""

from sqlalchemy import CheckConstraint, Date, String

from etl.disclosure.rules import ByDepartment, Measure, WholeOnly
from etl.editions.schema.base import count, key, table

_STATES = (
    *("matched_count", "left_count", "guest_count", "service_count"),
    *("duplicate_count", "conflict_count", "unmatched_count"),
)
EVERY_REASON = "*"
"""``reason`` of the rows of ``ledger_department`` that stand for all reasons of a state."""

ledger = table(
    "ledger",
    "One row per date, side, department, state and reason. Each side sums to its total.",
    key("date", Date),
    key("side", String),
    key("department_id"),
    key("state"),
    key("reason"),
    count("count"),
    disclosure=WholeOnly(people=("count",)),
)


ledger_total = table(
    "ledger_total",
    "One row per date and department: both sides of the ledger, each of which must sum.",
    key("date", Date),
    key("department_id"),
    count("account_count"),
    count("matched_count"),
    count("left_count"),
    count("guest_count"),
    count("service_count"),
    count("duplicate_count"),
    count("conflict_count"),
    count("unmatched_count"),
    count("headcount_count", nullable=True),
    count("joined_count", nullable=True),
    count("not_joined_count", nullable=True),
    CheckConstraint(
        "account_count = matched_count + left_count + guest_count + service_count "
        "+ duplicate_count + conflict_count + unmatched_count",
        name="every_account_accounted",
    ),
    CheckConstraint(
        "headcount_count = joined_count + not_joined_count", name="every_colleague_accounted"
    ),
    disclosure=WholeOnly(
        people=(*_STATES, "joined_count", "not_joined_count"),
        sums=(
            ("account_count", _STATES),
            ("headcount_count", ("joined_count", "not_joined_count")),
        ),
    ),
)


ledger_department = table(
    "ledger_department",
    "One row per date, department, state and reason: accounts of those departments.",
    key("date", Date),
    key("department_id"),
    key("state"),
    key("reason"),
    count("account_count"),
    disclosure=ByDepartment(
        measures=(Measure(column="account_count"),), day="date", is_sparse=True
    ),
)


unplaced = table(
    "unplaced",
    "One row per day and department: accounts of nobody known, whose owner may be staff.",
    key("date", Date),
    key("department_id"),
    count("unplaced_count"),
    disclosure=ByDepartment(measures=(Measure(column="unplaced_count"),), day="date"),
)
