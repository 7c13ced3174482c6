"""The departments that hold the gap: people still to join, as bars."""

from collections.abc import Collection, Sequence

from dashboard.charts.chart import Chart, Figure, Table, layout, plain
from dashboard.charts.theme import Theme
from dashboard.edition import Target
from dashboard.metric import Cell, Frame
from dashboard.words import numbers
from dashboard.words.figure import shown

ROW = 48
LONGEST = 24


def gap_bars(
    gaps: Frame, target: Target | None, theme: Theme, named: Collection[str] = (), limit: int = 6
) -> Chart:
    """``gaps``: gap_to_target by department. Bars of ``named`` departments are in accent."""
    ranked = gaps.ranked()
    held = [cell for cell in ranked if cell.is_ok and cell.value]
    goal = f" {numbers.percent(float(target.rate))}" if target else " its target"
    sentence = f"People still to join before each department reaches{goal}"
    rows = held[: max(limit, len(named))]
    height = ROW * max(len(rows), 1) + 24
    return Chart(
        _figure(rows, named, theme, height),
        sentence,
        _alternative(held, len(rows), goal),
        _table(ranked, goal),
        height,
    )


def _figure(cells: Sequence[Cell], named: Collection[str], theme: Theme, height: int) -> Figure:
    largest = max((cell.value or 0 for cell in cells), default=1)
    colours = [theme.accent if cell.key in named else theme.quiet for cell in cells]
    bars: Figure = {
        "type": "bar",
        "orientation": "h",
        "x": [cell.value for cell in cells],
        "y": [cell.key for cell in cells],
        "text": [numbers.count(cell.value or 0) for cell in cells],
        "textposition": "outside",
        "textfont": {"size": 13, "color": theme.text},
        "cliponaxis": False,
        "width": 0.34,
        "marker": {"color": colours, "cornerradius": 3, "line": {"width": 0}},
        "hoverinfo": "skip",
    }
    names: Figure = {
        "type": "category",
        "autorange": "reversed",
        "tickvals": [cell.key for cell in cells],
        "ticktext": [wrapped(cell.label) for cell in cells],
        "tickfont": {"size": 13, "color": theme.text},
        "showgrid": False,
        "fixedrange": True,
        "automargin": True,
        "ticks": "",
        "ticklabelstandoff": 6,
    }
    scale: Figure = {"visible": False, "fixedrange": True, "range": [0, largest * 1.15]}
    return {
        "data": [bars] if cells else [],
        "layout": layout(theme, height, right=24, xaxis=scale, yaxis=names),
    }


def wrapped(label: str, longest: int = LONGEST) -> str:
    """Over two lines where it is long, cut where even that is not enough."""
    if len(label) <= longest:
        return plain(label)
    head, _, tail = label[: longest + 1].rpartition(" ")
    head, tail = (head, label[len(head) + 1 :]) if head else (label[:longest], label[longest:])
    short = tail if len(tail) <= longest else f"{tail[: longest - 1]}…"
    return f"{plain(head)}<br>{plain(short)}"


def _alternative(held: Sequence[Cell], drawn: int, goal: str) -> str:
    if not held:
        return f"Bar chart of people still to join: 0 departments are short of{goal}."
    bars = [f"{cell.label} {numbers.count(cell.value or 0)}" for cell in held[:drawn]]
    text = f"Bar chart of people still to join before each department reaches{goal}: "
    more = len(held) - drawn
    rest = f"; {numbers.plural(more, 'more department')} in the table" if more else ""
    return f"{text}{', '.join(bars)}{rest}."


def _table(ranked: Sequence[Cell], goal: str) -> Table:
    rows = tuple(
        (cell.label, numbers.to_go(cell.value) if cell.value is not None else shown(cell, "people"))
        for cell in ranked
    )
    return Table("People to go by department", ("Department", f"To reach{goal}"), rows)
