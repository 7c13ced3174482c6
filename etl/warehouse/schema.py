"""The warehouse: person-grained facts behind keyed hashes. No name, no e-mail, no message text.

Facts are merged by key and the later export wins: every fact carries the instant of the export it
came from and its snapshot, and ``(exported_at, snapshot_id)`` decides. That makes the order in
which files are loaded irrelevant. Instants are UTC without a zone; ``_date`` is the day in the
configured time zone.

``info["key"]`` is what makes two rows the same. Tables marked ``info["bulk"]`` hold millions of
rows: on DuckDB they carry no index (the merge keeps their keys unique), on PostgreSQL they do.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)

metadata = MetaData()


def _fact(name: str, comment: str, key: tuple[str, ...], *columns: Column[object]) -> Table:
    """A table of facts taken from snapshots: merged by ``key``, the later export wins."""
    return Table(
        name,
        metadata,
        *columns,
        Column("exported_at", DateTime, nullable=False),
        Column("snapshot_id", String, nullable=False),
        comment=comment,
        info={"key": key, "bulk": True},
    )


def _derived(name: str, comment: str, *columns: Column[object]) -> Table:
    """A table rebuilt from the facts at every load."""
    return Table(name, metadata, *columns, comment=comment, info={"derived": True, "bulk": True})


def _text(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, String, nullable=nullable)


def _date(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, Date, nullable=nullable)


def _count(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, Integer, nullable=nullable)


def _flag(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False)


# --- what was received ---------------------------------------------------------------------

snapshot = Table(
    "snapshot",
    metadata,
    Column("snapshot_id", String, primary_key=True),
    _text("file", nullable=False),
    _text("source", nullable=False),
    Column("exported_at", DateTime, nullable=False),
    comment="One row per export kept: an exact copy lies under data/snapshots.",
)

snapshot_part = Table(
    "snapshot_part",
    metadata,
    _text("snapshot_id", nullable=False),
    _text("source", nullable=False),
    _text("part", nullable=False),
    _date("covers_from"),
    _date("covers_to"),
    _count("row_count", nullable=False),
    _count("reject_count", nullable=False),
    PrimaryKeyConstraint("snapshot_id", "part"),
    comment="One row per table inside an export (Users.csv in a ZIP, or the file itself).",
)

reject = Table(
    "reject",
    metadata,
    _text("snapshot_id", nullable=False),
    _text("part", nullable=False),
    _count("line", nullable=False),
    _text("column_name", nullable=False),
    _text("reason", nullable=False),
    comment="One row per line that could not be read. Never holds the value itself.",
)

notice = Table(
    "notice",
    metadata,
    _text("snapshot_id", nullable=False),
    _text("source", nullable=False),
    _text("code", nullable=False),
    _text("sentence", nullable=False),
    _flag("needs_person"),
    comment="One row per thing a person should know about an export.",
)

run = Table(
    "run",
    metadata,
    _text("run_id", nullable=False),
    _text("file", nullable=False),
    _text("snapshot_id"),
    _text("source", nullable=False),
    _text("status", nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("seconds", Float, nullable=False),
    _count("read_count", nullable=False),
    _count("loaded_count", nullable=False),
    _count("unchanged_count", nullable=False),
    _count("rejected_count", nullable=False),
    _text("watermark"),
    PrimaryKeyConstraint("run_id", "file"),
    CheckConstraint(
        "read_count = loaded_count + unchanged_count + rejected_count", name="every_row_accounted"
    ),
    comment="One row per file and load.",
)

publication = Table(
    "publication",
    metadata,
    _text("inputs", nullable=False),
    _text("edition_id", nullable=False),
    comment="One row: the edition that was built last, and a digest of what it was built from.",
)

# --- facts: the network --------------------------------------------------------------------

account = _fact(
    "account",
    "One row per account on the network, as its latest export shows it.",
    ("account_key",),
    _text("account_key", nullable=False),
    _text("state", nullable=False),
    _flag("is_guest"),
    _date("joined_date"),
    _date("ended_date"),
    _text("department_label"),
    _text("directory_key"),
    _text("employee_key"),
    _text("email_key"),
)

message = _fact(
    "message",
    "One row per message on the network; without its text.",
    ("message_id",),
    _text("message_id", nullable=False),
    _text("thread_id", nullable=False),
    _text("account_key", nullable=False),
    _text("place_id", nullable=False),
    _text("place_kind", nullable=False),
    Column("created_at", DateTime, nullable=False),
    _date("date", nullable=False),
    _flag("is_reply"),
    _flag("is_counted"),
)

message_link = _fact(
    "message_link",
    "One row per link shared in a message of a community that everyone may read.",
    ("message_id", "link_key"),
    _text("message_id", nullable=False),
    _text("link_key", nullable=False),
    _text("idea_id", nullable=False),
    _text("address", nullable=False),
    _text("title"),
)

community = _fact(
    "community",
    "One row per community of the network.",
    ("place_id",),
    _text("place_id", nullable=False),
    _text("name"),
    _flag("is_private"),
)

# --- facts: engagement reports -------------------------------------------------------------

engagement_person = _fact(
    "engagement_person",
    "One row per person listed in an engagement report for one period.",
    ("refresh_date", "period_days", "email_key"),
    _date("refresh_date", nullable=False),
    _count("period_days", nullable=False),
    _text("email_key", nullable=False),
    _text("state"),
    _date("last_activity_date"),
    _count("post_count"),
    _count("reaction_count"),
    _count("read_count"),
    _flag("is_concealed"),
)

engagement_group = _fact(
    "engagement_group",
    "One row per community listed in a groups engagement report for one period.",
    ("refresh_date", "period_days", "group_key"),
    _date("refresh_date", nullable=False),
    _count("period_days", nullable=False),
    _text("group_key", nullable=False),
    _date("last_activity_date"),
    _count("member_count"),
    _count("post_count"),
    _count("reaction_count"),
    _count("read_count"),
    _flag("is_deleted"),
    _flag("is_concealed"),
)

# --- facts: staff --------------------------------------------------------------------------

staff = _fact(
    "staff",
    "One row per person on a staff list of one date. Of two lists of a date the later holds.",
    ("list_kind", "list_date", "snapshot_id", "person_id_key"),
    _text("list_kind", nullable=False),
    _date("list_date", nullable=False),
    _text("person_id_key", nullable=False),
    _text("directory_key"),
    _text("employee_key"),
    _text("email_key"),
    _text("alias_key"),
    _text("other_key"),
    _text("manager_key"),
    _text("department_label"),
    _text("class"),
    Column("is_eligible", Boolean),
    _date("start_date"),
    _date("end_date"),
)

headcount = _fact(
    "headcount",
    "One row per department and date of a headcount table, where no list of people is shared.",
    ("date", "department_label"),
    _date("date", nullable=False),
    _text("department_label", nullable=False),
    _count("headcount_count", nullable=False),
    _count("eligible_count"),
)

# --- facts: links and clicks ---------------------------------------------------------------

registry = _fact(
    "registry",
    "One row per link in the link registry and place where it was posted.",
    ("link_key", "posted_where"),
    _text("link_key", nullable=False),
    _text("posted_where", nullable=False),
    _text("idea_id", nullable=False),
    _text("address", nullable=False),
    _text("title"),
    _text("audience_label"),
    _text("found_in"),
    _text("posted_by_key"),
    Column("posted_at", DateTime),
)

link_target = _fact(
    "link_target",
    "One row per link whose destination a click source told.",
    ("link_key",),
    _text("link_key", nullable=False),
    _text("idea_id", nullable=False),
    _text("address", nullable=False),
    _text("audience_label"),
    _text("title"),
)

click_series = _fact(
    "click_series",
    "One row per series of clicks: one source under its stated unit, filter and grain.",
    ("series_id",),
    _text("series_id", nullable=False),
    _text("source", nullable=False),
    _text("unit", nullable=False),
    _text("filter", nullable=False),
    _text("grain", nullable=False),
    _text("time_zone", nullable=False),
    _flag("is_at_least"),
)

click = _fact(
    "click",
    "One row per click that a source recorded one by one.",
    ("series_id", "event_key"),
    _text("series_id", nullable=False),
    _text("event_key", nullable=False),
    _text("link_key", nullable=False),
    Column("clicked_at", DateTime, nullable=False),
    _text("bot_reason"),
)

click_total = _fact(
    "click_total",
    "One row per link and period for which a source gives only a count.",
    ("series_id", "link_key", "start_at", "end_at"),
    _text("series_id", nullable=False),
    _text("link_key", nullable=False),
    Column("start_at", DateTime, nullable=False),
    Column("end_at", DateTime, nullable=False),
    _count("click_count", nullable=False),
    _count("bot_count", nullable=False),
)

# --- derived at every load -----------------------------------------------------------------

calendar = _derived("calendar", "One row per day the edition covers.", _date("date", False))

department = _derived(
    "department",
    "One row per department label that a source wrote.",
    _text("label", nullable=False),
    _text("department_id", nullable=False),
    _text("name", nullable=False),
)

employment = _derived(
    "employment",
    "One row per person and stretch of days in one department: valid_from included, valid_to not.",
    _text("person_key", nullable=False),
    _text("department_id", nullable=False),
    _flag("is_counted"),
    Column("is_eligible", Boolean),
    _date("valid_from", nullable=False),
    _date("valid_to", nullable=False),
)

identifier = _derived(
    "identifier",
    "One row per colleague and identifier by which an account or a report may name them.",
    _text("rule", nullable=False),
    _text("key", nullable=False),
    _text("person_key", nullable=False),
)

match = _derived(
    "match",
    "One row per account: the colleague it belongs to, or the reason why none is known.",
    _text("account_key", nullable=False),
    _text("person_key"),
    _text("rule"),
    _text("state", nullable=False),
    _text("reason", nullable=False),
)

presence = _derived(
    "presence",
    "One row per stretch of days on which a colleague was a member, by department.",
    _text("person_key", nullable=False),
    _count("person_no", nullable=False),
    _text("department_id", nullable=False),
    _date("valid_from", nullable=False),
    _date("valid_to", nullable=False),
)

active_day = _derived(
    "active_day",
    "One row per member (numbered as in presence) and day with at least one recorded action.",
    _count("person_no", nullable=False),
    _date("date", nullable=False),
    _flag("is_contribution"),
)
