"""How metrics read topics: facts for a settled query, every department of each topic."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import RowMapping, select

from dashboard.edition import Edition
from dashboard.metric.idea_facts import Figure, Traction, check_day, headcounts, reached
from dashboard.metric.model import Fact, Query
from dashboard.metric.shown import measured
from etl.editions.schema import WHOLE, topic, topic_department


def topics(edition: Edition) -> Mapping[str, str]:
    """Topic id to name, in the order of names."""

    def read() -> Mapping[str, str]:
        rows = edition.whole.select(select(topic.c.topic_id, topic.c.name))
        named = sorted(rows, key=lambda row: (row["name"].casefold(), row["topic_id"]))
        return {row["topic_id"]: row["name"] for row in named}

    return edition.whole.remember("topics", read)


def topic_facts(edition: Edition, query: Query, figure: Figure) -> list[Fact]:
    """Facts of each topic over the window: the whole, and every department."""
    rows = _rows(edition, query)
    colleagues = headcounts(edition)
    facts = []
    for topic_id, name in topics(edition).items():
        for key in (WHOLE, *edition.departments):
            traction = Traction(rows.get((topic_id, key)), colleagues.get(key))
            fact = Fact(query.at, topic_id, key, None, label=name)
            facts.append(measured(fact, partial(figure, traction)))
    return facts


def reached_facts(edition: Edition, query: Query) -> list[Fact]:
    """Of each topic: departments with at least one person, out of those that have people today."""
    return reached(edition, query, topics(edition), _rows(edition, query))


def _rows(edition: Edition, query: Query) -> Mapping[tuple[str, str], RowMapping]:
    check_day(edition, query)
    column = topic_department.c
    statement = select(topic_department).where(column.window_days == query.window_days)
    return {(row["topic_id"], row["department_id"]): row for row in edition.select(statement)}
