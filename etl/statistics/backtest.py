"""How well each way to look ahead would have done so far, and which of them is to be shown.

Rolling origin: stand at every point from the eighth on, look ahead, compare with what came. A curve
is shown only where it did better than both naive ways on two of three horizons, and its 80% band
held 70 to 90% of what came, or at least came nearer to 80% than the naive band in its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from etl.statistics.forecasting import (
    LEAST_POINTS,
    METHODS,
    NAIVE,
    Method,
    has_peaked,
    look_ahead,
)
from etl.statistics.growth import Floats

HORIZONS: Final = (1, 3, 6)
LEAST_TESTS = 5
MOST_ORIGINS = 12
PATHS = 200
HELD, ABOUT = 0.8, 0.1 + 1e-9
_BETTER_ON = 2


@dataclass(slots=True)
class Trial:
    """What one way did: absolute errors by (origin, horizon), and how many its band held."""

    errors: dict[tuple[int, int], float] = field(default_factory=dict)
    held_count: int = 0

    @property
    def tested_count(self) -> int:
        """Forecasts that could be compared with what came."""
        return len(self.errors)

    @property
    def coverage(self) -> float:
        """The share of what came that lay in the band."""
        return self.held_count / self.tested_count if self.errors else 0.0

    def error(self, horizon: int, among: Sequence[int] | None = None) -> float | None:
        """The mean absolute error so many periods ahead, over all or the given origins."""
        kept = [
            error
            for (origin, steps), error in self.errors.items()
            if steps == horizon and (among is None or origin in among)
        ]
        return float(np.mean(kept)) if kept else None

    def origins(self) -> list[int]:
        """Where it stood."""
        return sorted({origin for origin, _ in self.errors})


def try_out(totals: Floats, most: float, has_ceiling: bool) -> Mapping[Method, Trial]:
    """Every way at every origin. ``has_ceiling``: whether curves may be tried at all.

    A curve is tried only where, at that origin, the counts had peaked.
    """
    trials = {method: Trial() for method in METHODS}
    last = len(totals) - HORIZONS[0]
    for origin in range(LEAST_POINTS, last + 1)[-MOST_ORIGINS:]:
        past = totals[:origin]
        usable = METHODS if has_ceiling and has_peaked(past) else NAIVE
        steps = min(HORIZONS[-1], len(totals) - origin)
        for method in usable:
            ahead = look_ahead(method, past, steps, most, PATHS)
            low, high = ahead.band()
            for horizon in (each for each in HORIZONS if each <= steps):
                came, place = totals[origin + horizon - 1], horizon - 1
                trials[method].errors[origin, horizon] = abs(float(ahead.point[place] - came))
                trials[method].held_count += bool(low[place] <= came <= high[place])
    return trials


def better_naive(trials: Mapping[Method, Trial]) -> Method:
    """The naive way with the smaller errors, each horizon weighing alike; damped where untried."""

    def loss(method: Method) -> float:
        scale = [trials["last_value"].error(horizon) or 1.0 for horizon in HORIZONS]
        own = [trials[method].error(horizon) or 0.0 for horizon in HORIZONS]
        return sum(error / base for error, base in zip(own, scale, strict=True))

    return min(reversed(NAIVE), key=loss)


def is_better(curve: Trial, trials: Mapping[Method, Trial]) -> bool:
    """Whether a curve beats both naive ways, where it was tried itself, on two horizons."""
    among = curve.origins()
    wins = 0
    for horizon in HORIZONS:
        own = curve.error(horizon)
        others = [trials[method].error(horizon, among) for method in NAIVE]
        wins += own is not None and all(other is not None and own < other for other in others)
    return wins >= _BETTER_ON


def holds(curve: Trial, instead: Trial) -> bool:
    """Whether the band held about what it says, or nearer to it than the one shown instead."""
    away, other = (abs(trial.coverage - HELD) for trial in (curve, instead))
    return away <= ABOUT or away < other
