"""Weeks watched for what chance does not explain, and what may explain them."""

from sqlalchemy import Boolean, Column, Date, Float, String

from etl.disclosure.rules import Derived, Open, Unpublished
from etl.editions.schema.base import count, key, table

join_day = table(
    "join_day",
    "One row per day: colleagues who became members, and whether an export covers the day.",
    key("date", Date),
    count("join_count"),
    Column("is_covered", Boolean, nullable=False),
    Column("is_bulk", Boolean, nullable=False),
    disclosure=Unpublished("Who joined on a day are few; weeks are told, to the nearest five."),
)


# Of joins the value is a count of people, of activity a share of members: members grow in number.
control_week = table(
    "control_week",
    "One row per measure, department and week: the value, its limits, and the rule that fired.",
    key("measure"),
    key("department_id"),
    key("week_end", Date),
    Column("value", Float),
    Column("state", String, nullable=False),
    Column("mean", Float),
    Column("low", Float),
    Column("high", Float),
    Column("is_trial", Boolean, nullable=False),
    Column("rule", String),
    disclosure=Derived("Judges shares that are shown, and weeks of joins to the nearest five."),
)


event = table(
    "event",
    "One row per named event, or bank holiday, among the days of the edition.",
    key("date", Date),
    key("name"),
    Column("is_holiday", Boolean, nullable=False),
    Column("is_rebase", Boolean, nullable=False),
    disclosure=Open("Named events and bank holidays of the configuration."),
)
