"""As it is now: the past under the departments of today, made of published figures alone.

What a department became is one department after a rename or a merge: its figures are those of its
predecessors added up. What today's parts of a department were part of before does not matter:
whatever came is added, whatever left is taken off. So nothing can be told that was hidden before.
What was split or lost a team cannot be told in today's terms: "not comparable" before that day,
never shared out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from sqlalchemy import select

from dashboard.edition import Edition
from dashboard.metric.lineage import lineage
from dashboard.metric.model import Cell, Frame, Query, Unit
from dashboard.statistics.intervals import wilson
from etl.editions.schema import AT_LEAST, WHOLE, department

Ask = Callable[[Query], Frame]
ADDED = (Unit.SHARE, Unit.PEOPLE)
"""Units whose counts may be added up; other figures are told as they were."""
BY_DEPARTMENT = ("department", "department_week")
OVER_TIME = ("whole", "day", "week")


NOT_SEEN = "It rests on departments that you do not see"
TOO_FEW = "Too few are left once the departments that moved are taken off"


def successors(edition: Edition) -> Mapping[str, str]:
    """Department id to the id of what it became, of those that became another one we know."""
    return lineage(edition).became


def comparable_since(edition: Edition) -> Mapping[str, date]:
    """Department id to the day before which its figures do not mean today's department."""

    def read() -> Mapping[str, date]:
        rows = edition.select(select(department))
        found = {row["department_id"]: row["comparable_since"] for row in rows}
        return {key: day for key, day in found.items() if day}

    return edition.remember("comparable since", read)


def is_reorganised(edition: Edition) -> bool:
    """Whether the two views differ at all."""
    return bool(successors(edition) or comparable_since(edition) or lineage(edition).is_moved)


def as_it_is_now(edition: Edition, query: Query, ask: Ask) -> Frame:
    """The answer to ``query`` in today's departments; ``ask`` answers it as it was."""
    frame = ask(query)
    if frame.is_now or frame.metric.unit not in ADDED:
        return frame
    if query.by in BY_DEPARTMENT:
        keys = [key for key in edition.departments if key not in successors(edition)]
        return replace(frame, cells=_recast(edition, frame, frame.cells, keys), is_now=True)
    if query.by not in OVER_TIME or query.department_id == WHOLE:
        return frame
    others = [
        ask(replace(query, department_id=key)).cells
        for key in _needed(edition, query.department_id)
    ]
    cells = [*frame.cells, *sum(others, ())]
    recast = _recast(edition, frame, cells, [query.department_id])
    return replace(frame, cells=recast, is_now=True)


def _needed(edition: Edition, key: str) -> list[str]:
    """Whose figures those of a department rest on, on some day: others, as far as they are seen."""
    found = lineage(edition)
    days = (None, *(day for day, _ in found.trees))
    needed = {each for day in days for side in found.parts(key, day) for each in side}
    return sorted(each for each in needed - {key} if edition.scope.sees(each))


def _recast(
    edition: Edition, frame: Frame, cells: Sequence[Cell], keys: Sequence[str]
) -> tuple[Cell, ...]:
    met = {(cell.department_id, cell.period): cell for cell in cells}
    periods = sorted({cell.period for cell in cells}, key=lambda each: each or date.min)
    found = [
        _comparable(edition, cell)
        for key in keys
        for period in periods
        if (cell := _made(edition, frame, met, key, period)) is not None
    ]
    return tuple(found)


def _made(
    edition: Edition,
    frame: Frame,
    met: Mapping[tuple[str, date | None], Cell],
    key: str,
    period: date | None,
) -> Cell | None:
    """One cell of today's department, out of those of the departments of the day."""
    sides = lineage(edition).parts(key, period or frame.as_of_date)
    added, off = ([met[each, period] for each in side if (each, period) in met] for side in sides)
    own, empty = met.get((key, period)), Cell(period, key, edition.department_name(key), key)
    if not all(edition.scope.sees(each) for side in sides for each in side):
        return replace(empty, status="suppressed", note=NOT_SEEN)
    if not off and added in ([], [own]):
        return own
    hidden = [cell for cell in (*added, *off) if cell.status == "suppressed"]
    if hidden:
        return replace(empty, status="suppressed", note=hidden[0].note)
    shown = [cell for cell in added if cell.is_ok]
    return _added(edition, frame, empty, shown, [cell for cell in off if cell.is_ok]) or own


def _added(
    edition: Edition, frame: Frame, empty: Cell, added: Sequence[Cell], off: Sequence[Cell]
) -> Cell | None:
    """The sum of some cells less others. None where there are none."""
    if not added:
        return None
    count = _sum(added, "numerator") - _sum(off, "numerator")
    total = _sum(added, "denominator") - _sum(off, "denominator")
    is_share = frame.metric.unit is Unit.SHARE
    if off and 0 < max(count, total if is_share else 0) < edition.minimum_group:
        return replace(empty, status="suppressed", note=TOO_FEW)
    basis = AT_LEAST if AT_LEAST in {cell.basis for cell in added} else added[0].basis
    made = replace(empty, numerator=max(count, 0), status="ok", basis=basis)
    if not is_share:
        return replace(made, value=made.numerator)
    if total <= 0:
        return replace(empty, note=added[0].note)
    count = min(max(count, 0), total)  # each of them is to the nearest five
    low, high = wilson(count, total)
    return replace(
        made, value=count / total, numerator=count, denominator=total, low=low, high=high
    )


def _sum(cells: Sequence[Cell], name: Literal["numerator", "denominator"]) -> int:
    return sum(getattr(cell, name) or 0 for cell in cells)


def _comparable(edition: Edition, cell: Cell) -> Cell:
    since = comparable_since(edition).get(cell.department_id)
    if since is None or cell.period is None or cell.period >= since:
        return cell
    note = f"Not comparable before {since:%-d %B %Y}: it was split, or people were moved"
    return Cell(cell.period, cell.key, cell.label, cell.department_id, note=note)
