"""What charts over time share: days of cells, the path to the target, points to hover over."""

from collections.abc import Callable, Sequence
from datetime import date

from dashboard.charts.chart import Figure, layout, line, plain
from dashboard.charts.theme import Theme
from dashboard.edition import Target
from dashboard.metric import Cell
from dashboard.words import numbers
from dashboard.words.dates import long_date


def empty(theme: Theme, height: int) -> Figure:
    """Axes without a line: there is nothing to plot, and the card says so."""
    nothing: Figure = {"visible": False}
    return {"data": [], "layout": layout(theme, height, xaxis=nothing, yaxis=nothing)}


def day_of(cell: Cell) -> date:
    """The day of a cell in a series."""
    if cell.period is None:
        raise ValueError("a series has a day for every cell")
    return cell.period


def plan_line(target: Target | None, end: date, theme: Theme) -> list[Figure]:
    """The path to the target, dotted, and level from there to the end of the axis."""
    if target is None:
        return []
    days = [target.start, target.end, *([end] if end > target.end else [])]
    values = [float(target.rate_on(day)) for day in days]
    return [line(days, values, theme.muted, line={"width": 1.5, "dash": "dot"})]


def hover_points(cells: Sequence[Cell], colour: str, spoken: Callable[[Cell], str]) -> Figure:
    """Points to hover over, unseen: each says its own sentence."""
    measured = [cell for cell in cells if cell.is_ok]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [day_of(cell).isoformat() for cell in measured],
        "y": [cell.value for cell in measured],
        "customdata": [plain(spoken(cell)) for cell in measured],
        "marker": {"color": colour, "size": 8, "opacity": 0},
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def spoken_share(cell: Cell) -> str:
    """ "22 November 2026: 65%, 2,027 of 3,120"."""
    base = numbers.of(cell.numerator or 0, cell.denominator or 0)
    return f"{long_date(day_of(cell))}: {numbers.percent(cell.value or 0)}, {base}"
