"""Clicks on the links of ideas."""

from sqlalchemy import Boolean, Column, Date, Integer, String

from etl.disclosure.rules import ByDepartment, Measure, Open, WholeOnly
from etl.editions.schema.base import count, key, table

click_series = table(
    "click_series",
    "One row per series of clicks: a source with its unit, filter and grain. Never summed.",
    key("series_id"),
    Column("source", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("filter", String, nullable=False),
    Column("grain", String, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("first_date", Date),
    Column("last_date", Date),
    count("click_count"),
    count("bot_count"),
    Column("is_at_least", Boolean, nullable=False),
    disclosure=Open("Counts clicks of the whole organisation and beyond; nobody is known by one."),
)


idea_click = table(
    "idea_click",
    "One row per idea, click series and day, of all audiences together.",
    key("idea_id"),
    key("series_id"),
    key("department_id"),
    key("date", Date),
    count("click_count"),
    count("bot_count"),
    disclosure=WholeOnly(acts=("click_count", "bot_count"), is_summed=True),
)


idea_audience = table(
    "idea_audience",
    "One row per idea, click series, window and department that links were posted to alone; "
    "'*' their sum.",
    key("idea_id"),
    key("series_id"),
    key("window_days", Integer),
    key("department_id"),
    count("click_count"),
    disclosure=ByDepartment(is_sparse=True, measures=(Measure(column="click_count", kind="acts"),)),
)


click_bot = table(
    "click_bot",
    "One row per click series and reason for which clicks were flagged as not human.",
    key("series_id"),
    key("reason"),
    count("bot_count"),
    disclosure=Open("Counts clicks that were not made by people."),
)
