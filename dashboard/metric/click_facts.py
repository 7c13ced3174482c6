"""How metrics read clicks: of each idea one series only, because series are never added."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import RowMapping, func, select

from dashboard.edition import Edition
from dashboard.metric.idea_facts import flow_facts, ideas_asked
from dashboard.metric.model import Fact, Query
from dashboard.metric.shown import Counts, Shown, measured
from dashboard.words.sources import series_label
from etl.editions.schema import AT_LEAST, EXACT, WHOLE, click_series, idea_audience, idea_click

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
    """Human clicks of each idea over the window: the whole, and every audience."""
    titles = ideas_asked(edition, query)
    chosen = chosen_series(edition, list(titles))
    totals = _totals(edition, query, list(titles))
    audiences = audience_rows(edition, list(titles), query.window_days or 0)
    facts = []
    for idea_id, title in titles.items():
        series = chosen.get(idea_id)
        for key in (WHOLE, *edition.departments):
            fact = Fact(edition.as_of_date, idea_id, key, None, label=title, note=NO_CLICKS)
            if series is not None:
                place = idea_id, series["series_id"]
                fact = replace(fact, basis=_basis(series), note=_counted_by(series))
                if key == WHOLE:
                    fact = replace(fact, numerator=totals.get(place, 0))
                else:
                    fact = measured(fact, partial(_clicks, audiences.get((*place, key))))
            facts.append(fact)
    return facts


def _clicks(row: RowMapping | None) -> Counts:
    return (Shown(row)["click_count"] if row else 0), None


def audience_rows(
    edition: Edition, idea_ids: Sequence[str], window_days: int
) -> Mapping[tuple[str, str, str], RowMapping]:
    """Idea, series and audience department to its row; no row: no click."""
    column = idea_audience.c
    rows = edition.select(
        select(idea_audience).where(column.idea_id.in_(idea_ids), column.window_days == window_days)
    )
    return {(row["idea_id"], row["series_id"], row["department_id"]): row for row in rows}


def _basis(series: RowMapping) -> str:
    return AT_LEAST if series["is_at_least"] else EXACT


def _counted_by(series: RowMapping) -> str:
    return f"Counted by {series_label(series['series_id'])}"


def _totals(
    edition: Edition, query: Query, idea_ids: Sequence[str]
) -> Mapping[tuple[str, str], int]:
    """Idea and series to clicks of all audiences, and of links told to none."""
    total = func.sum(_column.click_count).label("count")
    statement = (
        select(_column.idea_id, _column.series_id, total)
        .where(_column.idea_id.in_(idea_ids))
        .group_by(_column.idea_id, _column.series_id)
    )
    if query.window_days and edition.as_of_date:
        begin = edition.as_of_date - timedelta(days=query.window_days)
        statement = statement.where(_column.date > begin, _column.date <= edition.as_of_date)
    return {(row["idea_id"], row["series_id"]): row["count"] for row in edition.select(statement)}


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
    chosen = chosen_series(edition, list(ideas_asked(edition, query)))
    ids = list(chosen)
    audiences = audience_rows(edition, ids, query.window_days or 0)
    facts = []
    for fact in click_facts(edition, query):
        if fact.department_id != WHOLE:
            continue
        if fact.numerator is not None:
            place = fact.subject, chosen[fact.subject]["series_id"], WHOLE
            fact = _share(fact, audiences.get(place))
        facts.append(fact)
    return facts


def _share(whole: Fact, attributed: RowMapping | None) -> Fact:
    """The attributed clicks are published to the nearest five: never more than there are."""
    total = whole.numerator or 0

    def figure() -> Counts:
        return min(_clicks(attributed)[0] or 0, total), total

    note = whole.note if total else "No clicks in this time"
    return measured(replace(whole, note=note), figure)


def _attributed_overall(edition: Edition, query: Query) -> Fact:
    """Over all ideas, in the first series by rank that has clicks at all.

    The clicks told to a department are summed over the ideas that show them.
    """
    day = edition.as_of_date
    series = next((row for row in series_by_rank(edition) if row["click_count"]), None)
    if series is None or day is None:
        return Fact(day, WHOLE, WHOLE, None, note="No clicks were loaded")
    told, all_clicks = idea_audience.c, func.sum(_column.click_count)
    counted = select(all_clicks.label("count")).where(
        _column.series_id == series["series_id"], _column.date <= day
    )
    if query.window_days:
        counted = counted.where(_column.date > day - timedelta(days=query.window_days))
    attributed = select(func.sum(told.click_count).label("count")).where(
        told.series_id == series["series_id"],
        told.window_days == (query.window_days or 0),
        told.department_id == WHOLE,
    )
    total = edition.select(counted)[0]["count"] or 0
    some = min(edition.select(attributed)[0]["count"] or 0, total)
    note = _counted_by(series) if total else "No clicks in this time"
    return Fact(day, WHOLE, WHOLE, some, total, basis=_basis(series), note=note)
