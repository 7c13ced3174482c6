"""Ways to look ahead, each with paths that could come: last value, damped trend, and curves.

Every band is made of the errors that the method made so far, drawn anew (residual bootstrap). The
chance is seeded, so the same series gives the same paths.
"""

import warnings
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from statsmodels.tsa.holtwinters import Holt

from etl.statistics.growth import FAMILIES, Curve, Floats, counts_of, fit

Method = Literal["last_value", "damped_trend", "bass", "gompertz"]
NAIVE: Final[tuple[Method, ...]] = ("last_value", "damped_trend")
METHODS: Final[tuple[Method, ...]] = (*NAIVE, *FAMILIES)

LEAST_POINTS = 8
SINCE_PEAK = 3
SEED = 20261123
BAND = (10.0, 90.0)


@dataclass(frozen=True, slots=True)
class Outlook:
    """``point``: (h,), the path expected. ``paths``: (n, h), paths that could come as well."""

    point: Floats
    paths: Floats

    def band(self) -> tuple[Floats, Floats]:
        """The middle 80% of the paths, never narrower than one either side of the point."""
        low, high = np.percentile(self.paths, BAND, axis=0)
        low, high = np.minimum(low, self.point - 1), np.maximum(high, self.point + 1)
        return np.maximum(low, 0.0), high


def look_ahead(method: Method, totals: Floats, steps: int, most: float, paths: int) -> Outlook:
    """The running totals of the next ``steps`` periods. ``most``: no total can be above it."""
    chance = np.random.default_rng(SEED)
    if method == "last_value":
        found = _last_value(totals, steps, paths, chance)
    elif method == "damped_trend":
        found = _damped_trend(totals, steps, paths, chance)
    else:
        counts = np.diff(totals, prepend=0.0)
        found = _along(fit(method, counts, most), totals, steps, paths, chance)
    top = max(most, float(totals[-1]))
    return Outlook(np.clip(found.point, 0, top), np.clip(found.paths, 0, top))


def has_peaked(totals: Floats) -> bool:
    """Whether most came in a period at least three periods ago, so that a ceiling can be told.

    A period is taken with its two neighbours: one odd period is no peak.
    """
    counts = np.diff(totals, prepend=0.0)
    if len(counts) < LEAST_POINTS:
        return False
    smooth = np.convolve(counts, np.ones(3) / 3, mode="valid")
    return int(np.argmax(smooth)) + 1 < len(counts) - SINCE_PEAK


def _last_value(totals: Floats, steps: int, paths: int, chance: np.random.Generator) -> Outlook:
    changes = np.diff(totals)
    drawn = chance.choice(changes - changes.mean(), size=(paths, steps))
    return Outlook(np.full(steps, totals[-1]), totals[-1] + np.cumsum(drawn, axis=1))


def _damped_trend(totals: Floats, steps: int, paths: int, chance: np.random.Generator) -> Outlook:
    """Holt's method with a damped trend (Gardner and McKenzie 1985), as statsmodels fits it."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # What it warns of is judged by the back-test: a poor fit forecasts poorly.
        warnings.simplefilter("ignore")
        fitted = Holt(totals, damped_trend=True, initialization_method="estimated").fit()
        point = np.asarray(fitted.forecast(steps))
        shaken = fitted.simulate(
            steps, repetitions=paths, error="add", random_errors="bootstrap", rng=chance
        )
    return Outlook(point, np.asarray(shaken).reshape(steps, paths).T)


def _along(
    curve: Curve, totals: Floats, steps: int, paths: int, chance: np.random.Generator
) -> Outlook:
    """On along a curve. Errors drawn for the past move its parameters, those for the future it.

    Errors are drawn in units of the root of the fitted count (Pearson), as counts vary more where
    more come. Parameters move along the tangent (one Gauss-Newton step), within their bounds.
    """
    number = len(curve.residuals)
    times = np.arange(1, number + steps + 1, dtype=float)
    fitted = counts_of(curve.family, curve.theta, times)
    spread = np.sqrt(np.maximum(fitted, 1.0))
    errors = curve.residuals / spread[:number]
    errors = (errors - errors.mean()) * np.sqrt(number / max(number - len(curve.theta), 1))
    past = chance.choice(errors, size=(paths, number)) * spread[:number]
    moved = np.clip(curve.theta + past @ curve.pull().T, *curve.bounds)
    coming = counts_of(curve.family, moved, times[number:])
    coming = coming + chance.choice(errors, size=(paths, steps)) * spread[number:]
    return Outlook(totals[-1] + np.cumsum(fitted[number:]), totals[-1] + np.cumsum(coming, axis=1))
