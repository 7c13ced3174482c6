"""What would follow if one department had more members: the whole, and when it gets to a target."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

Point = tuple[date, float]
"""A day, and members expected on it."""


def extra_people(members: int, headcount: int, points: int) -> int:
    """People that ``points`` of a department's headcount are, never more than have not joined."""
    wanted = ceil(Fraction(points * headcount, 100))
    return max(0, min(wanted, headcount - members))


def day_reached(now: Point, ahead: Sequence[Point], needed: float) -> date | None:
    """The first day on which the line from ``now`` on through ``ahead`` is at ``needed``.

    None where it does not come so far.
    """
    before = now
    if before[1] >= needed:
        return before[0]
    for after in ahead:
        if after[1] >= needed:
            share = (needed - before[1]) / (after[1] - before[1])
            days = ceil(share * (after[0] - before[0]).days)
            return before[0] + timedelta(days=days)
        before = after
    return None
