"""Control charts of individual values and moving ranges (XmR), as NHS England draws them.

A week is worth talking about where a rule fires: the values of a steady process lie between limits
that its own weekly changes tell. A week that was not counted is a gap, never a zero: rules and
moving ranges do not reach across it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Literal

Rule = Literal["beyond", "level", "run", "trend", "two_of_three"]
Values = Sequence[float | None]

SCREEN = 3.267
"""Moving ranges of this many times their mean are left out of it (the upper limit of an mR)."""
TRIAL = 13
"""With fewer points limits are trial limits: they will move."""


QUARTER = 12
"""Weeks whose mean is held against that of the weeks before."""
HALF_YEAR = 26
"""Fewest weeks before them that tell what is usual."""
_RANGE_OF_TWO = 1.128
"""Mean moving range of a steady process, in its standard deviations."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How far and how long: ``spread`` of the limits in mean moving ranges, length of a run.

    ``is_full``: also runs, a trend of seven, and two of three beyond two thirds of a limit.
    ``level``: standard errors by which the mean of a quarter may differ from that of the weeks
    before it. None: no such rule.
    """

    spread: float = 2.66
    run: int = 7
    is_full: bool = True
    level: float | None = None


FULL = Rules()
"""The four rules for one chart that somebody watches."""


_TIERS = ((16, 2.9, 3.25), (35, 3.25, 3.6))
"""Charts at most, with their spread and level."""
_MANY = Rules(3.6, is_full=False, level=4.0)


def rules_for(charts: int) -> Rules:
    """Rules for so many charts at once: at most one false alarm a quarter over all of them.

    A single week must lie further out the more charts there are, and instead of runs the quarter's
    level is judged, by how far the weeks went and not only to which side (docs/simulation.md).
    """
    for most, spread, level in _TIERS:
        if charts <= most:
            return Rules(spread, is_full=False, level=level)
    return _MANY


@dataclass(frozen=True, slots=True)
class Limits:
    """What a steady process does: its ``mean``, and how far single values go."""

    mean: float
    low: float
    high: float
    is_trial: bool


def xmr_limits(values: Values, spread: float = FULL.spread, is_screened: bool = True) -> Limits:
    """Mean ± ``spread`` mean moving ranges, those beyond ``SCREEN`` left out once.

    Raises ValueError without a value. One value alone, or none beside another, gives limits at the
    mean.
    """
    known = [value for value in values if value is not None]
    if not known:
        raise ValueError("limits need at least one value")
    mean = sum(known) / len(known)
    half = spread * usual_range(values, is_screened)
    return Limits(mean, mean - half, mean + half, len(known) < TRIAL)


def usual_range(values: Values, is_screened: bool = True) -> float:
    """The mean moving range, those beyond ``SCREEN`` left out once; 0 without two in a row."""
    ranges = _moving_ranges(values)
    if is_screened and ranges:
        most = SCREEN * sum(ranges) / len(ranges)
        ranges = [each for each in ranges if each < most] or ranges
    return sum(ranges) / len(ranges) if ranges else 0.0


def _moving_ranges(values: Values) -> list[float]:
    pairs = pairwise(values)
    return [abs(b - a) for a, b in pairs if a is not None and b is not None]


def signals(values: Values, limits: Limits, rules: Rules = FULL) -> list[Rule | None]:
    """For each value the strongest rule that fires on it, if any."""
    found: list[Rule | None] = []
    for place, value in enumerate(values):
        fired: Rule | None = None
        if value is not None and limits.low < limits.high:
            fired = _fired(values[: place + 1], limits, rules)
        found.append(fired)
    return found


def _fired(values: Values, limits: Limits, rules: Rules) -> Rule | None:
    value = values[-1]
    if value is not None and not limits.low <= value <= limits.high:
        return "beyond"
    if rules.level is not None and abs(level_change(values)) > rules.level:
        return "level"
    if not rules.is_full:
        return None
    if _is_run([_side(each, limits.mean) for each in values], rules.run):
        return "run"
    steps = [_step(a, b) for a, b in pairwise(values)]
    if _is_run(steps, rules.run - 1):
        return "trend"
    return "two_of_three" if _two_of_three(values[-3:], limits) else None


def level_change(values: Values) -> float:
    """Mean of the last twelve weeks less that of the weeks before them, in standard errors.

    The error of single weeks is told by their moving ranges. 0 where fewer than 26 weeks are
    before them, or nothing varies; weeks that were not counted are passed over.
    """
    known = [value for value in values if value is not None]
    before, quarter = known[:-QUARTER], known[-QUARTER:]
    spread = usual_range(values) / _RANGE_OF_TWO
    if len(before) < HALF_YEAR or not spread:
        return 0.0
    error = spread * sqrt(1 / len(quarter) + 1 / len(before))
    return (sum(quarter) / len(quarter) - sum(before) / len(before)) / error


def _side(value: float | None, mean: float) -> int:
    return 0 if value is None or value == mean else (1 if value > mean else -1)


def _step(before: float | None, after: float | None) -> int:
    if before is None or after is None or before == after:
        return 0
    return 1 if after > before else -1


def _is_run(sides: Sequence[int], length: int) -> bool:
    last = sides[-length:]
    return len(last) == length and last[0] != 0 and all(side == last[0] for side in last)


def _two_of_three(values: Values, limits: Limits) -> bool:
    """The last value and one of the two before it beyond two thirds of the limit, on one side."""
    sides = []
    for value in values:
        far = value is not None and abs(value - limits.mean) > (limits.high - limits.mean) * 2 / 3
        sides.append(_side(value, limits.mean) if far else 0)
    return len(values) == 3 and None not in values and sides[-1] != 0 and sides.count(sides[-1]) > 1
