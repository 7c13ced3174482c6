"""What was received, and what came of it."""

from sqlalchemy import CheckConstraint, Column, DateTime, Float, PrimaryKeyConstraint, String, Table

from etl.warehouse.schema.base import count, day, flag, metadata, text

snapshot = Table(
    "snapshot",
    metadata,
    Column("snapshot_id", String, primary_key=True),
    text("file", nullable=False),
    text("source", nullable=False),
    Column("exported_at", DateTime, nullable=False),
    comment="One row per export kept: an exact copy lies under data/snapshots.",
)


snapshot_part = Table(
    "snapshot_part",
    metadata,
    text("snapshot_id", nullable=False),
    text("source", nullable=False),
    text("part", nullable=False),
    day("covers_from"),
    day("covers_to"),
    count("row_count", nullable=False),
    count("reject_count", nullable=False),
    PrimaryKeyConstraint("snapshot_id", "part"),
    comment="One row per table inside an export (Users.csv in a ZIP, or the file itself).",
)


reject = Table(
    "reject",
    metadata,
    text("snapshot_id", nullable=False),
    text("part", nullable=False),
    count("line", nullable=False),
    text("column_name", nullable=False),
    text("reason", nullable=False),
    comment="One row per line that could not be read. Never holds the value itself.",
)


notice = Table(
    "notice",
    metadata,
    text("snapshot_id", nullable=False),
    text("source", nullable=False),
    text("code", nullable=False),
    text("sentence", nullable=False),
    flag("needs_person"),
    comment="One row per thing a person should know about an export.",
)


run = Table(
    "run",
    metadata,
    text("run_id", nullable=False),
    text("file", nullable=False),
    text("snapshot_id"),
    text("source", nullable=False),
    text("status", nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("seconds", Float, nullable=False),
    count("read_count", nullable=False),
    count("loaded_count", nullable=False),
    count("unchanged_count", nullable=False),
    count("rejected_count", nullable=False),
    text("watermark"),
    PrimaryKeyConstraint("run_id", "file"),
    CheckConstraint(
        "read_count = loaded_count + unchanged_count + rejected_count", name="every_row_accounted"
    ),
    comment="One row per file and load.",
)


key_mark = Table(
    "key_mark",
    metadata,
    Column("mark", String, primary_key=True),
    comment="One row: a hash that tells with which keys the hashes of people were made.",
)


publication = Table(
    "publication",
    metadata,
    text("inputs", nullable=False),
    text("edition_id", nullable=False),
    comment="One row: the edition that was built last, and a digest of what it was built from.",
)
