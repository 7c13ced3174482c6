"""Figures as cells of tables: short in every state, because a table has little room."""

from dataclasses import replace

from dashboard.components.table import TableCell
from dashboard.metric import Cell, Frame, Unit
from dashboard.views.desk import Desk, address
from dashboard.words.figure import Figure, known, shown
from etl.editions.schema import AT_LEAST

HIDDEN = "Hidden"
NONE = "–"
FEW, MOST = "Fewer than ", "All but fewer than "


def short(figure: Figure, unit: str) -> str:
    """ "65%", "≥ 1,024", "<5", "Nearly all", "Hidden" or "–"; beside shares "<5 people"."""
    if known(figure) == 0 and figure.basis == AT_LEAST:
        return NONE  # at least none says nothing
    if known(figure) == 0 and unit == Unit.PER_100:
        return "0"
    if known(figure) is not None:
        return shown(figure, unit).replace("at least ", "≥ ")
    if figure.status != "suppressed":
        return NONE
    if figure.note.startswith(MOST):
        return "Nearly all"
    if not figure.note.startswith(FEW):
        return HIDDEN
    few = f"<{figure.note.removeprefix(FEW)}"
    return f"{few} people" if unit == Unit.SHARE else few


def spoken(figure: Figure, unit: str) -> str:
    """The same in words, for those who hear the table."""
    text = shown(figure, unit)
    return (
        f"{text} people" if figure.note.startswith((FEW, MOST)) and known(figure) is None else text
    )


def figure_cell(frame: Frame, cell: Cell) -> TableCell:
    """One figure of a frame as a cell that can be sorted by."""
    text = short(cell, frame.metric.unit)
    return TableCell(text=text, sort=cell.value, tone="" if cell.is_ok else "quiet")


def bar_cell(frame: Frame, cell: Cell, most: float) -> TableCell:
    """A count as a bar against the highest, with its number; just the text where there is none."""
    plain, value = figure_cell(frame, cell), known(cell)
    if not value or not most:
        return replace(plain, tone="quiet")
    return replace(plain, rate=value / most)


def line(cells: tuple[Cell, ...]) -> tuple[float | None, ...]:
    """Cells over time as a sparkline; empty where fewer than two are known."""
    values = tuple(known(cell) for cell in cells)
    return values if sum(value is not None for value in values) > 1 else ()


def department_cell(desk: Desk, key: str, is_chosen: bool = False) -> TableCell:
    """A department by its name, leading to its page where it has one."""
    name = desk.edition.department_name(key)
    is_known = key in desk.edition.departments
    return TableCell(
        text=name,
        sort=name,
        href=address("department", {"department": key}) if is_known else "",
        tone="strong" if is_chosen else "",
    )
