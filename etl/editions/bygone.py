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
        "One row per idea that was spoken of: the title that a message attached last, and the day.",
        _text("idea_id"),
        _text("title", is_nullable=True),
        _day("title_date"),
    ),
    _table(
        "thread",
        "One row per link and thread that goes on, though the post that shared the link is gone: "
        "from which instant on messages in it, all of others, are about it.",
        _text("thread_id"),
        _text("link_key"),
        _text("begun_at"),
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
        "One row per idea or topic (kind), department, and last day of what was said of it there.",
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
        "One row per idea or topic (kind), department ('*': the whole), and person who came to it.",
        _text("kind"),
        _text("subject_id"),
        _text("department_id"),
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
    _table(
        "beside_week",
        "As bygone_week, of people who are counted besides those in the facts.",
        _text("kind"),
        _text("subject_id"),
        _day("week_end"),
        _count("people_count"),
    ),
    _table(
        "beside_comer",
        "As bygone_comer, of people who are counted besides those in the facts.",
        _text("kind"),
        _text("subject_id"),
        _text("department_id"),
        _day("came_date"),
    ),
    _table(
        "beside_age",
        "As bygone_age, of ages not reached yet and people counted besides those in the facts.",
        _text("idea_id"),
        _count("age_days"),
        _count("people_count"),
        _count("audience_count"),
    ),
    _table(
        "beside_last",
        "One row per idea, topic or hashtag (kind), department ('*': the whole), and person who is "
        "counted besides those in the facts: the last day.",
        _text("kind"),
        _text("subject_id"),
        _text("department_id"),
        _day("last_date"),
    ),
)
"""The tables of the history that hold these counts, and of the warehouse while it derives.

What has expired is told in place of the facts of those days. What somebody did who was erased is
told *beside* the facts of all others.
"""


def nothing() -> Rows:
    """What is left while nothing has expired."""
    return {table.name: [] for table in BYGONE}
