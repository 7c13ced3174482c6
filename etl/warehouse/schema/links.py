"""Facts of links and of the clicks on them."""

from sqlalchemy import Column, DateTime, Float

from etl.warehouse.schema.base import count, day, fact, flag, text, unlike

registry = fact(
    "registry",
    "One row per link in the link registry and place where it was posted.",
    ("link_key", "posted_where"),
    text("link_key", nullable=False),
    text("posted_where", nullable=False),
    text("idea_id", nullable=False),
    text("address", nullable=False),
    text("title"),
    text("audience_label"),
    text("found_in"),
    text("posted_by_key"),
    Column("posted_at", DateTime),
)


link_target = fact(
    "link_target",
    "One row per link whose destination a click source told.",
    ("link_key",),
    text("link_key", nullable=False),
    text("idea_id", nullable=False),
    text("address", nullable=False),
    text("audience_label"),
    text("title"),
)


click_series = fact(
    "click_series",
    "One row per series of clicks: one source under its stated unit, filter and grain.",
    ("series_id",),
    text("series_id", nullable=False),
    text("source", nullable=False),
    text("unit", nullable=False),
    text("filter", nullable=False),
    text("grain", nullable=False),
    text("time_zone", nullable=False),
    flag("is_at_least"),
)


click = fact(
    "click",
    "One row per click that a source recorded one by one.",
    ("series_id", "event_key"),
    text("series_id", nullable=False),
    unlike("event_key"),
    text("link_key", nullable=False),
    Column("clicked_at", DateTime, nullable=False),
    text("bot_reason"),
)


click_total = fact(
    "click_total",
    "One row per link and period for which a source gives only a count.",
    ("series_id", "link_key", "start_at", "end_at"),
    text("series_id", nullable=False),
    text("link_key", nullable=False),
    Column("start_at", DateTime, nullable=False),
    Column("end_at", DateTime, nullable=False),
    count("click_count", nullable=False),
    count("bot_count", nullable=False),
)


idea_record = fact(
    "idea_record",
    "One row per idea, stage and department of which a person recorded that it came so far.",
    ("idea_id", "stage", "department_label"),
    text("idea_id", nullable=False),
    text("stage", nullable=False),
    text("department_label", nullable=False),
    day("recorded_date", nullable=False),
    text("evidence"),
    Column("value", Float),
    text("unit"),
)
