"""Topics: what is said of them, by whom, and the hashtags that nobody reviewed yet."""

from sqlalchemy import Column, Date, Float, Integer, String

from etl.disclosure.rules import Derived, Open, Unpublished
from etl.editions.schema.base import count, key, table
from etl.editions.schema.ideas import TOOK_PART

HASHTAG_DEPARTMENTS = 3
"""Departments in which a hashtag was used, before it is listed for review."""


topic = table(
    "topic",
    "One row per topic of the reviewed list.",
    key("topic_id"),
    Column("name", String, nullable=False),
    count("idea_count"),
    Column("last_date", Date),
    disclosure=Open("The names that a person gave to topics, and how many ideas are in each."),
)


topic_idea = table(
    "topic_idea",
    "One row per topic and idea that belongs to it.",
    key("topic_id"),
    key("idea_id"),
    disclosure=Open("By the reviewed list, the title, or posts every colleague can read."),
)


topic_department = table(
    "topic_department",
    "One row per topic, window and department whose people posted of it or replied.",
    key("topic_id"),
    key("window_days", Integer),
    key("department_id"),
    count("people_count"),
    count("post_count"),
    count("reply_count"),
    disclosure=TOOK_PART,
)


topic_hold = table(
    "topic_hold",
    "One row per topic and department in which enough people took part, in the order of that day.",
    key("topic_id"),
    key("department_id"),
    count("step"),
    Column("held_date", Date, nullable=False),
    disclosure=Unpublished("Departments too small to be shown are among them."),
)


topic_travel = table(
    "topic_travel",
    "One row per topic and department shown in which it took hold, in the order of that day.",
    key("topic_id"),
    key("department_id"),
    count("step"),
    Column("held_date", Date, nullable=False),
    disclosure=Derived("Names a department only where topic_department shows its people."),
)


topic_trend = table(
    "topic_trend",
    "One row per topic that draws more people in the last seven days than is usual for it, beyond "
    "what chance allows among all topics.",
    key("topic_id"),
    count("people_count"),
    Column("usual_count", Float, nullable=False),
    disclosure=Open("Counts of the whole organisation, of posts that every colleague can read."),
)


hashtag = table(
    "hashtag",
    "One row per hashtag that is on no list and that many people in several departments used "
    "within a year; people to the nearest five.",
    key("hashtag"),
    count("people_count"),
    Column("last_date", Date, nullable=False),
    disclosure=Open(
        "Used by a minimum group of people, in three departments or more: a name that one team "
        "passes round is not listed."
    ),
)
