"""Facts of named events."""

from etl.warehouse.schema.base import day, fact, flag, text

event = fact(
    "event",
    "One row per named event of a day, as it was last noted.",
    ("date", "name"),
    day("date", nullable=False),
    text("name", nullable=False),
    flag("is_rebase"),
    flag("is_removed"),
)
