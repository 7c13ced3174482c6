"""Active members and contributors over time."""

from collections.abc import Sequence

from dashboard.charts.chart import (
    Chart,
    Figure,
    Table,
    apart,
    count_axis,
    dot,
    end_label,
    layout,
    line,
    plain,
    thinned,
    time_axis,
)
from dashboard.charts.series import day_of, empty, hover_points
from dashboard.charts.theme import Theme
from dashboard.metric import Cell, Frame
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.figure import shown

HEIGHT = 280
LABELS_APART = 0.1


def contributions(active: Frame, contributors: Frame, theme: Theme) -> Chart:
    """Both by week. Only days that rest on the same ground are joined: exact ones where any are."""
    readers, writers = thinned(active.comparable()), thinned(contributors.comparable())
    window = numbers.plural(active.query.window_days or 28, "day")
    sentence = f"Active members and contributors over the {window} up to each point"
    return Chart(
        _figure(readers, writers, theme) if readers or writers else empty(theme, HEIGHT),
        sentence,
        _alternative(readers, writers, window),
        _table(active, contributors),
        HEIGHT,
    )


def _figure(readers: Sequence[Cell], writers: Sequence[Cell], theme: Theme) -> Figure:
    both = [*readers, *writers]
    days = [day_of(cell) for cell in both]
    largest = max(cell.value or 0 for cell in both)
    traces: list[Figure] = []
    for cells, colour in ((readers, theme.muted), (writers, theme.accent)):
        if cells:
            traces.append(_line(cells, colour))
            traces.append(hover_points(cells, colour, _spoken))
            traces.append(dot(day_of(cells[-1]), cells[-1].value or 0, colour, _said(cells[-1])))
    axes: Figure = {
        "xaxis": time_axis(theme, min(days), max(days)),
        "yaxis": count_axis(theme, largest),
    }
    notes = _labels(readers, writers, largest, theme)
    return {"data": traces, "layout": layout(theme, HEIGHT, right=128, annotations=notes, **axes)}


def _line(cells: Sequence[Cell], colour: str) -> Figure:
    values = [cell.value for cell in cells]
    return line([day_of(cell) for cell in cells], values, colour, line={"width": 2.5})


def _spoken(cell: Cell) -> str:
    return f"{long_date(day_of(cell))}: {shown(cell, 'people')}"


def _said(cell: Cell) -> str:
    return plain(_spoken(cell))


def _labels(
    readers: Sequence[Cell], writers: Sequence[Cell], largest: float, theme: Theme
) -> list[Figure]:
    ends = [
        (cells[-1], name, colour)
        for cells, name, colour in (
            (readers, "active", theme.muted),
            (writers, "contributing", theme.accent),
        )
        if cells
    ]
    heights = [cell.value or 0 for cell, _, _ in ends]
    if len(heights) == 2:
        heights = list(apart(heights[0], heights[1], LABELS_APART * max(largest, 1)))
    return [
        end_label(day_of(cell), height, f"<b>{shown(cell, 'people')}</b> {name}", colour)
        for (cell, name, colour), height in zip(ends, heights, strict=True)
    ]


def _alternative(readers: Sequence[Cell], writers: Sequence[Cell], window: str) -> str:
    parts = [
        f"{name} from {shown(cells[0], 'people')} on {long_date(day_of(cells[0]))} to "
        f"{shown(cells[-1], 'people')} on {long_date(day_of(cells[-1]))}"
        for name, cells in (("active members", readers), ("contributors", writers))
        if cells
    ]
    if not parts:
        return f"Line chart of active members over {window}: 0 days have a figure yet."
    return f"Line chart over {window} up to each point: {'; '.join(parts)}."


def _table(active: Frame, contributors: Frame) -> Table:
    read = {cell.period: shown(cell, "people") for cell in active.cells}
    wrote = {cell.period: shown(cell, "people") for cell in contributors.cells}
    days = sorted({day for day in (*read, *wrote) if day is not None}, reverse=True)
    rows = tuple((long_date(day), read.get(day, ""), wrote.get(day, "")) for day in days)
    caption = "Active members and contributors, newest first"
    return Table(caption, ("Up to", "Active members", "Contributors"), rows)
