"""Adoption over time against headcount, with the path to the target."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.charts.ahead import ShareAhead, forecast_lines, forecast_words, shares_ahead
from dashboard.charts.chart import (
    Chart,
    Figure,
    Table,
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
from dashboard.words.figure import shown

HEIGHT = 344
AFTER_END = timedelta(days=21)


def adoption_over_time(
    rate: Frame, target: Target | None, theme: Theme, ahead: Frame | None = None
) -> Chart:
    """``rate``: adoption_rate by week; ``ahead``: forecast_members by day.

    The axis reaches to the day of the target, or of the forecast where there is no target.
    """
    cells = thinned(rate.cells)
    measured = [cell for cell in cells if cell.is_ok]
    coming = shares_ahead(measured, ahead, target)
    sentence = "Share of headcount that has joined."
    if target:
        sentence += " The dotted line is the plan."
    if coming:
        sentence += " The dashed line is the forecast with a band of 80%."
    figure = _figure(cells, measured, coming, target, theme) if measured else empty(theme, HEIGHT)
    alternative = _alternative(measured, target) + forecast_words(coming)
    return Chart(figure, sentence, alternative, _table(cells, coming, target), HEIGHT)


def _figure(
    cells: Sequence[Cell],
    measured: Sequence[Cell],
    coming: Sequence[ShareAhead],
    target: Target | None,
    theme: Theme,
) -> Figure:
    days = [day_of(cell) for cell in cells]
    last = measured[-1]
    start = min(days[0], target.start) if target else days[0]
    ends = [days[-1], *(each.day for each in coming), *([target.end + AFTER_END] if target else [])]
    end = max(ends)
    traces = [*plan_line(target, end, theme), *forecast_lines(last, coming, theme)]
    traces.append(line(days, [cell.value for cell in cells], theme.accent))
    traces.append(hover_points(cells, theme.accent, spoken_share))
    traces.append(dot(day_of(last), last.value or 0, theme.accent, plain(spoken_share(last))))
    notes = [_last_label(last, target, end, theme)]
    if target:
        text = f"Target {numbers.percent(float(target.rate))}"
        notes.append(end_label(end, float(target.rate), text, theme.muted))
    return {
        "data": traces,
        "layout": layout(
            theme,
            HEIGHT,
            right=96 if target else 32,
            xaxis=time_axis(theme, start, end),
            yaxis=share_axis(theme),
            annotations=notes,
        ),
    }


def _last_label(last: Cell, target: Target | None, end: date, theme: Theme) -> Figure:
    """ "2,027 members", on the side of the line where the plan is not."""
    is_ahead = target is not None and (last.value or 0) > target.rate_on(day_of(last))
    near_end = (end - day_of(last)).days < 45
    return end_label(
        day_of(last),
        last.value or 0,
        f"<b>{numbers.plural(last.numerator or 0, 'member')}</b>",
        theme.text,
        xanchor="right" if near_end else "center",
        xshift=0,
        yshift=20 if is_ahead or (last.value or 0) < 0.1 else -20,
    )


def _alternative(measured: Sequence[Cell], target: Target | None) -> str:
    if not measured:
        return "Line chart of the share of headcount that has joined: 0 days have a figure yet."
    first, last = measured[0], measured[-1]
    text = (
        "Line chart of the share of headcount that has joined: from "
        f"{numbers.percent(first.value or 0)} on {long_date(day_of(first))} to "
        f"{numbers.percent(last.value or 0)} on {long_date(day_of(last))}, "
        f"{numbers.of(last.numerator or 0, last.denominator or 0)} colleagues."
    )
    if target is None:
        return text
    plan = numbers.percent(float(target.rate_on(day_of(last))))
    goal = numbers.percent(float(target.rate))
    return f"{text} The plan was {plan} by then and is {goal} by {long_date(target.end)}."


def _table(cells: Sequence[Cell], coming: Sequence[ShareAhead], target: Target | None) -> Table:
    columns = ("Week ending", "Members", "Headcount", "Adoption", *(("Plan",) if target else ()))
    expected = tuple(
        (
            f"{long_date(each.day)}, forecast",
            f"{numbers.count(each.members)} ({each.range})",
            "",
            numbers.percent(each.value),
            *((numbers.percent(float(target.rate_on(each.day))),) if target else ()),
        )
        for each in reversed(coming)
    )
    rows = tuple(
        (
            long_date(day_of(cell)),
            numbers.count(cell.numerator) if cell.numerator is not None else "",
            numbers.count(cell.denominator) if cell.denominator is not None else "",
            shown(cell, "share"),
            *((numbers.percent(float(target.rate_on(day_of(cell)))),) if target else ()),
        )
        for cell in reversed(cells)
    )
    return Table("Adoption by week, newest first", columns, (*expected, *rows))
