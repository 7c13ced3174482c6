"""The edition itself, and how the data came."""

from sqlalchemy import Boolean, Column, Date, Float, String

from etl.disclosure.rules import Open
from etl.editions.schema.base import count, key, table

FILES = Open("Tells of files and their lines; no line is quoted.")


edition_info = table(
    "edition_info",
    "One row per fact about the edition as a whole (as_of_date, target_rate, time_zone, ...).",
    key("name"),
    Column("value", String, nullable=False),
    disclosure=Open("Tells of the edition and the configuration."),
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
    disclosure=FILES,
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
    disclosure=FILES,
)


notice = table(
    "notice",
    "One row per thing a person should know about the data.",
    key("source"),
    key("code"),
    key("sentence"),
    Column("needs_person", Boolean, nullable=False),
    disclosure=FILES,
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
    disclosure=FILES,
    content=False,
)
