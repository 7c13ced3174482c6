"""What is to come: the forecast of members and how far it may be trusted."""

from sqlalchemy import Column, Date, Float, Integer, String

from etl.disclosure.rules import Open
from etl.editions.schema.base import count, key, table

AHEAD = Open("Looks ahead for the whole organisation: nobody is counted in what may come.")


forecast = table(
    "forecast",
    "One row per day ahead: members expected of the whole, and the middle 80% of what could come.",
    key("date", Date),
    count("member_count"),
    count("low_count"),
    count("high_count"),
    disclosure=AHEAD,
)


forecast_method = table(
    "forecast_method",
    "One row per way to look ahead: why it is shown or not, its ceiling, how it did so far.",
    key("method"),
    Column("reason", String, nullable=False),
    count("ceiling_count", nullable=True),
    count("ceiling_low_count", nullable=True),
    count("ceiling_high_count", nullable=True),
    count("held_count"),
    count("tested_count"),
    Column("error_1", Float),
    Column("error_3", Float),
    Column("error_6", Float),
    disclosure=AHEAD,
)


outlook = table(
    "outlook",
    "One row: how the forecast was made, and how many of its paths reach the target by its day.",
    key("date", Date),
    Column("status", String, nullable=False),
    Column("step_days", Integer, nullable=False),
    count("path_count"),
    count("reaching_count", nullable=True),
    Column("bulk_date", Date),
    count("bulk_count"),
    disclosure=AHEAD,
)
