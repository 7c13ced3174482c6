"""How metrics read ideas: facts for a settled query, every department of each idea."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select

from dashboard.edition import Edition
from dashboard.metric.facts import adoption_rows, days_of, emptied
from dashboard.metric.model import Fact, Query
from dashboard.metric.shown import Counts, Shown, measured
from dashboard.periods import days_between
from etl.editions.schema import (
    AT_LEAST,
    FEW,
    MOST,
    OK,
    SMALL_GROUP,
    UNKNOWN,
    WHOLE,
    idea,
    idea_day,
    idea_department,
    topic_idea,
)
from etl.errors import QueryError


@dataclass(frozen=True, slots=True)
class Traction:
    """What one department (or the whole) did with one idea. Reading what is not shown raises."""

    row: RowMapping | None
    headcount: RowMapping | None

    @property
    def people(self) -> int | None:
        """People who posted it or replied."""
        return self._count("people_count")

    @property
    def posts(self) -> int | None:
        """Posts that shared it."""
        return self._count("post_count")

    @property
    def replies(self) -> int | None:
        """Replies where it was shared."""
        return self._count("reply_count")

    @property
    def colleagues(self) -> int | None:
        """Headcount of the department."""
        return Shown(self.headcount)["headcount_count"] if self.headcount else None

    def _count(self, name: str) -> int | None:
        return Shown(self.row)[name] if self.row else 0


Figure = Callable[[Traction], Counts]


def ideas_asked(edition: Edition, query: Query) -> Mapping[str, str]:
    """Idea id to title, in the order of titles: the one named, or those listed, limited."""
    check_day(edition, query)
    if query.idea_id is not None:
        return _one_idea(edition, query.idea_id)
    if query.by not in {"idea", "idea_department"}:
        raise QueryError(f"{query.metric} is known idea by idea. Ask by idea, or name one idea.")
    rows = listed_ideas(
        edition, query.window_days, query.department_id, query.search, query.topic_id
    )
    return _by_title(rows[: query.limit] if query.department_id == WHOLE else rows)


def listed_ideas(
    edition: Edition,
    window_days: int | None,
    department_id: str = WHOLE,
    search: str = "",
    topic_id: str = "",
) -> Sequence[RowMapping]:
    """The ideas that a department took up, most people first: idea_id and title.

    ``search``, ``topic_id``: only those with these words, or of this topic. For the whole
    organisation the ideas that are registered and were never posted stand last.
    """
    words = search.casefold().split()
    rows = edition.whole.remember(
        ("listed ideas", window_days, department_id),
        lambda: edition.whole.select(_listed(window_days, department_id)),
    )
    chosen = ideas_of_topic(edition, topic_id) if topic_id else None
    return [
        row
        for row in rows
        if all(word in row["title"].casefold() for word in words)
        and (chosen is None or row["idea_id"] in chosen)
    ]


def ideas_of_topic(edition: Edition, topic_id: str) -> frozenset[str]:
    """The ids of the ideas that belong to a topic."""
    statement = select(topic_idea.c.idea_id).where(topic_idea.c.topic_id == topic_id)
    return edition.whole.remember(
        ("ideas of topic", topic_id),
        lambda: frozenset(row["idea_id"] for row in edition.whole.select(statement)),
    )


def _listed(window_days: int | None, department_id: str) -> Select[*tuple[object, ...]]:
    column = idea_department.c
    is_here = and_(
        column.idea_id == idea.c.idea_id,
        column.window_days == window_days,
        column.department_id == department_id,
    )
    is_listed: ColumnElement[bool] = column.people_count.is_not(None)
    if department_id == WHOLE:
        is_listed = or_(is_listed, idea.c.first_shared_date.is_(None))
    return (
        select(idea.c.idea_id, idea.c.title)
        .outerjoin(idea_department, is_here)
        .where(is_listed)
        .order_by(func.coalesce(column.people_count, 0).desc(), idea.c.title, idea.c.idea_id)
    )


def check_day(edition: Edition, query: Query) -> None:
    """QueryError for a day other than the last: traction is known on that alone."""
    if query.at != edition.as_of_date:
        raise QueryError(
            f"{query.metric} is known on {edition.as_of_date} only. Leave the date out."
        )


def _one_idea(edition: Edition, idea_id: str) -> Mapping[str, str]:
    found = _by_title(
        edition.select(select(idea.c.idea_id, idea.c.title).where(idea.c.idea_id == idea_id))
    )
    if not found:
        raise QueryError(f"There is no idea {idea_id}. Ask by idea to see which there are.")
    return found


def _by_title(rows: Sequence[RowMapping]) -> Mapping[str, str]:
    named = sorted(rows, key=lambda row: (row["title"].casefold(), row["idea_id"]))
    return {row["idea_id"]: row["title"] for row in named}


def idea_facts(edition: Edition, query: Query, figure: Figure) -> list[Fact]:
    """Facts of each idea over the window: the whole, and every department."""
    titles = ideas_asked(edition, query)
    rows = _rows(edition, query, list(titles))
    colleagues = headcounts(edition)
    facts = []
    for idea_id, title in titles.items():
        for key in (WHOLE, *edition.departments):
            traction = Traction(rows.get((idea_id, key)), colleagues.get(key))
            fact = Fact(query.at, idea_id, key, None, label=title)
            facts.append(measured(fact, partial(figure, traction)))
    return facts


def _rows(
    edition: Edition, query: Query, idea_ids: Sequence[str]
) -> Mapping[tuple[str, str], RowMapping]:
    column = idea_department.c
    rows = edition.select(
        select(idea_department).where(
            column.window_days == query.window_days, column.idea_id.in_(idea_ids)
        )
    )
    return {(row["idea_id"], row["department_id"]): row for row in rows}


def headcounts(edition: Edition) -> Mapping[str, RowMapping]:
    """The row of adoption of each department, and of the whole, on the edition's last day."""
    days = [edition.as_of_date] if edition.as_of_date else []
    return {row["department_id"]: row for row in adoption_rows(edition, days)}


def reached_facts(edition: Edition, query: Query) -> list[Fact]:
    """Of each idea: departments with at least one person, out of those that have people today.

    Where it is not shown whether a department took it up, the figure is the least it can be.
    """
    titles = ideas_asked(edition, query)
    rows = _rows(edition, query, list(titles))
    return reached(edition, query, titles, rows)


def reached(
    edition: Edition,
    query: Query,
    names: Mapping[str, str],
    rows: Mapping[tuple[str, str], RowMapping],
) -> list[Fact]:
    """The same of any subject by its name; ``rows``: by subject and department."""
    peopled = _peopled(edition)
    facts = []
    for key, name in names.items():
        took = {
            department_id: _has_taken_up(edition, row)
            for (subject, department_id), row in rows.items()
            if subject == key and department_id not in {WHOLE, UNKNOWN}
        }
        found = {department_id for department_id, has in took.items() if has}
        basis = AT_LEAST if None in took.values() else None
        counts = len(found), len(peopled | found)
        facts.append(Fact(query.at, key, WHOLE, *counts, basis=basis, label=name))
    return facts


def _has_taken_up(edition: Edition, row: RowMapping) -> bool | None:
    """Whether anybody of the department did; None where it is not shown."""
    if row["people_status"] in {OK, MOST}:
        return bool(row["people_count"])
    adopted = headcounts(edition).get(row["department_id"])
    size = adopted["headcount_count"] if adopted else None
    return True if row["people_status"] == FEW and (size or 0) >= SMALL_GROUP else None


def _peopled(edition: Edition) -> set[str]:
    """Departments with people on the last day: one that was closed cannot be reached any more."""
    return set(edition.departments) - emptied(edition, edition.as_of_date)


def idea_series(edition: Edition, query: Query, column_name: str) -> list[Fact]:
    """Facts of one idea day by day or week by week, zero where nothing was said.

    A week has the sum of its days: not for people, who would be counted again each day.
    """
    titles = ideas_asked(edition, query)
    column = idea_day.c
    rows = edition.select(select(idea_day).where(column.idea_id == query.idea_id))
    by_day = {row["date"]: row[column_name] for row in rows}
    return flow_facts(query, by_day, next(iter(titles.values())))


def flow_facts(
    query: Query, by_day: Mapping[date, int], title: str, basis: str | None = None
) -> list[Fact]:
    """What flowed on each day, or in each week up to and including its day."""
    if query.department_id != WHOLE:
        raise QueryError(f"{query.metric} over time is known for the whole organisation only.")
    length = 1 if query.by == "day" else 7

    def flow(day: date) -> int:
        first = day - timedelta(days=length - 1)
        return sum(by_day.get(each, 0) for each in days_between(first, day))

    days = days_of(query, min(by_day, default=None))
    subject = query.idea_id or WHOLE
    return [Fact(day, subject, WHOLE, flow(day), label=title, basis=basis) for day in days]
