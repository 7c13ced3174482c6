"""Departments in a funnel: the share of each by its size, and what chance allows that size."""

from collections.abc import Collection, Sequence
from math import log10

from dashboard.charts.chart import Chart, Figure, Table, layout, plain, share_axis
from dashboard.charts.series import empty
from dashboard.charts.theme import Theme, faded
from dashboard.metric import Cell, Frame
from dashboard.metric.standing_facts import Funnel, Limit
from dashboard.words import numbers
from dashboard.words.figure import shown
from dashboard.words.standing import Compared, Place, rank_text

HEIGHT = 380
SIDE = 0.3
"""Share of the width at either side in which a label stands beside its dot."""
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)


def funnel_plot(
    rates: Frame, funnel: Funnel, compared: Compared, theme: Theme, named: Collection[str] = ()
) -> Chart:
    """``rates``: the share by department. Only departments of ``named`` are coloured and named."""
    cells = [cell for cell in rates.shown if cell.key in funnel.standings and cell.denominator]
    return Chart(
        _figure(cells, funnel, compared, named, theme) if cells else empty(theme, HEIGHT),
        f"{compared.what.capitalize()} of departments by size, with the range that chance allows",
        _alternative(cells, funnel),
        _table(rates, funnel, compared),
        HEIGHT,
    )


def _figure(
    cells: Sequence[Cell],
    funnel: Funnel,
    compared: Compared,
    named: Collection[str],
    theme: Theme,
) -> Figure:
    limits = list(funnel.limits)
    traces = [
        *_band(limits, "low_998", "high_998", faded(theme.middle, 0.12)),
        *_band(limits, "low_95", "high_95", faded(theme.middle, 0.2)),
        _centre(limits, funnel.rate, theme),
        _dots([cell for cell in cells if cell.key not in named], funnel, theme.middle),
        _dots([cell for cell in cells if cell.key in named], funnel, theme.accent),
    ]
    notes = [_label(cell, limits, theme) for cell in cells if cell.key in named]
    axes = {"xaxis": _size_axis(limits, compared, theme), "yaxis": share_axis(theme)}
    return {"data": traces, "layout": layout(theme, HEIGHT, right=16, annotations=notes, **axes)}


def _band(limits: Sequence[Limit], low: str, high: str, colour: str) -> list[Figure]:
    sizes = [each.total for each in limits]
    edge: Figure = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": {"width": 0}}
    lower = {**edge, "x": sizes, "y": [getattr(each, low) for each in limits]}
    upper = {**edge, "x": sizes, "y": [getattr(each, high) for each in limits]}
    return [lower, {**upper, "fill": "tonexty", "fillcolor": colour}]


def _centre(limits: Sequence[Limit], rate: float, theme: Theme) -> Figure:
    ends = [limits[0].total, limits[-1].total]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": [rate, rate],
        "hoverinfo": "skip",
        "line": {"color": theme.muted, "width": 1.5, "dash": "dot"},
    }


def _dots(cells: Sequence[Cell], funnel: Funnel, colour: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cell.denominator for cell in cells],
        "y": [cell.value for cell in cells],
        "customdata": [plain(_spoken(cell, funnel)) for cell in cells],
        "marker": {"color": colour, "size": 9, "line": {"width": 0}},
        "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _spoken(cell: Cell, funnel: Funnel) -> str:
    share = f"{numbers.percent(cell.value or 0)} of {numbers.count(cell.denominator or 0)}"
    return f"{cell.label}: {share}, {funnel.standings[cell.key].place.phrase}"


def _label(cell: Cell, limits: Sequence[Limit], theme: Theme) -> Figure:
    """Beside the dot, on the side where there is room; above it in the middle."""
    total = cell.denominator or 1
    place = log10(total / limits[0].total) / log10(limits[-1].total / limits[0].total)
    side = "left" if place < SIDE else "right" if place > 1 - SIDE else "center"
    return {
        "x": log10(total),
        "y": cell.value,
        "text": f"<b>{plain(cell.label)}</b> {numbers.percent(cell.value or 0)}",
        "showarrow": False,
        "xanchor": side,
        "yanchor": "middle",
        "xshift": {"left": 9, "right": -9, "center": 0}[side],
        "yshift": 16 if side == "center" else 0,
        "font": {"size": 13, "color": theme.text},
    }


def _size_axis(limits: Sequence[Limit], compared: Compared, theme: Theme) -> Figure:
    low, high = limits[0].total, limits[-1].total
    ticks = [size for size in SIZES if low <= size <= high]
    step = -(-len(ticks) // 6) or 1
    chosen = ticks[::step]
    return {
        "type": "log",
        "range": [log10(low), log10(high) + 0.02],
        "tickvals": chosen,
        "ticktext": [numbers.count(size) for size in chosen],
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": {"size": 12, "color": theme.muted},
        "title": {
            "text": f"{compared.people} in the department",
            "font": {"size": 12, "color": theme.muted},
        },
    }


def _alternative(cells: Sequence[Cell], funnel: Funnel) -> str:
    number = numbers.plural(len(cells), "department")
    text = (
        f"Funnel plot of {number} around a common share of {numbers.percent(funnel.rate)}: the "
        "range that chance allows narrows with size."
    )
    outside = [
        _spoken(cell, funnel)
        for cell in cells
        if funnel.standings[cell.key].place is not Place.WITHIN
    ]
    if not outside:
        return f"{text} 0 departments lie outside it."
    return f"{text} Outside it: {'; '.join(outside)}."


def _table(rates: Frame, funnel: Funnel, compared: Compared) -> Table:
    whose = ("Department", "Share", compared.people)
    columns = (*whose, "Allowing for size", "Among departments", "Rank")
    return Table("Departments and what chance explains", columns, tuple(_rows(rates, funnel)))


def _rows(rates: Frame, funnel: Funnel) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for cell in rates.cells:
        standing = funnel.standings.get(cell.key)
        if not cell.is_ok or standing is None:
            rows.append((cell.label, shown(cell, "share"), "", "", "", ""))
            continue
        total, share = numbers.count(cell.denominator or 0), numbers.percent(cell.value or 0)
        place = numbers.sentence(standing.place.phrase)
        rows.append((cell.label, share, total, _shrunk(funnel, cell), place, rank_text(standing)))
    return rows


def _shrunk(funnel: Funnel, cell: Cell) -> str:
    """ "27% (22% to 32%)": the share drawn towards the others', and its range."""
    standing = funnel.standings[cell.key]
    share = numbers.percent(standing.shrunk)
    if standing.low is None or standing.high is None:
        return share
    return f"{share} ({numbers.percent(standing.low)} to {numbers.percent(standing.high)})"
