"""What a chart is: a figure, a sentence, a text alternative and a table with the same numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from dashboard.charts.theme import FONT, Theme
from dashboard.metric import Cell
from dashboard.words import numbers
from dashboard.words.dates import month_label, short_date

Figure = dict[str, Any]
"""A Plotly figure as plain data: traces under ``data``, everything else under ``layout``."""

MOST_POINTS = 160
MOST_TICKS = 7
MOST_WEEKS = 5
"""A day and its month take more room than a month, and a phone has little."""
LABEL_MARGIN = 96


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart as text. ``columns``: headers; every row has one text for each."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """``sentence``: what is plotted; ``alternative``: the whole chart in words; ``height``: px."""

    figure: Figure
    sentence: str
    alternative: str
    table: Table
    height: int


def plain(text: str) -> str:
    """Text that Plotly shows as it is: it reads tags and entities in labels."""
    return escape(text, quote=False)


def thinned(cells: Sequence[Cell]) -> Sequence[Cell]:
    """At most 160 cells, evenly spaced, the last one kept."""
    step = -(-len(cells) // MOST_POINTS) or 1
    return cells[(len(cells) - 1) % step :: step]


def layout(theme: Theme, height: int, *, right: int = LABEL_MARGIN, **more: object) -> Figure:
    """What all charts share: our font, no legend, no template, no background."""
    return {
        # An empty template would be taken for none, and Plotly's own put in its place.
        "template": {"layout": {"dragmode": False}},
        "autosize": True,
        "height": height,
        "font": {"family": FONT, "size": 12, "color": theme.muted},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": right, "t": 12, "b": 28},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": theme.card,
            "bordercolor": theme.line,
            "font": {"family": FONT, "size": 13, "color": theme.text},
        },
        **more,
    }


def share_axis(theme: Theme) -> Figure:
    """0 to 100% with five hairlines, nothing else."""
    return _axis(
        theme,
        range=[0, 1.02],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0%", "25%", "50%", "75%", "100%"],
    )


def count_axis(theme: Theme, largest: float) -> Figure:
    """0 to a round number above the largest count, with hairlines at whole numbers."""
    step = _round_step(largest)
    top = max(-(-largest // step), 1) * step
    values = [step * number for number in range(int(top / step) + 1)]
    return _axis(
        theme,
        range=[0, top * 1.02],
        tickvals=values,
        ticktext=[numbers.count(value) for value in values],
    )


def _round_step(largest: float) -> int:
    """1, 2, 5, 10, 20, 50, ...: the first that needs at most four steps."""
    scale = 1
    while True:
        for factor in (1, 2, 5):
            if largest <= 4 * factor * scale:
                return factor * scale
        scale *= 10


def _axis(theme: Theme, **more: object) -> Figure:
    return {
        "gridcolor": theme.line,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": True,
        "ticklabelstandoff": 8,
        "tickfont": {"size": 12, "color": theme.muted},
        **more,
    }


def time_axis(theme: Theme, start: date, end: date, pad: timedelta = timedelta()) -> Figure:
    """Days from start to end, labelled at months; at weeks where it is under three months."""
    days = _weeks(start, end) if (end - start).days < 80 else _months(start, end)
    labels = [short_date(day) for day in days]
    if (end - start).days >= 80:
        labels = [month_label(day).replace(" ", "<br>") for day in days]
    axis = _axis(theme, tickvals=[day.isoformat() for day in days], ticktext=labels)
    return axis | {
        "showgrid": False,
        "tickangle": 0,
        "type": "date",
        "range": [(start - pad).isoformat(), (end + pad).isoformat()],
    }


def _weeks(start: date, end: date) -> list[date]:
    step = 7 * (-(-(end - start).days // (7 * (MOST_WEEKS - 1))) or 1)
    return [end - timedelta(days=back) for back in range(0, (end - start).days + 1, step)][::-1]


def _months(start: date, end: date) -> list[date]:
    """First days of months: every, every second, third or sixth one, so that January is among."""
    firsts = [
        date(year, month, 1)
        for year in range(start.year, end.year + 1)
        for month in range(1, 13)
        if start <= date(year, month, 1) <= end
    ]
    for step in (1, 2, 3, 6):
        chosen = [day for day in firsts if (day.month - 1) % step == 0]
        if len(chosen) <= MOST_TICKS:
            return chosen
    return [day for day in firsts if day.month == 1]


def end_label(x: date, y: float, text: str, colour: str, **more: object) -> Figure:
    """A direct label to the right of the end of a line."""
    return {
        "x": x.isoformat(),
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 8,
        "text": text,
        "showarrow": False,
        "font": {"size": 13, "color": colour},
        **more,
    }


def apart(first: float, second: float, least: float) -> tuple[float, float]:
    """Two heights moved evenly until they are at least so far apart, the order kept."""
    missing = least - abs(first - second)
    if missing <= 0:
        return first, second
    sign = 1 if first >= second else -1
    return first + sign * missing / 2, second - sign * missing / 2


def line(xs: Iterable[date], ys: Iterable[float | None], colour: str, **more: object) -> Figure:
    """A line of days and values; a value that is not known leaves a gap."""
    style = more.pop("line", {})
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [day.isoformat() for day in xs],
        "y": list(ys),
        "line": {"color": colour, "width": 3, **(style if isinstance(style, Mapping) else {})},
        "connectgaps": False,
        "cliponaxis": False,
        "hoverinfo": "skip",
        **more,
    }


def dot(x: date, y: float, colour: str, text: str) -> Figure:
    """The end of a line, with what it says when pointed at."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x.isoformat()],
        "y": [y],
        "marker": {"color": colour, "size": 9},
        "cliponaxis": False,
        "hovertemplate": f"{text}<extra></extra>",
    }
