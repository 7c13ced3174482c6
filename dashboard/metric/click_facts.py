"""How metrics read clicks: of each idea one series only, because series are never added."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import RowMapping, func, select

from dashboard.edition import Edition
from dashboard.metric.idea_facts import flow_facts, ideas_asked
from dashboard.metric.model import Fact, Query
from dashboard.words.sources import series_label
from etl.editions.schema import AT_LEAST, EXACT, UNKNOWN, WHOLE, click_series, idea_click

NO_CLICKS = "No click source counts a link of this idea"
_column = idea_click.c


def chosen_series(edition: Edition, idea_ids: Sequence[str]) -> Mapping[str, RowMapping]:
    """Idea id to the row of ``click_series`` to use: of those with clicks, the first by rank."""
    rows = edition.select(
        select(_column.idea_id, _column.series_id)
        .where(_column.idea_id.in_(idea_ids))
        .group_by(_column.idea_id, _column.series_id)
        .having(func.sum(_column.click_count) > 0)
    )
    ranked = {row["series_id"]: row for row in series_by_rank(edition)}
    with_clicks = {(row["idea_id"], row["series_id"]) for row in rows}
    chosen: dict[str, RowMapping] = {}
    for series_id, series in ranked.items():
        for idea_id in idea_ids:
            if (idea_id, series_id) in with_clicks:
                chosen.setdefault(idea_id, series)
    return chosen


def series_by_rank(edition: Edition) -> Sequence[RowMapping]:
    """The rows of ``click_series``, the preferred first."""

    def read() -> Sequence[RowMapping]:
        column = click_series.c
        return edition.select(select(click_series).order_by(column.rank, column.series_id))

    return edition.remember("click series", read)


def click_facts(edition: Edition, query: Query) -> list[Fact]:
    """Human clicks of each idea over the window: the whole, every audience, and '?'."""
    titles = ideas_asked(edition, query)
    chosen = chosen_series(edition, list(titles))
    counts = _counts(edition, query, list(titles))
    facts = []
    for idea_id, title in titles.items():
        series = chosen.get(idea_id)
        parts = counts.get((idea_id, series["series_id"]), {}) if series else None
        for key in (WHOLE, *edition.departments, UNKNOWN):
            facts.append(_fact(edition, idea_id, title, key, series, parts))
    return facts


def _fact(
    edition: Edition,
    idea_id: str,
    title: str,
    key: str,
    series: RowMapping | None,
    parts: Mapping[str, int] | None,
) -> Fact:
    day = edition.as_of_date
    if series is None or parts is None:
        return Fact(day, idea_id, key, None, label=title, note=NO_CLICKS)
    count = sum(parts.values()) if key == WHOLE else parts.get(key, 0)
    return Fact(
        day, idea_id, key, count, basis=_basis(series), label=title, note=_counted_by(series)
    )


def _basis(series: RowMapping) -> str:
    return AT_LEAST if series["is_at_least"] else EXACT


def _counted_by(series: RowMapping) -> str:
    return f"Counted by {series_label(series['series_id'])}"


def _counts(
    edition: Edition, query: Query, idea_ids: Sequence[str]
) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Idea and series to audience department to clicks."""
    total = func.sum(_column.click_count).label("count")
    statement = (
        select(_column.idea_id, _column.series_id, _column.department_id, total)
        .where(_column.idea_id.in_(idea_ids))
        .group_by(_column.idea_id, _column.series_id, _column.department_id)
    )
    if query.window_days and edition.as_of_date:
        begin = edition.as_of_date - timedelta(days=query.window_days)
        statement = statement.where(_column.date > begin, _column.date <= edition.as_of_date)
    counts: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in edition.select(statement):
        counts[row["idea_id"], row["series_id"]][row["department_id"]] = row["count"]
    return counts


def click_flow(edition: Edition, query: Query) -> list[Fact]:
    """Human clicks of one idea, day by day or week by week; nothing where no series counts it."""
    titles = ideas_asked(edition, query)
    series = chosen_series(edition, list(titles)).get(query.idea_id or "")
    if series is None:
        return []
    total = func.sum(_column.click_count).label("count")
    rows = edition.select(
        select(_column.date, total)
        .where(_column.idea_id == query.idea_id, _column.series_id == series["series_id"])
        .group_by(_column.date)
    )
    by_day: dict[date, int] = {row["date"]: row["count"] for row in rows}
    return flow_facts(query, by_day, next(iter(titles.values())), _basis(series))


def attributed_facts(edition: Edition, query: Query) -> list[Fact]:
    """Clicks that a link tells to a department, out of all clicks of the same series."""
    if query.by == "whole" and query.idea_id is None:
        return [_attributed_overall(edition, query)]
    shares = []
    for fact in click_facts(edition, query):
        if fact.department_id == WHOLE:
            shares.append(fact)
        elif fact.department_id == UNKNOWN and fact.numerator is not None:
            whole = shares.pop()
            shares.append(_share(whole, fact.numerator))
    return shares


def _share(whole: Fact, unknown: float) -> Fact:
    total = whole.numerator or 0
    return Fact(
        whole.period,
        whole.subject,
        WHOLE,
        total - unknown,
        total,
        basis=whole.basis,
        label=whole.label,
        note=whole.note if total else "No clicks in this time",
    )


def _attributed_overall(edition: Edition, query: Query) -> Fact:
    """Over all ideas, in the first series by rank that has clicks at all."""
    day = edition.as_of_date
    series = next((row for row in series_by_rank(edition) if row["click_count"]), None)
    if series is None or day is None:
        return Fact(day, WHOLE, WHOLE, None, note="No clicks were loaded")
    statement = (
        select(_column.department_id, func.sum(_column.click_count).label("count"))
        .where(_column.series_id == series["series_id"], _column.date <= day)
        .group_by(_column.department_id)
    )
    if query.window_days:
        statement = statement.where(_column.date > day - timedelta(days=query.window_days))
    counts = {row["department_id"]: row["count"] for row in edition.select(statement)}
    total = Fact(
        day, WHOLE, WHOLE, sum(counts.values()), basis=_basis(series), note=_counted_by(series)
    )
    return _share(total, counts.get(UNKNOWN, 0))
