"""Accounts made in bulk: a step on one day, which no diffusion of people explains."""

from collections.abc import Mapping
from datetime import date
from statistics import median

FEWEST = 20
TIMES = 10
SHARE = 0.05


def bulk_days(joined: Mapping[date, int]) -> frozenset[date]:
    """Days on which accounts were imported rather than joined.

    ``joined``: day -> people who joined on it. At least 20, ten times what is usual on a day with
    joins, and one in twenty of all who ever joined: a launch day is busy, an import is another kind
    of thing. The first day needs a usual day to compare with, so there must be five days.
    """
    days = {day: count for day, count in joined.items() if count > 0}
    if len(days) < 5:
        return frozenset()
    usual, total = median(days.values()), sum(days.values())
    least = max(FEWEST, TIMES * usual, SHARE * total)
    return frozenset(day for day, count in days.items() if count >= least)
