"""The forecast on a chart of adoption: a dashed line and a faint band, as shares of headcount."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.charts.chart import Figure, line
from dashboard.charts.series import day_of
from dashboard.charts.theme import Theme, faded
from dashboard.edition import Target
from dashboard.metric import Cell, Frame
from dashboard.words import numbers
from dashboard.words.dates import long_date

BAND = 0.16
BEYOND = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class ShareAhead:
    """What is expected of a day: members, their share of today's headcount, and the band."""

    day: date
    members: float
    value: float
    low: float
    high: float
    range: str


def shares_ahead(
    measured: Sequence[Cell], ahead: Frame | None, target: Target | None
) -> list[ShareAhead]:
    """The forecast up to the day of the target, against the headcount of the last day measured."""
    headcount = measured[-1].denominator if measured else None
    if ahead is None or not headcount:
        return []
    until = target.end + BEYOND if target else date.max
    return [
        ShareAhead(
            day_of(cell),
            cell.value or 0,
            (cell.value or 0) / headcount,
            (cell.low or 0) / headcount,
            min((cell.high or 0) / headcount, 1.0),
            f"{numbers.count(cell.low or 0)} to {numbers.count(cell.high or 0)}",
        )
        for cell in ahead.shown
        if day_of(cell) <= until
    ]


def forecast_lines(last: Cell, coming: Sequence[ShareAhead], theme: Theme) -> list[Figure]:
    """The band, then the line through its middle, from the last day measured on."""
    if not coming:
        return []
    days = [day_of(last), *(each.day for each in coming)]
    now = last.value or 0
    low = line(days, [now, *(each.low for each in coming)], theme.accent, line={"width": 0})
    band = line(days, [now, *(each.high for each in coming)], theme.accent, line={"width": 0})
    band |= {"fill": "tonexty", "fillcolor": faded(theme.accent, BAND)}
    middle = [now, *(each.value for each in coming)]
    dashed = line(days, middle, theme.accent, line={"width": 2, "dash": "dash"})
    return [low, band, dashed]


def forecast_words(coming: Sequence[ShareAhead]) -> str:
    """What the forecast says, for the text alternative."""
    if not coming:
        return ""
    last = coming[-1]
    return (
        f" About {numbers.percent(last.value)} are expected by {long_date(last.day)}, "
        f"{last.range} members in 80 of 100 paths."
    )
