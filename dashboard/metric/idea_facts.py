"""How metrics read ideas: facts for a settled query, every department of each idea."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select

from dashboard.edition import Edition
from dashboard.metric.facts import adoption_rows, days_of, sizes_on
from dashboard.metric.model import Fact, Query
from dashboard.periods import days_between
from etl.editions.schema import UNKNOWN, WHOLE, idea, idea_day, idea_department
from etl.errors import QueryError


@dataclass(frozen=True, slots=True)
class Traction:
    """What one department (or the whole) did with one idea. ``colleagues``: its headcount."""

    people: int
    posts: int
    replies: int
    colleagues: int | None


Figure = Callable[[Traction], tuple[float | None, float | None]]


def ideas_asked(edition: Edition, query: Query) -> Mapping[str, str]:
    """Idea id to title, in the order of titles: the one named, or those listed, limited."""
    _check_day(edition, query)
    if query.idea_id is not None:
        return _one_idea(edition, query.idea_id)
    if query.by not in {"idea", "idea_department"}:
        raise QueryError(f"{query.metric} is known idea by idea. Ask by idea, or name one idea.")
    rows = listed_ideas(edition, query.window_days, query.department_id, query.search)
    return _by_title(rows[: query.limit] if query.department_id == WHOLE else rows)


def listed_ideas(
    edition: Edition, window_days: int | None, department_id: str = WHOLE, search: str = ""
) -> Sequence[RowMapping]:
    """The ideas that a department took up, most people first: idea_id and title.

    For the whole organisation the ideas that are registered and were never posted stand last.
    """
    words = search.casefold().split()
    rows = edition.remember(
        ("listed ideas", window_days, department_id),
        lambda: edition.whole.select(_listed(window_days, department_id)),
    )
    return [row for row in rows if all(word in row["title"].casefold() for word in words)]


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


def _check_day(edition: Edition, query: Query) -> None:
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
    """Facts of each idea over the window: the whole, every department, and '?' where needed.

    The people are guarded: where they are too few to show, nothing they did is shown.
    """
    titles = ideas_asked(edition, query)
    rows = _rows(edition, query, list(titles))
    keys = [WHOLE, *edition.departments]
    if any(department_id == UNKNOWN for _, department_id in rows):
        keys.append(UNKNOWN)
    colleagues = headcounts(edition)
    facts = []
    for idea_id, title in titles.items():
        for key in keys:
            traction = _traction(rows.get((idea_id, key)), colleagues.get(key))
            counts = figure(traction)
            guards = (traction.people,)
            facts.append(Fact(query.at, idea_id, key, *counts, guards=guards, label=title))
    return facts


def _traction(row: RowMapping | None, colleagues: int | None) -> Traction:
    if row is None:
        return Traction(0, 0, 0, colleagues)
    return Traction(row["people_count"], row["post_count"], row["reply_count"], colleagues)


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


def headcounts(edition: Edition) -> Mapping[str, int | None]:
    """Headcount of each department, and of the whole, on the last day of the edition."""
    days = [edition.as_of_date] if edition.as_of_date else []
    return {row["department_id"]: row["headcount_count"] for row in adoption_rows(edition, days)}


def reached_facts(edition: Edition, query: Query) -> list[Fact]:
    """Of each idea: departments with at least one person, out of those that have people today."""
    titles = ideas_asked(edition, query)
    column = idea_department.c
    rows = edition.select(
        select(column.idea_id, column.department_id).where(
            column.window_days == query.window_days,
            column.idea_id.in_(list(titles)),
            column.department_id.not_in([WHOLE, UNKNOWN]),
        )
    )
    reached: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        reached[row["idea_id"]].add(row["department_id"])
    peopled = _peopled(edition)
    return [
        Fact(query.at, key, WHOLE, len(reached[key]), len(peopled | reached[key]), label=title)
        for key, title in titles.items()
    ]


def _peopled(edition: Edition) -> set[str]:
    """Departments with people on the last day: one that was closed cannot be reached any more."""
    day = edition.as_of_date
    sizes = sizes_on(edition, [day])[day] if day else {}
    return {key for key in edition.departments if sizes.get(key, 1) > 0}


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
