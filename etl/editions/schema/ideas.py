"""Ideas and what became of them."""

from sqlalchemy import Column, Date, Float, Integer, String

from etl.disclosure.rules import ByDepartment, Measure, Open
from etl.editions.schema.base import count, key, table

PUBLIC = Open("Counts what was posted in communities that every colleague can read; no author.")
TOOK_PART = ByDepartment(
    is_open=True,
    is_sparse=True,
    measures=(
        Measure(column="people_count"),
        Measure(column="post_count", kind="acts", of="people_count"),
        Measure(column="reply_count", kind="acts", of="people_count"),
    ),
)
"""Of people who posted or replied, by department, and what they wrote."""


idea = table(
    "idea",
    "One row per idea that was shared on the network or registered.",
    key("idea_id"),
    Column("title", String, nullable=False),
    Column("title_from", String, nullable=False),
    Column("address", String, nullable=False),
    Column("found_in", String),
    Column("first_shared_date", Date),
    Column("last_seen_date", Date),
    Column("half_life_hours", Float),
    Column("half_life_status", String, nullable=False),
    disclosure=Open("An idea, its address and the pace of all clicks on it; no author."),
)


idea_department = table(
    "idea_department",
    "One row per idea, window and department whose people posted it or replied to it.",
    key("idea_id"),
    key("window_days", Integer),
    key("department_id"),
    count("people_count"),
    count("post_count"),
    count("reply_count"),
    disclosure=TOOK_PART,
)


idea_day = table(
    "idea_day",
    "One row per idea and day on which it was posted or replied to.",
    key("idea_id"),
    key("date", Date),
    count("people_count"),
    count("post_count"),
    count("reply_count"),
    disclosure=PUBLIC,
)


idea_place = table(
    "idea_place",
    "One row per idea and community in which it was posted.",
    key("idea_id"),
    key("place_id"),
    Column("place_name", String, nullable=False),
    Column("first_date", Date, nullable=False),
    count("post_count"),
    disclosure=PUBLIC,
)
