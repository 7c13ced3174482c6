"""compute(): settles a query, lets the metric measure, makes the frame."""

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import floor
from typing import Any

from dashboard.access import Scope
from dashboard.edition import Edition
from dashboard.metric.facts import emptied
from dashboard.metric.model import NO_FIGURE, Cell, Fact, Frame, Metric, Query, Unit, ranked
from dashboard.statistics.intervals import wilson
from dashboard.words.privacy import withheld
from etl.editions.schema import HIDDEN, SMALL_GROUP, WHOLE
from etl.errors import NotYours, QueryError

TOO_MANY = "More accounts that match nobody than colleagues who have not joined: review them"


_OF_SUBJECTS = frozenset(
    {"idea", "idea_department", "topic", "topic_department", "source", "part", "method"}
)


@cache
def catalogue() -> Mapping[str, Metric]:
    """Every metric by name: one for each module of ``dashboard.metrics``."""
    package = importlib.import_module("dashboard.metrics")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    modules = {name: importlib.import_module(f"dashboard.metrics.{name}") for name in names}
    return {name: module.METRIC for name, module in modules.items()}


def metric_named(name: str) -> Metric:
    """The metric of that name. QueryError, naming all there are, where there is none."""
    try:
        return catalogue()[name]
    except KeyError:
        known = ", ".join(catalogue())
        raise QueryError(f"There is no metric {name}. There are: {known}.") from None


def compute(edition: Edition, query: Query) -> Frame:
    """Answer a query for the scope of the edition. The same two give the same frame.

    What may not be shown is not in the edition: a figure that rests on it is suppressed. Raises
    QueryError where the query makes no sense: the sentence says what would; NotYours where the
    scope of the edition does not show it.
    """
    metric = metric_named(query.metric)
    if not edition.scope.may(metric.right) or not edition.scope.sees(query.department_id):
        raise NotYours
    if edition.whole is not edition:
        return _narrowed(compute(edition.whole, query), edition.scope)

    def answer() -> Frame:
        settled = _settle(edition, metric, query)
        measured = metric.measure(edition, settled)
        asked = [fact for fact in measured if _is_asked(edition, settled, fact)]
        if settled.by in {"idea", "topic"}:
            asked = [fact for fact in asked if fact.withheld != HIDDEN]
        cells = [_cell(edition, metric, settled, fact) for fact in asked]
        kept = _limited(settled, cells)
        return Frame(
            metric, settled, kept, edition.as_of_date, edition.edition_id, edition.is_provisional
        )

    return edition.remember(query, answer)


def _narrowed(frame: Frame, scope: Scope) -> Frame:
    """The frame without the departments that the scope does not see."""
    return replace(frame, cells=tuple(c for c in frame.cells if scope.sees(c.department_id)))


def _settle(edition: Edition, metric: Metric, query: Query) -> Query:
    """The query with every choice made, checked against what the metric offers."""
    if query.by not in metric.by:
        raise QueryError(f"{metric.name} is not known by {query.by}. Ask by {_either(metric.by)}.")
    if query.department_id not in {WHOLE, *edition.departments}:
        known = ", ".join(edition.departments) or "none"
        raise QueryError(f"There is no department {query.department_id}. There are: {known}.")
    settled = replace(query, window_days=_window(metric, query))
    return replace(
        settled,
        at=query.at or metric.default_day(edition, settled),
        end=query.end or edition.as_of_date,
    )


def _window(metric: Metric, query: Query) -> int | None:
    if query.window_days is None:
        return metric.windows[0] if metric.windows else None
    if query.window_days not in metric.windows:
        offered = _either([str(days) for days in metric.windows]) or "no window"
        raise QueryError(
            f"{metric.name} is not known over {query.window_days} days. Ask for {offered}."
        )
    return query.window_days


def _either(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _is_asked(edition: Edition, query: Query, fact: Fact) -> bool:
    if query.by in {"source", "method"}:
        return True
    if query.by == "department" and fact.department_id in emptied(edition, query.at):
        return False
    if query.by in {"department", "department_week", "idea_department", "topic_department"}:
        return fact.department_id != WHOLE
    return fact.department_id == query.department_id


def _limited(query: Query, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The ideas to keep: the largest, as far as they are shown, in the order they came in."""
    if query.limit is None or query.by != "idea":
        return tuple(cells)
    kept = {cell.key for cell in ranked(cells)[: query.limit]}
    return tuple(cell for cell in cells if cell.key in kept)


def _cell(edition: Edition, metric: Metric, query: Query, fact: Fact) -> Cell:
    is_of_subject = query.by in _OF_SUBJECTS
    empty = Cell(
        period=fact.period,
        key=fact.subject if is_of_subject else fact.department_id,
        label=fact.label if is_of_subject else edition.department_name(fact.department_id),
        department_id=fact.department_id,
        note=fact.note,
    )
    if metric.since and fact.period and fact.period < metric.since:
        return replace(empty, note=f"Not measured before {metric.since:%Y-%m-%d}")
    note = withheld(_withheld(edition, metric, fact), edition.minimum_group, edition.minimum_cell)
    if note:
        return replace(empty, status="suppressed", note=note)
    return _figure(metric, fact, empty)


def _withheld(edition: Edition, metric: Metric, fact: Fact) -> str:
    """Why a fact is not shown: what it rests on is not, or it is a share of very few people."""
    least = max(metric.minimum_group, edition.minimum_group) if metric.minimum_group else 0
    is_share_of_few = metric.unit is Unit.SHARE and 0 < (fact.denominator or 0) < least
    return fact.withheld or (HIDDEN if is_share_of_few else "")


def _figure(metric: Metric, fact: Fact, empty: Cell) -> Cell:
    count, total = fact.numerator, fact.denominator
    if count is None:
        return replace(empty, note=fact.note or NO_FIGURE)
    value, low, high = count, fact.low, fact.high
    if metric.unit in {Unit.SHARE, Unit.PROGRESS, Unit.CHANCE, Unit.PER_100}:
        if not total:
            return replace(empty, note=fact.note or f"No {_of(metric)} to compare with")
        if metric.unit is Unit.SHARE and count > total:
            return replace(empty, note="More than the whole: the sources do not agree")
        value = count / total * (100 if metric.unit is Unit.PER_100 else 1)
    if metric.unit is Unit.SHARE and total:
        low, high = wilson(count, total)
        value = _in_fives(value) if total < SMALL_GROUP and metric.minimum_group else value
    if fact.estimate is not None:
        scale = 100 if metric.unit is Unit.PER_100 else 1
        value, low, high = (scale * part for part in fact.estimate)
    return replace(
        empty,
        value=value,
        numerator=count,
        denominator=total,
        low=low,
        high=high,
        status="ok",
        basis=fact.basis,
        **_match_bounds(metric, fact),
    )


def _in_fives(share: float) -> float:
    """To a whole five per cent: a finer share of a small group says more than is known."""
    return floor(share * 20 + 0.5) / 20


def _match_bounds(metric: Metric, fact: Fact) -> dict[str, Any]:
    """From none to all of the accounts that match no one colleague counted.

    More of them than colleagues who have not joined is an error of the sources, never cut to 100%.
    """
    count, total, unplaced = fact.numerator, fact.denominator, fact.unplaced
    if metric.unit is not Unit.SHARE or count is None or not total or unplaced is None:
        return {}
    if count + unplaced > total:
        return {"match_low": count / total, "note": fact.note or TOO_MANY}
    return {"match_low": count / total, "match_high": (count + unplaced) / total}


def _of(metric: Metric) -> str:
    return metric.denominator.label if metric.denominator else "count"
