"""The edition: what is published, and the only door between the load and the dashboard.

An edition is a set of aggregate tables. No table here holds a person, an account or a message.
Every table with ``info["content"]`` true is a function of the snapshots and the configuration
alone: the same files, loaded in any order, give the same rows.
"""

from sqlalchemy import Boolean, Column, Date, Float, Integer, MetaData, String, Table

SCHEMA_VERSION = 1

WHOLE = "*"
"""``department_id`` of the whole organisation. Distinct people: not the sum of departments."""
UNKNOWN = "?"
"""``department_id`` where the department of a person, or the audience of a link, is not known."""

WINDOWS = (1, 7, 28, 90)
"""Days over which active members and contributors are counted."""
IDEA_WINDOWS = (28, 90, 0)
"""Days over which the traction of ideas is counted; 0 is all time."""

EXACT = "exact"
AT_LEAST = "at_least"

metadata = MetaData()


def _table(name: str, comment: str, *columns: Column[object], content: bool = True) -> Table:
    return Table(name, metadata, *columns, comment=comment, info={"content": content})


def _key(name: str, type_: type = String) -> Column[object]:
    return Column(name, type_, primary_key=True)


def _count(name: str, nullable: bool = False) -> Column[object]:
    return Column(name, Integer, nullable=nullable)


edition_info = _table(
    "edition_info",
    "One row per fact about the edition as a whole (as_of_date, target_rate, time_zone, ...).",
    _key("name"),
    Column("value", String, nullable=False),
)

department = _table(
    "department",
    "One row per department that the staff list, or failing that the network, names.",
    _key("department_id"),
    Column("name", String, nullable=False),
)

adoption = _table(
    "adoption",
    "One row per day and department: members against headcount, as they were on that day.",
    _key("date", Date),
    _key("department_id"),
    _count("headcount_count", nullable=True),
    _count("eligible_count", nullable=True),
    _count("member_count"),
)

activity = _table(
    "activity",
    "One row per day and department: distinct members active, or contributing, up to that day.",
    _key("date", Date),
    _key("department_id"),
    *(_count(f"active_{days}_count") for days in WINDOWS),
    *(_count(f"contributor_{days}_count") for days in WINDOWS),
)

activity_basis = _table(
    "activity_basis",
    "One row per day and window: what the counts of activity rest on (exact or at_least).",
    _key("date", Date),
    _key("window_days", Integer),
    Column("active_basis", String, nullable=False),
    Column("contributor_basis", String, nullable=False),
)

engagement_period = _table(
    "engagement_period",
    "One row per engagement report and department: facts of the report's own period.",
    _key("refresh_date", Date),
    _key("period_days", Integer),
    _key("department_id"),
    _count("listed_count"),
    _count("active_count"),
    _count("poster_count"),
    _count("reactor_count"),
    _count("reader_count"),
    _count("post_count"),
    _count("reaction_count"),
    _count("read_count"),
    Column("is_concealed", Boolean, nullable=False),
)

idea = _table(
    "idea",
    "One row per idea that was shared on the network or registered.",
    _key("idea_id"),
    Column("title", String, nullable=False),
    Column("title_from", String, nullable=False),
    Column("address", String, nullable=False),
    Column("found_in", String),
    Column("first_shared_date", Date),
    Column("last_seen_date", Date),
    Column("half_life_hours", Float),
    Column("half_life_status", String, nullable=False),
)

idea_department = _table(
    "idea_department",
    "One row per idea, window and department whose people posted it or replied to it.",
    _key("idea_id"),
    _key("window_days", Integer),
    _key("department_id"),
    _count("people_count"),
    _count("post_count"),
    _count("reply_count"),
)

idea_day = _table(
    "idea_day",
    "One row per idea and day on which it was posted or replied to.",
    _key("idea_id"),
    _key("date", Date),
    _count("people_count"),
    _count("post_count"),
    _count("reply_count"),
)

idea_place = _table(
    "idea_place",
    "One row per idea and community in which it was posted.",
    _key("idea_id"),
    _key("place_id"),
    Column("place_name", String, nullable=False),
    Column("first_date", Date, nullable=False),
    _count("post_count"),
)

click_series = _table(
    "click_series",
    "One row per series of clicks: a source with its unit, filter and grain. Never summed.",
    _key("series_id"),
    Column("source", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("filter", String, nullable=False),
    Column("grain", String, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("first_date", Date),
    Column("last_date", Date),
    _count("click_count"),
    _count("bot_count"),
    Column("is_at_least", Boolean, nullable=False),
)

idea_click = _table(
    "idea_click",
    "One row per idea, click series, audience department and day; '?' where not attributable.",
    _key("idea_id"),
    _key("series_id"),
    _key("department_id"),
    _key("date", Date),
    _count("click_count"),
    _count("bot_count"),
)

click_bot = _table(
    "click_bot",
    "One row per click series and reason for which clicks were flagged as not human.",
    _key("series_id"),
    _key("reason"),
    _count("bot_count"),
)

source_state = _table(
    "source_state",
    "One row per source: what was received of it and how fresh it is.",
    _key("source"),
    _count("snapshot_count"),
    Column("latest_on", Date),
    Column("covers_from", Date),
    Column("covers_to", Date),
    _count("row_count"),
    _count("reject_count"),
)

reject = _table(
    "reject",
    "One row per file, column and reason: how many lines could not be read, and which first.",
    _key("source"),
    _key("file"),
    _key("part"),
    _key("column_name"),
    _key("reason"),
    _count("reject_count"),
    Column("first_lines", String, nullable=False),
)

ledger = _table(
    "ledger",
    "One row per side, department, state and reason. Each side sums to its total.",
    _key("side"),
    _key("department_id"),
    _key("state"),
    _key("reason"),
    _count("count"),
)

notice = _table(
    "notice",
    "One row per thing a person should know about the data.",
    _key("source"),
    _key("code"),
    _key("sentence"),
    Column("needs_person", Boolean, nullable=False),
)

run = _table(
    "run",
    "One row per file and load. Operational: tells of this installation, not of the data.",
    _key("run_id"),
    _key("file"),
    Column("source", String, nullable=False),
    Column("status", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("seconds", Float, nullable=False),
    _count("read_count"),
    _count("loaded_count"),
    _count("unchanged_count"),
    _count("rejected_count"),
    Column("watermark", String),
    content=False,
)
