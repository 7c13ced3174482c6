"""compute(): settles a query, lets the metric measure, hides what is too small, makes the frame."""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from dashboard.access import Scope
from dashboard.disclosure import HIDDEN, HIDDEN_GROUP, hidden_cells, hidden_groups
from dashboard.edition import Edition
from dashboard.metric.facts import sizes_on
from dashboard.metric.model import NO_FIGURE, Cell, Fact, Frame, Metric, Query, Unit, ranked
from dashboard.statistics.intervals import wilson
from etl.editions.schema import WHOLE
from etl.errors import NotYours, QueryError
from etl.settings import Privacy

Place = tuple[date | None, str, str]
"""Where a fact stands: period, subject, department."""


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


def compute(edition: Edition, query: Query, privacy: Privacy) -> Frame:
    """Answer a query for the scope of the edition. The same three give the same frame.

    Raises QueryError where the query makes no sense: the sentence says what would; NotYours where
    the scope of the edition does not show it.
    """
    metric = metric_named(query.metric)
    if not edition.scope.may(metric.right) or not edition.scope.sees(query.department_id):
        raise NotYours
    if edition.whole is not edition:
        return _narrowed(compute(edition.whole, query, privacy), edition.scope)

    def answer() -> Frame:
        settled = _settle(edition, metric, query)
        facts = metric.measure(edition, settled)
        hidden = _hidden(edition, metric, facts, privacy)
        asked = [fact for fact in facts if _is_asked(settled, fact)]
        if settled.by == "idea":
            asked = [fact for fact in asked if _may_be_listed(fact, hidden)]
        cells = [_cell(edition, metric, settled, fact, hidden) for fact in asked]
        kept = _limited(settled, cells)
        return Frame(metric, settled, kept, edition.as_of_date, edition.edition_id)

    return edition.remember((query, privacy), answer)


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


def _is_asked(query: Query, fact: Fact) -> bool:
    if query.by in {"source", "method"}:
        return True
    if query.by in {"department", "department_week", "idea_department"}:
        return fact.department_id != WHOLE
    return fact.department_id == query.department_id


def _may_be_listed(fact: Fact, hidden: Mapping[Place, str]) -> bool:
    """Which ideas a department took up says as much of a small one as how many of it did."""
    return hidden.get((fact.period, fact.subject, fact.department_id)) != HIDDEN_GROUP


def _limited(query: Query, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The ideas to keep: the largest, as far as they are shown, in the order they came in."""
    if query.limit is None or query.by != "idea":
        return tuple(cells)
    kept = {cell.key for cell in ranked(cells)[: query.limit]}
    return tuple(cell for cell in cells if cell.key in kept)


def _hidden(
    edition: Edition, metric: Metric, facts: Sequence[Fact], privacy: Privacy
) -> Mapping[Place, str]:
    """What must not be shown, and the note that stands in its place."""
    if not metric.minimum_group:
        return {}
    rows: defaultdict[tuple[date | None, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[fact.period, fact.subject].append(fact)
    has_departments = any(fact.department_id != WHOLE for fact in facts)
    days = sorted({period for period, _ in rows if period is not None})
    sizes = sizes_on(edition, days, only_whole=not has_departments)
    least = max(metric.minimum_group, privacy.minimum_group)
    small = {day: _small(edition, sizes[day], least) for day in days}
    hidden: dict[Place, str] = {}
    for (period, subject), row in rows.items():
        groups = small[period] if period is not None else frozenset()
        notes = dict.fromkeys(groups, HIDDEN_GROUP)
        for key, note in (_small_cells(row, groups, privacy.minimum_cell) | notes).items():
            hidden[period, subject, key] = note
    return hidden | _partners(facts, hidden) if "part" in metric.by else hidden


def _partners(facts: Sequence[Fact], hidden: Mapping[Place, str]) -> dict[Place, str]:
    """Parts of a change sum to it, and it is public: a part is never hidden alone."""
    parts: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.guards:
            parts[fact.department_id].append(fact)
    found: dict[Place, str] = {}
    for row in parts.values():
        places = {(fact.period, fact.subject, fact.department_id): fact for fact in row}
        shown = [place for place in places if place not in hidden]
        if len(places) - len(shown) == 1 and shown:
            other = min(
                shown, key=lambda place: (not any(places[place].guards), places[place].guards)
            )
            found[other] = HIDDEN
    return found


def _small(edition: Edition, sizes: Mapping[str, int], least: int) -> frozenset[str]:
    """Departments too small to show; all of them, and the whole, where even that is small."""
    if 0 < sizes.get(WHOLE, 0) < least:
        return frozenset({WHOLE, *edition.departments})
    parts = {key: size for key, size in sizes.items() if key != WHOLE}
    return hidden_groups(parts, _by_size(edition), least)


def _by_size(edition: Edition) -> Sequence[str]:
    """Departments from the smallest to the largest of the edition's last day: the same always."""

    def ordered() -> Sequence[str]:
        day = edition.as_of_date
        sizes = sizes_on(edition, [day])[day] if day else {}
        return sorted(edition.departments, key=lambda key: (sizes.get(key, 0), key))

    return edition.remember("departments by size", ordered)


def _small_cells(row: Sequence[Fact], groups: frozenset[str], minimum_cell: int) -> dict[str, str]:
    notes: dict[str, str] = {}
    parts = [fact for fact in row if fact.department_id != WHOLE and fact.guards]
    for counts in zip(*(fact.guards for fact in parts), strict=True):
        by_department = dict(zip((fact.department_id for fact in parts), counts, strict=True))
        hiding = hidden_cells(by_department, minimum_cell, groups)
        notes |= dict.fromkeys(hiding.keys, hiding.note)
        if hiding.is_total_hidden:
            notes[WHOLE] = hiding.note
    return notes


def _cell(
    edition: Edition, metric: Metric, query: Query, fact: Fact, hidden: Mapping[Place, str]
) -> Cell:
    is_of_subject = query.by in {"idea", "idea_department", "source", "part", "method"}
    empty = Cell(
        period=fact.period,
        key=fact.subject if is_of_subject else fact.department_id,
        label=fact.label if is_of_subject else edition.department_name(fact.department_id),
        department_id=fact.department_id,
        note=fact.note,
    )
    note = hidden.get((fact.period, fact.subject, fact.department_id))
    if fact.numerator is not None and note is not None:
        return replace(empty, status="suppressed", note=note)
    if metric.since and fact.period and fact.period < metric.since:
        return replace(empty, note=f"Not measured before {metric.since:%Y-%m-%d}")
    return _figure(metric, fact, empty)


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
    return replace(
        empty,
        value=value,
        numerator=count,
        denominator=total,
        low=low,
        high=high,
        status="ok",
        basis=fact.basis,
    )


def _of(metric: Metric) -> str:
    return metric.denominator.label if metric.denominator else "count"
