"""How far one department has come, beside the whole organisation."""

from collections.abc import Sequence

from dashboard.charts.chart import (
    Chart,
    Figure,
    Table,
    apart,
    dot,
    end_label,
    layout,
    line,
    plain,
    share_axis,
    thinned,
    time_axis,
)
from dashboard.charts.series import day_of, empty, hover_points, plan_line, spoken_share
from dashboard.charts.theme import Theme
from dashboard.edition import Target
from dashboard.metric import Cell, Frame
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.departments import history_note
from dashboard.words.figure import shown

HEIGHT = 320
LABELS_APART = 0.07


def department_history(
    rate: Frame, whole: Frame | None, target: Target | None, theme: Theme
) -> Chart:
    """``rate``: adoption_rate of one department by week; ``whole``: that of the organisation."""
    cells = thinned(rate.cells)
    others = {cell.period: cell for cell in whole.cells} if whole else {}
    beside = [others[cell.period] for cell in cells if cell.period in others]
    measured = [cell for cell in cells if cell.is_ok]
    sentence = history_note(has_plan=target is not None)
    return Chart(
        _figure(cells, beside, target, theme) if measured else empty(theme, HEIGHT),
        sentence,
        _alternative(measured, [cell for cell in beside if cell.is_ok]),
        _table(cells, beside),
        HEIGHT,
    )


def _figure(
    cells: Sequence[Cell], beside: Sequence[Cell], target: Target | None, theme: Theme
) -> Figure:
    days = [day_of(cell) for cell in cells]
    last = next(cell for cell in reversed(cells) if cell.is_ok)
    traces = plan_line(target, days[-1], theme)
    if beside:
        values = [cell.value for cell in beside]
        thin: Figure = {"width": 1.5}
        traces.append(line([day_of(cell) for cell in beside], values, theme.muted, line=thin))
    traces.append(line(days, [cell.value for cell in cells], theme.accent))
    traces.append(hover_points(cells, theme.accent, spoken_share))
    traces.append(dot(day_of(last), last.value or 0, theme.accent, plain(spoken_share(last))))
    axes: Figure = {
        "xaxis": time_axis(theme, days[0], days[-1]),
        "yaxis": share_axis(theme),
    }
    notes = _labels(last, beside, theme)
    return {"data": traces, "layout": layout(theme, HEIGHT, right=128, annotations=notes, **axes)}


def _labels(last: Cell, beside: Sequence[Cell], theme: Theme) -> list[Figure]:
    value, day = last.value or 0, day_of(last)
    own = f"<b>{numbers.percent(value)}</b>"
    other = beside[-1] if beside and beside[-1].is_ok else None
    if other is None or other.value is None:
        return [end_label(day, value, own, theme.text)]
    here, there = apart(value, other.value, LABELS_APART)
    text = f"Organisation {numbers.percent(other.value)}"
    return [
        end_label(day, here, own, theme.text),
        end_label(day_of(other), there, text, theme.muted),
    ]


def _alternative(measured: Sequence[Cell], beside: Sequence[Cell]) -> str:
    if not measured:
        return "Line chart of the share of the department that has joined: 0 days have a figure."
    first, last = measured[0], measured[-1]
    text = (
        f"Line chart of the share of {last.label} that has joined: from "
        f"{numbers.percent(first.value or 0)} on {long_date(day_of(first))} to "
        f"{numbers.percent(last.value or 0)} on {long_date(day_of(last))}, "
        f"{numbers.of(last.numerator or 0, last.denominator or 0)} colleagues."
    )
    if not beside:
        return text
    return f"{text} The whole organisation is at {numbers.percent(beside[-1].value or 0)}."


def _table(cells: Sequence[Cell], beside: Sequence[Cell]) -> Table:
    others = {cell.period: shown(cell, "share") for cell in beside}
    columns = ("Week ending", "Members", "Headcount", "Adoption")
    rows = [
        (
            long_date(day_of(cell)),
            numbers.count(cell.numerator) if cell.numerator is not None else "",
            numbers.count(cell.denominator) if cell.denominator is not None else "",
            shown(cell, "share"),
        )
        for cell in reversed(cells)
    ]
    if not others:
        return Table("Adoption by week, newest first", columns, tuple(rows))
    wide = tuple(
        (*row, others.get(cell.period, "")) for row, cell in zip(rows, reversed(cells), strict=True)
    )
    return Table("Adoption by week, newest first", (*columns, "Organisation"), wide)
