"""Departments side by side: the table on the adoption page and on its own."""

from dataclasses import dataclass
from datetime import timedelta

from dashboard.components.ledger import Part, mount
from dashboard.components.table import Direction, TableCell, TableColumn, TableData, table_part
from dashboard.metric import Cell, Frame
from dashboard.metric.changes import moved
from dashboard.periods import Period
from dashboard.views.desk import Desk, address
from dashboard.views.files import frames_csv
from dashboard.views.layout import card, download_below, empty
from dashboard.views.texts import NONE, figure_cell, line, short
from dashboard.words import empty as empties
from dashboard.words import numbers
from dashboard.words.figure import Finding, known, points_of

SPARK = timedelta(weeks=26)
REACHED = "Reached"
NAME, TO_GO = 0, 4
"""Columns that may be sorted by at first: never a share, the order of which is mostly noise."""


def department_card(desk: Desk, period: Period, finding: Finding) -> None:
    """The table in a card."""
    with card("departments", finding):
        if not desk.edition.departments:
            empty(empties.NO_DEPARTMENTS)
            return
        mount(desk.keep(_table, period), key="departments")
        download_below("departments", lambda: _csv(ask_frames(desk, period)))


def _table(desk: Desk, period: Period) -> Part:
    return table_part(department_table(desk, period, ask_frames(desk, period)))


def _csv(frames: "Frames") -> str:
    return frames_csv([frames.rate, frames.gap, frames.active])


@dataclass(frozen=True, slots=True)
class Frames:
    """Everything the table shows, by department."""

    members: Frame
    rate: Frame
    before: Frame
    gap: Frame
    active: Frame
    weekly: Frame


def ask_frames(desk: Desk, period: Period) -> Frames:
    """Ask for all columns of the table."""

    def by_department(metric: str, **more: object) -> Frame:
        return desk.ask(metric=metric, by="department", **more)

    return Frames(
        members=by_department("members"),
        rate=by_department("adoption_rate"),
        before=by_department("adoption_rate", at=period.start(desk.as_of)),
        gap=by_department("gap_to_target"),
        active=by_department("active_rate"),
        weekly=desk.ask(metric="adoption_rate", by="department_week", start=desk.as_of - SPARK),
    )


def department_table(desk: Desk, period: Period, frames: Frames) -> TableData:
    """The table: one row for each department, most people to go first."""
    target = desk.edition.target
    goal = f"To reach {numbers.percent(float(target.rate))}" if target else ""
    columns = [
        TableColumn(label="Department", is_sortable=True, first="ascending"),
        TableColumn(label="Adoption", is_sortable=True),
        TableColumn(label="Members", align="end", is_sortable=True, is_wide=True),
        TableColumn(label=period.label, align="end", is_sortable=True, kind="wrap"),
        TableColumn(label="Active, 28 days", align="end", is_sortable=True, is_wide=True),
        TableColumn(label="Last 26 weeks", kind="sparks", is_wide=True),
    ]
    if target:
        columns.insert(TO_GO, TableColumn(label=goal, align="end", is_sortable=True, is_wide=True))
    rows = [_row(desk, frames, key) for key in desk.departments]
    sort: tuple[int, Direction] = (TO_GO, "descending") if target else (NAME, "ascending")
    return TableData(caption="Departments", columns=columns, rows=rows, sort=sort)


def _row(desk: Desk, frames: Frames, key: str) -> list[TableCell]:
    rate, members = frames.rate.get(key), frames.members.get(key)
    name = desk.edition.department_name(key)
    cells = [
        TableCell(text=name, sort=name, href=address("department", {"department": key})),
        _share(desk, rate),
        _members(members, rate),
        _moved(desk, rate, frames.before.get(key)),
        figure_cell(frames.active, frames.active.get(key)),
        _spark(frames.weekly.of(key)) if rate.is_ok else TableCell(text=""),
    ]
    if desk.edition.target:
        cells.insert(TO_GO, _to_go(frames.gap.get(key)))
    return cells


def _share(desk: Desk, rate: Cell) -> TableCell:
    if rate.value is None or not rate.is_ok:
        text = short(rate, "share") if rate.status == "suppressed" else "No headcount"
        return TableCell(text=text, tone="quiet")
    target = desk.edition.target
    return TableCell(
        text=numbers.percent(rate.value),
        rate=rate.value,
        target=float(target.rate) if target else None,
        sort=rate.value,
    )


def _members(members: Cell, rate: Cell) -> TableCell:
    text = short(members, "people")
    if not members.is_ok:
        return TableCell(text=text, tone="quiet")
    after = f"of {numbers.count(rate.denominator)}" if rate.is_ok and rate.denominator else ""
    return TableCell(text=text, after=after, sort=members.value)


def _moved(desk: Desk, now: Cell, before: Cell) -> TableCell:
    """A change only where it is one; ordered with the others as none."""
    change = moved(desk.edition, "members", now, before)
    text = points_of(change)
    if change is None or text is None:
        return TableCell(text=NONE, tone="quiet")
    if not change.is_clear:
        return TableCell(text=numbers.sentence(text), sort=0.0, tone="quiet")
    return TableCell(text=text, sort=change.value)


def _to_go(gap: Cell) -> TableCell:
    people = known(gap)
    if people is None:
        return TableCell(text=short(gap, "people"), tone="quiet")
    text = numbers.to_go(people)
    return TableCell(text=text, sort=people, tone="quiet" if text == REACHED else "strong")


def _spark(cells: tuple[Cell, ...]) -> TableCell:
    values = line(cells)
    if not values:
        return TableCell(text="")
    first, last = (value for value in (values[0], values[-1]))
    said = _from_to(first, last)
    return TableCell(text=said, spark=values)


def _from_to(first: float | None, last: float | None) -> str:
    if first is None or last is None:
        return "Adoption over the last 26 weeks"
    return f"From {numbers.percent(first)} to {numbers.percent(last)}"
