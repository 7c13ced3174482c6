"""What was said of ideas and topics, without anybody who said it.

When facts about people expire, posts and replies go. Of what they told these counts stay, in
``data/history.sqlite``: how much was said of an idea on which day, and on which day one more person
came to it. Each idea, and each topic, is counted by itself: there is no key, no message, no time of
day, and nothing by which anybody could be followed from one to another. All that is derived of
ideas and topics adds these counts to what the facts still tell.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Date, Integer, MetaData, String, Table

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

_metadata = MetaData()


def _table(name: str, comment: str, *columns: Column[Any]) -> Table:
    return Table(f"bygone_{name}", _metadata, *columns, comment=comment)


def _text(name: str, *, is_nullable: bool = False) -> Column[Any]:
    return Column(name, String, nullable=is_nullable)


def _day(name: str) -> Column[Any]:
    return Column(name, Date, nullable=False)


def _count(name: str) -> Column[Any]:
    return Column(name, Integer, nullable=False)


BYGONE = (
    _table(
        "link",
        "One row per link that a message had, and the idea that its address told.",
        _text("link_key"),
        _text("idea_id"),
        _text("address"),
    ),
    _table(
        "idea",
        "One row per idea that was spoken of: the title that a message attached to it last.",
        _text("idea_id"),
        _text("title", is_nullable=True),
    ),
    _table(
        "thread",
        "One row per link and thread that goes on, though the post that shared the link is gone.",
        _text("thread_id"),
        _text("link_key"),
    ),
    _table(
        "tag",
        "One row per hashtag of a topic and idea that a post with the hashtag shared.",
        _text("hashtag"),
        _text("idea_id"),
    ),
    _table(
        "day",
        "One row per idea and day on which somebody spoke of it.",
        _text("idea_id"),
        _day("date"),
        _count("people_count"),
        _count("post_count"),
        _count("reply_count"),
    ),
    _table(
        "place",
        "One row per idea and community in which it was posted.",
        _text("idea_id"),
        _text("place_id"),
        _day("first_date"),
        _count("post_count"),
    ),
    _table(
        "spoken",
        "One row per idea or topic (kind) and department: what was said of it there.",
        _text("kind"),
        _text("subject_id"),
        _text("department_id"),
        _count("post_count"),
        _count("reply_count"),
        _day("last_date"),
    ),
    _table(
        "week",
        "One row per idea or topic (kind) and last of seven days: the people who spoke of it.",
        _text("kind"),
        _text("subject_id"),
        _day("week_end"),
        _count("people_count"),
    ),
    _table(
        "comer",
        "One row per idea or topic (kind), department ('*': the whole), and person who came to it: "
        "the day, and a number that tells the order of those of one idea.",
        _text("kind"),
        _text("subject_id"),
        _text("department_id"),
        _count("number"),
        _day("came_date"),
    ),
    _table(
        "age",
        "One row per idea and age: members who took part by then, and its audience in fives.",
        _text("idea_id"),
        _count("age_days"),
        _count("people_count"),
        _count("audience_count"),
    ),
)
"""The tables of the history that hold these counts, and of the warehouse while it derives."""


def nothing() -> Rows:
    """What is left while nothing has expired."""
    return {table.name: [] for table in BYGONE}
