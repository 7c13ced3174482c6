"""Members and their activity against headcount."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String

from etl.editions.schema.base import WINDOWS, count, key, table

department = table(
    "department",
    "One row per department that the staff list, or failing that the network, names. now_id: "
    "what it became, if another; comparable_since: from when on its past means the same.",
    key("department_id"),
    Column("name", String, nullable=False),
    Column("parent_id", String),
    Column("now_id", String),
    Column("comparable_since", Date),
)


adoption = table(
    "adoption",
    "One row per day and department: members against headcount, as they were on that day.",
    key("date", Date),
    key("department_id"),
    count("headcount_count", nullable=True),
    count("eligible_count", nullable=True),
    count("member_count"),
)


activity = table(
    "activity",
    "One row per day and department: distinct members active, or contributing, up to that day.",
    key("date", Date),
    key("department_id"),
    *(count(f"active_{days}_count") for days in WINDOWS),
    *(count(f"contributor_{days}_count") for days in WINDOWS),
)


activity_basis = table(
    "activity_basis",
    "One row per day and window: what the counts of activity rest on (exact or at_least).",
    key("date", Date),
    key("window_days", Integer),
    Column("active_basis", String, nullable=False),
    Column("contributor_basis", String, nullable=False),
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
    Column("count_low", Float, nullable=False),
    Column("count_high", Float, nullable=False),
    Column("rate_low", Float),
    Column("rate_high", Float),
)
