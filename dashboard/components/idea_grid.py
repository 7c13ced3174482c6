"""Ideas by department: a heat grid as a real table; on a phone a block for each idea."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.components.ledger import Part, part

STEPS = 10
"""Colours of the scale: the theme's sequential colours."""
TOPS = 3
"""Departments shown for each idea on a phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One idea in one department. ``value`` colours it; None (hidden, none) leaves it plain.

    ``spoken`` is the text in words where the text is a sign ("<5": "fewer than 5 people").
    """

    text: str
    value: float | None
    spoken: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One idea: its title, where it leads, its total, and a cell for each column.

    ``remark`` stands in grey below the title.
    """

    title: str
    href: str
    total: str
    cells: Sequence[GridCell]
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridData:
    """The grid. ``highest`` is the value of the darkest colour, over all pages of the grid."""

    caption: str
    total: str
    total_unit: str
    columns: Sequence[str]
    rows: Sequence[GridRow]
    highest: float


def idea_grid(grid: GridData) -> Part:
    """``grid`` made ready to be drawn."""
    return part("idea_grid", grid_data(grid))


def colour_step(value: float | None, highest: float) -> int | None:
    """Which of the ten colours ``value`` has: square-root steps, None where it has none."""
    if value is None or value <= 0 or highest <= 0:
        return None
    return min(STEPS - 1, math.floor(STEPS * math.sqrt(min(value / highest, 1.0))))


def grid_data(grid: GridData) -> Mapping[str, object]:
    """``grid`` as JSON."""
    return {
        "caption": grid.caption,
        "first": "Idea",
        "total": grid.total,
        "total_unit": grid.total_unit,
        "columns": list(grid.columns),
        "rows": [_row(row, grid) for row in grid.rows],
    }


def _row(row: GridRow, grid: GridData) -> Mapping[str, object]:
    cells = [_cell(cell, grid.highest) for cell in row.cells]
    return {
        "title": row.title,
        "remark": row.remark,
        "href": row.href,
        "total": row.total,
        "cells": cells,
        "top": _tops(row, grid),
    }


def _cell(cell: GridCell, highest: float) -> dict[str, object]:
    step = colour_step(cell.value, highest)
    spoken = {"spoken": cell.spoken} if cell.spoken else {}
    return {"text": cell.text, "step": step, "href": cell.href, **spoken}


def _tops(row: GridRow, grid: GridData) -> list[dict[str, object]]:
    """The departments with the highest values, in the order of the columns as in the table."""
    valued = [index for index, cell in enumerate(row.cells) if cell.value]
    chosen = sorted(valued, key=lambda index: -(row.cells[index].value or 0))[:TOPS]
    return [
        _cell(row.cells[index], grid.highest) | {"label": grid.columns[index]}
        for index in sorted(chosen)
    ]
