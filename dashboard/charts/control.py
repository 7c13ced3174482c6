"""A control chart: one dot a week, the band of what chance does, what may explain the rest."""

from collections.abc import Sequence
from datetime import timedelta

from dashboard.charts.chart import (
    Chart,
    Figure,
    Table,
    count_axis,
    end_label,
    layout,
    line,
    plain,
    time_axis,
)
from dashboard.charts.series import empty
from dashboard.charts.theme import Theme, faded
from dashboard.words import numbers
from dashboard.words.control import Week
from dashboard.words.dates import long_date

HEIGHT = 280
SHOWN = 60
SAID = {
    None: "as chance has it",
    "beyond": "more than chance explains",
    "level": "a quarter unlike the weeks before",
    "run": "long on one side of the mean",
    "trend": "long in one direction",
    "two_of_three": "twice near a limit",
}
STATES = {"missing": "not covered by an export", "bulk": "bulk import left out"}


def control_chart(weeks: Sequence[Week], unit: str, theme: Theme) -> Chart:
    """``weeks``: the oldest first; the last 60 are drawn. ``unit``: "people joined"."""
    drawn = weeks[-SHOWN:]
    counted = [week for week in drawn if week.value is not None]
    sentence = f"{numbers.sentence(unit)} each week, with the range of chance"
    figure = _figure(drawn, counted, theme) if counted else empty(theme, HEIGHT)
    return Chart(figure, sentence, _alternative(counted, unit), _table(drawn, unit), HEIGHT)


def _figure(weeks: Sequence[Week], counted: Sequence[Week], theme: Theme) -> Figure:
    days = [week.end for week in weeks]
    largest = max(max(week.value or 0, week.high or 0) for week in counted)
    fired = [week for week in counted if week.rule]
    traces = [
        *_band(weeks, theme),
        line(days, [week.mean for week in weeks], theme.muted, line={"width": 1.5, "dash": "dot"}),
        line(days, [week.value for week in weeks], theme.middle, line={"width": 1.5}),
        _dots([week for week in counted if not week.rule], theme.middle),
        _dots(fired, theme.accent),
        _marks(weeks, theme),
    ]
    last = counted[-1]
    text = f"<b>{numbers.count(last.value or 0)}</b> last week"
    notes = [end_label(last.end, last.value or 0, text, theme.text)]
    axes: Figure = {
        "xaxis": time_axis(theme, days[0], days[-1], timedelta(days=4)),
        "yaxis": count_axis(theme, largest),
    }
    return {"data": traces, "layout": layout(theme, HEIGHT, annotations=notes, **axes)}


def _band(weeks: Sequence[Week], theme: Theme) -> list[Figure]:
    days = [week.end for week in weeks]
    low = line(days, [week.low for week in weeks], theme.middle, line={"width": 0})
    high = line(days, [week.high for week in weeks], theme.middle, line={"width": 0})
    return [low, {**high, "fill": "tonexty", "fillcolor": faded(theme.middle, 0.16)}]


def _dots(weeks: Sequence[Week], colour: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [week.end.isoformat() for week in weeks],
        "y": [week.value for week in weeks],
        "customdata": [plain(_spoken(week)) for week in weeks],
        "marker": {"color": colour, "size": 8},
        "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _marks(weeks: Sequence[Week], theme: Theme) -> Figure:
    """Small triangles on the axis below weeks with an event or a bank holiday."""
    named = [week for week in weeks if week.events]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [week.end.isoformat() for week in named],
        "y": [0 for _ in named],
        "customdata": [plain(_spoken(week)) for week in named],
        "marker": {"color": theme.muted, "size": 7, "symbol": "triangle-up"},
        "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _spoken(week: Week) -> str:
    value = STATES["missing"] if week.value is None else numbers.count(week.value)
    events = f" ({numbers.listed(week.events)})" if week.events else ""
    return f"Week to {long_date(week.end)}: {value}, {_judged(week)}{events}"


def _judged(week: Week) -> str:
    if week.rule == "beyond" and (week.value or 0) < (week.mean or 0):
        return "fewer than chance explains"
    return STATES.get(week.state) or SAID[week.rule]


def _alternative(counted: Sequence[Week], unit: str) -> str:
    if not counted:
        return f"Control chart of {unit} each week: 0 weeks are counted yet."
    last = counted[-1]
    text = (
        f"Control chart of {unit} in {numbers.plural(len(counted), 'week')}: "
        f"{numbers.count(last.value or 0)} in the week to {long_date(last.end)}, around a mean of "
        f"{numbers.count(last.mean or 0)}; chance allows {numbers.count(last.low or 0)} to "
        f"{numbers.count(last.high or 0)}."
    )
    fired = [_spoken(week) for week in counted if week.rule]
    return f"{text} {'; '.join(fired[-3:])}." if fired else f"{text} 0 weeks stand out."


def _table(weeks: Sequence[Week], unit: str) -> Table:
    columns = ("Week to", numbers.sentence(unit), "Range of chance", "Judged", "Events")
    rows = tuple(
        (
            long_date(week.end),
            "" if week.value is None else numbers.count(week.value),
            f"{numbers.count(week.low)} to {numbers.count(week.high)}"
            if week.low is not None and week.high is not None
            else "",
            numbers.sentence(_judged(week)),
            numbers.listed(week.events),
        )
        for week in reversed(weeks)
    )
    return Table(f"{numbers.sentence(unit)} each week, newest first", columns, rows)
