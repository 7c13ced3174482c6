"""Why it moved: the parts of a change as bars to both sides of nought, the change itself last."""

from collections.abc import Sequence

from dashboard.charts.chart import Chart, Figure, Table, layout, plain
from dashboard.charts.theme import Theme
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.movement import NOTES, Change, Part

ROW = 36
ROOM = 0.3


def change_bars(change: Change, theme: Theme) -> Chart:
    """``change``: its parts, the largest first; they sum to the last bar."""
    total = Part("total", "Change", change.total, change.text)
    rows = (*change.parts, total)
    height = ROW * len(rows) + 24
    return Chart(
        _figure(rows, theme, height),
        NOTES[change.kind],
        _alternative(change),
        _table(change),
        height,
    )


def _figure(rows: Sequence[Part], theme: Theme, height: int) -> Figure:
    largest = max(abs(part.value) for part in rows) or 1
    low = min(0.0, *(part.value for part in rows)) - ROOM * largest
    high = max(0.0, *(part.value for part in rows)) + ROOM * largest
    return {
        "data": [_bars(rows, theme)],
        "layout": layout(
            theme, height, right=16, xaxis=_scale(low, high, theme), yaxis=_names(rows, theme)
        ),
    }


def _bars(rows: Sequence[Part], theme: Theme) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [part.value for part in rows],
        "y": [part.key for part in rows],
        "text": [part.text for part in rows],
        "textposition": "outside",
        "textfont": {"size": 13, "color": theme.text},
        "cliponaxis": False,
        "constraintext": "none",
        "width": 0.42,
        "marker": {
            "color": [_colour(part, theme) for part in rows],
            "cornerradius": 3,
            "line": {"width": 0},
        },
        "hoverinfo": "skip",
    }


def _names(rows: Sequence[Part], theme: Theme) -> Figure:
    return {
        "type": "category",
        "autorange": "reversed",
        "tickvals": [part.key for part in rows],
        "ticktext": [_name(part) for part in rows],
        "tickfont": {"size": 13, "color": theme.text},
        "showgrid": False,
        "fixedrange": True,
        "automargin": True,
        "ticks": "",
        "ticklabelstandoff": 6,
    }


def _scale(low: float, high: float, theme: Theme) -> Figure:
    return {
        "range": [low, high],
        "showgrid": False,
        "showticklabels": False,
        "zeroline": True,
        "zerolinecolor": theme.line,
        "zerolinewidth": 1,
        "fixedrange": True,
    }


def _name(part: Part) -> str:
    return f"<b>{plain(part.label)}</b>" if part.key == "total" else plain(part.label)


def _colour(part: Part, theme: Theme) -> str:
    if part.key == "total":
        return theme.text
    return theme.accent if part.value > 0 else theme.middle


def _end(change: Change, value: float) -> str:
    if change.kind == "members":
        return numbers.plural(value, "member")
    return f"{value * 100:.1f}%"


def _alternative(change: Change) -> str:
    bars = ", ".join(f"{part.label} {part.text}" for part in change.parts) or "no part"
    return (
        f"Bar chart of why it moved, from {_end(change, change.before)} on "
        f"{long_date(change.start)} to {_end(change, change.after)} on {long_date(change.end)}: "
        f"{bars}; together {change.text}."
    )


def _table(change: Change) -> Table:
    rows = (
        (long_date(change.start), _end(change, change.before)),
        *((part.label, part.text) for part in change.parts),
        (long_date(change.end), _end(change, change.after)),
    )
    return Table("From the first day to the last", ("Part", "Change"), rows)
