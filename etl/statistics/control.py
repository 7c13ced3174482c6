"""Control charts of individual values and moving ranges (XmR), as NHS England draws them.

A week is worth talking about where a rule fires: the values of a steady process lie between limits
that its own weekly changes tell. A week that was not counted is a gap, never a zero: rules and
moving ranges do not reach across it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Literal

from etl.statistics.level import level_change

Rule = Literal["beyond", "level", "run", "trend", "two_of_three"]
Values = Sequence[float | None]

SCREEN = 3.267
"""Moving ranges of this many times their mean are left out of it (the upper limit of an mR)."""
TRIAL = 13
"""With fewer points limits are trial limits: they will move."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How far and how long: ``spread`` of the limits in mean moving ranges, length of a run.

    ``is_full``: moving ranges are screened, and there are rules for runs, a trend of seven, and two
    of three beyond two thirds of a limit. ``fall``, ``rise``: standard errors by which the mean of
    a quarter may lie below and above that of the weeks before it. None: no such rule.
    """

    spread: float = 2.66
    run: int = 7
    is_full: bool = True
    fall: float | None = None
    rise: float | None = None

    def is_level_change(self, values: Values) -> bool:
        """Whether the last quarter of weeks lies apart from those before it."""
        if self.fall is None or self.rise is None:
            return False
        return not -self.fall <= level_change(values) <= self.rise


FULL = Rules()
"""The four rules for one chart that somebody watches."""
FEWEST_CHARTS = 16
"""Fewer charts than this are judged as if they were so many."""


def rules_for(charts: int) -> Rules:
    """Rules for so many charts at once: at most one false alarm a quarter over all of them.

    Everything must lie further out the more charts there are. Instead of runs the level of the
    quarter is judged, by how far the weeks went and not only to which side; of the one alarm falls
    have seven tenths and rises one, since it is a fall that somebody can mend. The numbers are
    fitted to what simulation asks for at 16 to 300 charts (docs/simulation.md).
    """
    more = log(max(charts, FEWEST_CHARTS))
    fall = 1.29 + 0.415 * more
    return Rules(2.3 + 0.42 * more, is_full=False, fall=fall, rise=fall + 0.9)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a steady process does: its ``mean``, and how far single values go."""

    mean: float
    low: float
    high: float
    is_trial: bool


def xmr_limits(values: Values, rules: Rules = FULL, least: float = 0.0) -> Limits:
    """Mean ± ``rules.spread`` mean moving ranges; by the full rules of those within ``SCREEN``.

    Counts in fives move by nothing or by five: screening would leave too few ranges, so it is for
    one chart alone. ``least``: limits are not nearer than that, what rounding alone may come to.
    Raises ValueError without a value. One value alone, or none beside another, gives limits at the
    mean, or ``least`` from it.
    """
    known = [value for value in values if value is not None]
    if not known:
        raise ValueError("limits need at least one value")
    mean = sum(known) / len(known)
    half = max(rules.spread * _usual_range(values, rules.is_full), least)
    return Limits(mean, mean - half, mean + half, len(known) < TRIAL)


def _usual_range(values: Values, is_screened: bool) -> float:
    """The mean moving range, screened once or as it is; 0 without two in a row."""
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
    if rules.is_level_change(values):
        return "level"
    if not rules.is_full:
        return None
    if _is_run([_side(each, limits.mean) for each in values], rules.run):
        return "run"
    steps = [_step(a, b) for a, b in pairwise(values)]
    if _is_run(steps, rules.run - 1):
        return "trend"
    return "two_of_three" if _two_of_three(values[-3:], limits) else None


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
