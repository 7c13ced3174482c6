"""Control charts of individual values and moving ranges (XmR), as NHS England draws them.

A week is worth talking about where a rule fires: the values of a steady process lie between limits
that its own weekly changes tell. A week that was not counted is a gap, never a zero: rules and
moving ranges do not reach across it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Rule = Literal["beyond", "run", "trend", "two_of_three"]
Values = Sequence[float | None]

SCREEN = 3.267
"""Moving ranges of this many times their mean are left out of it (the upper limit of an mR)."""
TRIAL = 13
"""With fewer points limits are trial limits: they will move."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How far and how long: ``spread`` of the limits in mean moving ranges, length of a run.

    ``is_full``: also a trend of seven, and two of three beyond two thirds of a limit.
    """

    spread: float = 2.66
    run: int = 7
    is_full: bool = True


FULL = Rules()
"""The four rules for one chart that somebody watches."""


def rules_for(charts: int) -> Rules:
    """Rules for so many charts at once: at most one false alarm a quarter over all of them.

    In 13 steady weeks the full rules fire on 1 chart of 6, a spread of 3.2 with runs of 9 on 1 of
    35, a spread of 3.5 with runs of 11 on 1 of 110 (simulated: see the tests).
    """
    if charts <= 6:
        return FULL
    return Rules(3.2, 9, False) if charts <= 35 else Rules(3.5, 11, False)


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
    ranges = _moving_ranges(values)
    if is_screened and ranges:
        most = SCREEN * sum(ranges) / len(ranges)
        ranges = [each for each in ranges if each < most] or ranges
    half = spread * sum(ranges) / len(ranges) if ranges else 0.0
    return Limits(mean, mean - half, mean + half, len(known) < TRIAL)


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
    if _is_run([_side(each, limits.mean) for each in values], rules.run):
        return "run"
    if not rules.is_full:
        return None
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
