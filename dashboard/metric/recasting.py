"""As it is now: the past under the departments of today, made of published figures alone.

What a department became is one department after a rename or a merge: its figures are those of its
predecessors added up, so nothing can be told that was hidden before. What was split or lost a team
cannot be told in today's terms: "not comparable" before that day, never shared out.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from dashboard.edition import Edition
from dashboard.metric.model import Cell, Frame, Query, Unit
from dashboard.statistics.intervals import wilson
from etl.editions.schema import AT_LEAST, WHOLE, department

Ask = Callable[[Query], Frame]
ADDED = (Unit.SHARE, Unit.PEOPLE)
"""Units whose counts may be added up; other figures are told as they were."""
BY_DEPARTMENT = ("department", "department_week")
OVER_TIME = ("whole", "day", "week")


def successors(edition: Edition) -> Mapping[str, str]:
    """Department id to the id of what it became, of those that became another one we know."""

    def read() -> Mapping[str, str]:
        rows = edition.select(select(department))
        now = {row["department_id"]: row["now_id"] for row in rows}
        return {key: new for key, new in now.items() if new in now}

    return edition.remember("successors", read)


def comparable_since(edition: Edition) -> Mapping[str, date]:
    """Department id to the day before which its figures do not mean today's department."""

    def read() -> Mapping[str, date]:
        rows = edition.select(select(department))
        found = {row["department_id"]: row["comparable_since"] for row in rows}
        return {key: day for key, day in found.items() if day}

    return edition.remember("comparable since", read)


def is_reorganised(edition: Edition) -> bool:
    """Whether the two views differ at all."""
    return bool(successors(edition) or comparable_since(edition))


def as_it_is_now(edition: Edition, query: Query, ask: Ask) -> Frame:
    """The answer to ``query`` in today's departments; ``ask`` answers it as it was."""
    frame = ask(query)
    if frame.metric.unit not in ADDED:
        return frame
    if query.by in BY_DEPARTMENT:
        return replace(frame, cells=_recast(edition, frame, frame.cells))
    if query.by not in OVER_TIME or query.department_id == WHOLE:
        return frame
    former = [old for old, new in successors(edition).items() if new == query.department_id]
    others = [ask(replace(query, department_id=old)).cells for old in former]
    return replace(frame, cells=_recast(edition, frame, [*frame.cells, *sum(others, ())]))


def _recast(edition: Edition, frame: Frame, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    became = successors(edition)
    met: defaultdict[tuple[date | None, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        met[cell.period, became.get(cell.department_id, cell.department_id)].append(cell)
    own = [cell for cell in cells if cell.department_id not in became]
    return tuple(
        _comparable(edition, _added(frame, cell, met[cell.period, cell.department_id]))
        for cell in own
    )


def _added(frame: Frame, own: Cell, cells: Sequence[Cell]) -> Cell:
    """One cell of today's department out of those of its predecessors and its own."""
    if len(cells) == 1:
        return own
    hidden = [cell for cell in cells if cell.status == "suppressed"]
    if hidden:
        return replace(_empty(own), status="suppressed", note=hidden[0].note)
    shown = [cell for cell in cells if cell.is_ok]
    if not shown:
        return own
    count = sum(cell.numerator or 0 for cell in shown)
    basis = AT_LEAST if AT_LEAST in {cell.basis for cell in shown} else shown[0].basis
    made = replace(_empty(own), numerator=count, status="ok", basis=basis)
    if frame.metric.unit is not Unit.SHARE:
        return replace(made, value=count)
    total = sum(cell.denominator or 0 for cell in shown)
    low, high = wilson(count, total)
    return replace(made, value=count / total, denominator=total, low=low, high=high)


def _comparable(edition: Edition, cell: Cell) -> Cell:
    since = comparable_since(edition).get(cell.department_id)
    if since is None or cell.period is None or cell.period >= since:
        return cell
    note = f"Not comparable before {since:%-d %B %Y}: it was split, or people were moved"
    return replace(_empty(cell), note=note)


def _empty(cell: Cell) -> Cell:
    return Cell(cell.period, cell.key, cell.label, cell.department_id)
