"""Topics as figures and in words: a worked example by hand, and every state of a sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.edition import Edition
from dashboard.metric import Cell, Query, compute
from dashboard.metric.idea_facts import listed_ideas
from dashboard.views.texts import short
from dashboard.words import topics as words
from dashboard.words.topics import Topic
from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.errors import QueryError
from tests.unit.dashboard_editions import Rows, adoption, departments, edition_of, idea, info

DAY = date(2026, 3, 31)


def _said(topic: str, key: str, people: int, posts: int, window: int = 28) -> dict[str, object]:
    return {
        "topic_id": topic,
        "window_days": window,
        "department_id": key,
        "people_count": people,
        "post_count": posts,
        "reply_count": 0,
    }


@pytest.fixture
def edition(tmp_path: Any) -> Edition:
    """Bins: 9 people of Care and 8 of Sales wrote; Tea: 3 people of Care."""
    people = {"*": (200, 300, 300), "care": (90, 120, 120), "sales": (60, 100, 100)}
    rows: Rows = {
        schema.edition_info: info(as_of_date=DAY.isoformat()),
        schema.department: departments(care="Care", sales="Sales"),
        schema.adoption: adoption(DAY, people),
        schema.idea: [idea("a", "Bins, emptied"), idea("b", "Better tea")],
        schema.idea_department: [],
        schema.topic: [
            {"topic_id": "t", "name": "Tea", "idea_count": 0, "last_date": DAY},
            {"topic_id": "b", "name": "bins", "idea_count": 1, "last_date": DAY},
        ],
        schema.topic_idea: [{"topic_id": "b", "idea_id": "a"}],
        schema.topic_department: [
            _said("b", "*", 17, 7),
            _said("b", "care", 9, 4),
            _said("b", "sales", 8, 3),
            _said("t", "*", 3, 6),
            _said("t", "care", 3, 6),
            _said("b", "*", 40, 50, window=0),
        ],
    }
    return edition_of(tmp_path / "e", rows, Policy())


def ask(edition: Edition, metric: str, **query: Any) -> list[tuple[str, str, float | None, str]]:
    frame = compute(edition, Query(metric=metric, **query))
    return [(cell.label, cell.department_id, cell.value, cell.status) for cell in frame.cells]


def test_people_and_posts_of_each_topic_in_the_order_of_names(edition: Edition) -> None:
    assert ask(edition, "topic_people", by="topic") == [
        ("bins", "*", 17, "ok"),
        ("Tea", "*", 3, "ok"),
    ]
    assert [row[2] for row in ask(edition, "topic_posts", by="topic")] == [7, 6]
    assert [row[2] for row in ask(edition, "topic_people", by="topic", window_days=0)] == [40, 0]


def test_departments_are_told_in_fives_and_few_are_a_band(edition: Edition) -> None:
    assert ask(edition, "topic_people", by="topic_department") == [
        ("bins", "care", 10, "ok"),
        ("bins", "sales", 10, "ok"),
        ("Tea", "care", None, "suppressed"),
        ("Tea", "sales", None, "suppressed"),  # were it 0, all three would be of Care
    ]
    assert [row[2] for row in ask(edition, "topic_posts", by="topic_department")][2] is None


def test_departments_that_a_topic_reached(edition: Edition) -> None:
    """Three people in two departments: neither cell is shown, so it is at least none."""
    frame = compute(edition, Query(metric="topic_departments_reached", by="topic"))
    assert [(c.label, c.value, c.denominator, c.basis) for c in frame.cells] == [
        ("bins", 2, 2, None),
        ("Tea", 0, 2, "at_least"),
    ]
    assert [short(cell, "departments") for cell in frame.cells] == ["2", "–"]


def test_only_ideas_of_the_topic_are_listed(edition: Edition) -> None:
    assert [row["idea_id"] for row in listed_ideas(edition, 28, topic_id="b")] == ["a"]
    assert list(listed_ideas(edition, 28, topic_id="t")) == []
    assert len(listed_ideas(edition, 28)) == 2


def test_topics_are_known_by_topic_and_on_the_last_day_alone(edition: Edition) -> None:
    with pytest.raises(QueryError, match="topic"):
        compute(edition, Query(metric="topic_people"))
    with pytest.raises(QueryError, match="2026-03-31"):
        compute(edition, Query(metric="topic_people", by="topic", at=date(2026, 1, 1)))


# --- in words ------------------------------------------------------------------------------------


def _topic(name: str, people: float | None, **values: Any) -> Topic:
    cell = Cell(DAY, name, name, value=people, note="No figure for this day")
    cell = replace(cell, status="no_data" if people is None else "ok")
    places = values.pop("places", 3)
    reached = Cell(DAY, name, name, value=places, numerator=places, denominator=9, status="ok")
    return Topic(name, name, 2, cell, reached, **values)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], "Nobody spoke of a topic in the last 28 days"),
        ([_topic("A", 0)], "Nobody spoke of a topic in the last 28 days"),
        ([_topic("A", 4), _topic("B", 1200)], "“B” drew most people: 1,200"),
        ([_topic("A", 1), _topic("B", 1)], "Two topics drew most people: 1 person each"),
        ([_topic("A", 9), _topic("B", 4, picking_up=4, usual=1.0)], "“B” is picking up"),
        (
            [_topic(name, 4, picking_up=4, usual=1.0) for name in "ABC"],
            "Three topics are picking up",
        ),
    ],
)
def test_the_finding_of_all_topics(found: list[Topic], told: str) -> None:
    assert words.topics(found, 28).title == told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (_topic("A", 1200), "“A” drew 1,200 people from 3 of 9 departments so far"),
        (_topic("A", 1, places=9), "“A” drew 1 person from every department so far"),
        (_topic("A", 7, places=0), "“A” drew 7 people so far"),
        (_topic("A", 0), "Nobody spoke of “A” so far"),
        (_topic("A", None), "“A”"),
    ],
)
def test_the_finding_of_one_topic(found: Topic, told: str) -> None:
    assert words.topic(found, 0).title == told


def test_where_it_went_and_whether_it_picks_up() -> None:
    assert words.route([], 5).startswith("It has not taken hold yet: 5 people")
    assert words.route(["Care"], 5) == "It took hold in Care and has not left it."
    told = words.route(["Care", "Sales", "Works"], 5)
    assert told == "It took hold in Care first, then in Sales and Works."
    assert "No more people" in words.trend(_topic("A", 4))
    rising = words.trend(_topic("A", 12, picking_up=12, usual=3.5))
    assert rising == "It is picking up: 12 people in the last seven days, where 3.5 are usual."


def test_hashtags_that_wait() -> None:
    assert words.hashtags(0).title == "No hashtag waits for review"
    assert words.hashtags(1).title == "One hashtag waits for review"
    assert words.hashtags(2).title == "Two hashtags wait for review"
