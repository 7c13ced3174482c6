"""Periods to look back over, and the days of a series."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from etl.editions.schema import COMPARED_WEEKS
from etl.errors import QueryError

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """A period that ends on the last day of the data. ``phrase`` completes "+103 …"."""

    name: str
    label: str
    phrase: str
    start: Callable[[date], date]
    """The last day to the day it is compared with: the day before the period begins."""


def _weeks(number: int) -> Period:
    def start(as_of: date) -> date:
        return as_of - number * WEEK

    return Period(f"{number}-weeks", f"{number} weeks", f"in {number} weeks", start)


def _end_of_last_year(as_of: date) -> date:
    return date(as_of.year - 1, 12, 31)


PERIODS = (
    *(_weeks(number) for number in COMPARED_WEEKS),
    Period("this-year", "This year", "this year", _end_of_last_year),
)
"""The periods offered, the usual one in the middle."""

USUAL = PERIODS[1]


def period_named(name: str) -> Period:
    """The period of that name. QueryError, naming all there are, where there is none."""
    for period in PERIODS:
        if period.name == name:
            return period
    known = ", ".join(period.name for period in PERIODS)
    raise QueryError(f"There is no period {name}. There are: {known}.")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_between(start: date, end: date) -> list[date]:
    """Every day from start to end, both included."""
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def weeks_ending(start: date, end: date) -> list[date]:
    """Every seventh day counted back from ``end``, none before ``start``; oldest first."""
    number = (end - start).days // 7
    return [end - WEEK * back for back in range(number, -1, -1)]
