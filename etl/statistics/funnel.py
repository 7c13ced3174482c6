"""Funnel limits: how far from the common share a group of a size may lie by chance alone.

Spiegelhalter 2005, Statistics in Medicine 24:1185: limits around the overall share that narrow with
size, exact for small groups, widened where groups differ more than chance allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, pi, sin, sqrt

import numpy as np
from scipy.stats import betabinom, binom, norm

EXACT_BELOW = 100
"""Groups smaller than this have exact limits; the normal ones are off by 3 points at 10 people."""
TAILS = (0.001, 0.025, 0.975, 0.999)
"""The 99.8% and the 95% limits, from the lowest to the highest."""
WINSORISED = 0.1

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Limits = tuple[float, float, float, float]
"""Shares in [0, 1]: low 99.8%, low 95%, high 95%, high 99.8%."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """``rate``: the overall share. ``phi``: how much groups differ, 1 being chance alone.

    ``tau_squared``: variance between groups beyond chance, of the arcsine of the root of shares.
    """

    rate: float
    phi: float
    tau_squared: float

    def limits(self, total: int) -> Limits:
        """The limits for a group of ``total`` people. ValueError where there is nobody."""
        if total <= 0:
            raise ValueError("a limit needs a group with people")
        if total < EXACT_BELOW:
            low, below, above, high = (self._exact(total, tail) for tail in TAILS)
        else:
            low, below, above, high = (self._normal(total, tail) for tail in TAILS)
        return low, below, above, high

    def _normal(self, total: int, tail: float) -> float:
        spread = sqrt(1 / (4 * total) + self.tau_squared)
        # Beyond a right angle the sine comes back: the share is then 0 or 1.
        angle = asin(sqrt(self.rate)) + float(norm.ppf(tail)) * spread
        return sin(min(max(angle, 0.0), pi / 2)) ** 2

    def _exact(self, total: int, tail: float) -> float:
        """Interpolated binomial limit; beta-binomial where groups differ beyond chance.

        A variance of tau² on the arcsine scale is one of 4·tau²·p·(1-p) of the shares, that of a
        beta distribution with a + b = 1/(4·tau²) - 1.
        """
        if self.rate in (0.0, 1.0):
            return self.rate
        reached = self._reached(total)
        place = int(np.searchsorted(reached, tail, side="right"))
        if place > total:
            return 1.0
        before = float(reached[place - 1]) if place else 0.0
        alpha = (float(reached[place]) - tail) / (float(reached[place]) - before)
        return min(max((place - alpha) / total, 0.0), 1.0)

    def _reached(self, total: int) -> Array:
        """Probability of at most 0, 1, … ``total`` people, for a share strictly between 0 and 1."""
        counts, within = np.arange(total + 1), 4 * self.tau_squared
        if not within:
            found: Array = binom.cdf(counts, total, self.rate)
            return found
        size = 1 / min(within, 0.99) - 1
        found = betabinom.cdf(counts, total, self.rate * size, (1 - self.rate) * size)
        return found

    def place(self, count: int, total: int) -> str:
        """Where a group lies: low_998, low_95, within, high_95 or high_998.

        In a small group a limit between two whole people may be passed by a count that is quite
        likely; outside are then only those whose tail (mid-p) is as small as the limit says.
        """
        place = place_in(self.limits(total), count / total)
        if total >= EXACT_BELOW or place == "within":
            return place
        side, _, _ = place.partition("_")
        reached = self._reached(total)
        upto, below = float(reached[count]), float(reached[count - 1]) if count else 0.0
        tail = (upto + below) / 2 if side == "low" else 1 - (upto + below) / 2
        if place.endswith("998") and tail <= TAILS[0]:
            return place
        return f"{side}_95" if tail <= TAILS[1] else "within"


def fit_funnel(counts: Sequence[float], totals: Sequence[int]) -> Funnel | None:
    """The funnel of groups with people; None where no group has any."""
    count = np.asarray([c for c, n in zip(counts, totals, strict=True) if n > 0], np.float64)
    total = np.asarray([n for n in totals if n > 0], np.float64)
    if not total.size:
        return None
    rate = float(count.sum() / total.sum())
    scores = (np.arcsin(np.sqrt(count / total)) - asin(sqrt(rate))) * 2 * np.sqrt(total)
    phi = dispersion(scores)
    return Funnel(rate, phi, _between(phi, 4 * total))


def dispersion(scores: Array, winsorised: float = WINSORISED) -> float:
    """Mean square of standard scores, those of either tail drawn in to where it begins."""
    low, high = np.quantile(scores, [winsorised, 1 - winsorised])
    return float(np.mean(np.clip(scores, low, high) ** 2))


def _between(phi: float, weights: Array) -> float:
    """DerSimonian and Laird's variance between groups, 0 unless they differ beyond chance."""
    number, total = weights.size, float(weights.sum())
    scale = total - float((weights**2).sum()) / total
    if number < 2 or scale <= 0:
        return 0.0
    return max(0.0, (number * phi - (number - 1)) / scale)


def place_in(limits: Limits, share: float) -> str:
    """Where a share lies: low_998, low_95, within, high_95 or high_998."""
    low, below, above, high = limits
    if share < below:
        return "low_998" if share < low else "low_95"
    if share > above:
        return "high_998" if share > high else "high_95"
    return "within"
