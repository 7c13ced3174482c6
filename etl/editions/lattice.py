"""The days between which changes are explained: weeks back from the last day, and month ends.

Daily flows of a department would tell one person's day; a week or a month tells a number.
"""

from datetime import date, timedelta

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def lattice(first: date, last: date) -> list[date]:
    """Every seventh day counted back from ``last``, and every last day of a month, in order."""
    weeks = {last - _WEEK * back for back in range((last - first).days // 7 + 1)}
    return sorted(weeks | set(_month_ends(first, last)))


def _month_ends(first: date, last: date) -> list[date]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
    ends = (date(month // 12, month % 12 + 1, 1) - _DAY for month in months)
    return [end for end in ends if first <= end <= last]
