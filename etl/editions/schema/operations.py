"""The edition itself, and how the data came."""

from sqlalchemy import Boolean, Column, Date, Float, String

from etl.editions.schema.base import count, key, table

edition_info = table(
    "edition_info",
    "One row per fact about the edition as a whole (as_of_date, target_rate, time_zone, ...).",
    key("name"),
    Column("value", String, nullable=False),
)


source_state = table(
    "source_state",
    "One row per source: what was received of it and how fresh it is.",
    key("source"),
    count("snapshot_count"),
    Column("latest_on", Date),
    Column("covers_from", Date),
    Column("covers_to", Date),
    count("row_count"),
    count("reject_count"),
)


reject = table(
    "reject",
    "One row per file, column and reason: how many lines could not be read, and which first.",
    key("source"),
    key("file"),
    key("part"),
    key("column_name"),
    key("reason"),
    count("reject_count"),
    Column("first_lines", String, nullable=False),
)


notice = table(
    "notice",
    "One row per thing a person should know about the data.",
    key("source"),
    key("code"),
    key("sentence"),
    Column("needs_person", Boolean, nullable=False),
)


run = table(
    "run",
    "One row per file and load. Operational: tells of this installation, not of the data.",
    key("run_id"),
    key("file"),
    Column("source", String, nullable=False),
    Column("status", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("seconds", Float, nullable=False),
    count("read_count"),
    count("loaded_count"),
    count("unchanged_count"),
    count("rejected_count"),
    Column("watermark", String),
    content=False,
)
