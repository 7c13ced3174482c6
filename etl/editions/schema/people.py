"""Members and their activity against headcount."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String

from etl.disclosure.rules import Around, Bounds, ByDepartment, Measure, Open, WholeOnly
from etl.editions.schema.base import WINDOWS, count, key, table

department = table(
    "department",
    "One row per department that the staff list, or failing that the network, names. now_id: "
    "what it became, if another; comparable_since: from when on its past means the same; "
    "parent_id: what it is part of on the last day.",
    key("department_id"),
    Column("name", String, nullable=False),
    Column("parent_id", String),
    Column("now_id", String),
    Column("comparable_since", Date),
    disclosure=Open("Names of departments and what became of them: every colleague knows."),
)


department_parent = table(
    "department_parent",
    "One row per department and first day under a parent, up to its next row; none at the top.",
    key("department_id"),
    key("valid_from", Date),
    Column("parent_id", String),
    disclosure=Open("What departments are part of, and since when: every colleague knows."),
)


adoption = table(
    "adoption",
    "One row per day and department: members against headcount, as they were on that day.",
    key("date", Date),
    key("department_id"),
    count("headcount_count", nullable=True),
    count("eligible_count", nullable=True),
    count("member_count"),
    disclosure=ByDepartment(
        day="date",
        measures=(
            Measure(column="headcount_count", kind="size"),
            Measure(column="eligible_count", kind="population", inside=("headcount_count",)),
            Measure(column="member_count", inside=("headcount_count",)),
        ),
    ),
)


def _inside(kind: str, days: int) -> tuple[str, ...]:
    """Of whom the active, or the contributors, of a window are part."""
    longer = WINDOWS[WINDOWS.index(days) + 1 :][:1]
    same = tuple(f"{kind}_{each}_count" for each in longer)
    if kind == "contributor":
        return (*same, f"active_{days}_count")
    return same or ("member_count",)


activity = table(
    "activity",
    "One row per day and department: distinct members active, or contributing, up to that day.",
    key("date", Date),
    key("department_id"),
    *(count(f"active_{days}_count") for days in WINDOWS),
    *(count(f"contributor_{days}_count") for days in WINDOWS),
    disclosure=ByDepartment(
        day="date",
        around=Around("adoption", adoption.info["disclosure"]),
        measures=tuple(
            Measure(column=f"{kind}_{days}_count", within="members", inside=_inside(kind, days))
            for kind in ("active", "contributor")
            for days in WINDOWS
        ),
    ),
)


activity_basis = table(
    "activity_basis",
    "One row per day and window: what the counts of activity rest on (exact or at_least).",
    key("date", Date),
    key("window_days", Integer),
    Column("active_basis", String, nullable=False),
    Column("contributor_basis", String, nullable=False),
    disclosure=Open("Tells of days and sources, not of people."),
)


engagement_period = table(
    "engagement_period",
    "One row per engagement report and department: facts of the report's own period.",
    key("refresh_date", Date),
    key("period_days", Integer),
    key("department_id"),
    count("listed_count"),
    count("active_count"),
    count("poster_count"),
    count("reactor_count"),
    count("reader_count"),
    count("post_count"),
    count("reaction_count"),
    count("read_count"),
    Column("is_concealed", Boolean, nullable=False),
    disclosure=WholeOnly(
        people=("listed_count", "active_count", "poster_count", "reactor_count", "reader_count"),
        acts=("post_count", "reaction_count", "read_count"),
    ),
)


people_change = table(
    "people_change",
    "One row per measure, pair of days and department: people who changed, and what chance allows.",
    key("measure"),
    key("from_date", Date),
    key("to_date", Date),
    key("department_id"),
    count("gained_count"),
    count("lost_count"),
    Column("count_low", Float),
    Column("count_high", Float),
    Column("rate_low", Float),
    Column("rate_high", Float),
    disclosure=WholeOnly(
        people=("gained_count", "lost_count"),
        ranges=(Bounds("count_low", "count_high", 5), Bounds("rate_low", "rate_high", 0.005)),
    ),
)
