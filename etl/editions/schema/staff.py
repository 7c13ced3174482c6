"""Who counts as staff, where the missing ones are, and which figures were restated."""

from sqlalchemy import Boolean, Column, Date, Integer, String

from etl.disclosure.rules import Derived, Open
from etl.editions.schema.base import count, key, table

staff_group = table(
    "staff_group",
    "One row per dimension (site, class, service) and value: staff and members of the last day, "
    "rounded to fives.",
    key("dimension"),
    key("value"),
    Column("place", Integer, nullable=False),
    count("headcount_count"),
    count("member_count"),
    disclosure=Open("Rounded to fives, and groups too few left out, where it is made."),
)


staff_class = table(
    "staff_class",
    "One row per class of people on the newest staff list, and whether they are headcount.",
    key("class"),
    key("is_counted", Boolean),
    count("people_count"),
    disclosure=Open("Sizes of classes of staff, whatever anybody did: no activity, no department."),
)


edition_snapshot = table(
    "edition_snapshot",
    "One row per export that the edition rests on.",
    key("snapshot_id"),
    Column("file", String, nullable=False),
    Column("source", String, nullable=False),
    Column("covers_from", Date),
    disclosure=Open("Tells of files, not of people."),
)


restatement = table(
    "restatement",
    "One row per figure that an earlier edition told otherwise: what it said, what is said now, "
    "and because of which exports. Operational: it rests on the editions that are kept.",
    key("date", Date),
    key("department_id"),
    key("measure"),
    count("from_count", nullable=True),
    count("to_count", nullable=True),
    Column("edition_id", String, nullable=False),
    Column("because", String, nullable=False),
    disclosure=Derived("Compares what editions show with what they showed."),
    content=False,
)
