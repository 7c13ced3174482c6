"""Periods to look back over, and the days of a series."""

from datetime import date

import pytest

from dashboard.periods import PERIODS, days_between, period_named, weeks_ending
from etl.errors import QueryError

AS_OF = date(2026, 3, 4)  # a Wednesday


@pytest.mark.parametrize(
    ("name", "label", "phrase", "start"),
    [
        ("4-weeks", "4 weeks", "in 4 weeks", date(2026, 2, 4)),
        ("12-weeks", "12 weeks", "in 12 weeks", date(2025, 12, 10)),
        ("this-year", "This year", "this year", date(2025, 12, 31)),
    ],
)
def test_period(name, label, phrase, start):
    period = period_named(name)
    assert (period.label, period.phrase, period.start(AS_OF)) == (label, phrase, start)


def test_there_are_three_and_no_more():
    assert len(PERIODS) == 3
    with pytest.raises(QueryError, match="4-weeks, 12-weeks, this-year"):
        period_named("52-weeks")


def test_weeks_count_back_from_the_end():
    assert weeks_ending(date(2026, 2, 18), AS_OF) == [date(2026, 2, d) for d in (18, 25)] + [AS_OF]
    assert weeks_ending(date(2026, 2, 19), AS_OF) == [date(2026, 2, 25), AS_OF]
    assert weeks_ending(AS_OF, AS_OF) == [AS_OF]
    assert weeks_ending(date(2026, 3, 5), AS_OF) == []


def test_days():
    assert days_between(date(2026, 2, 27), date(2026, 3, 1)) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]
    assert days_between(AS_OF, date(2026, 3, 3)) == []
