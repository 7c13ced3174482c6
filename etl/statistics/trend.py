"""Whether so many people in a week are beyond what is usual: tails of the negative binomial."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom, poisson

FEWEST = 5
"""Weeks from which it can be told what is usual."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Weekly counts of ideas together. Gamma-Poisson, where they differ beyond chance."""

    mean: float
    variance: float

    def expected(self, own: Sequence[int]) -> float:
        """People of the next week, after the weeks of the idea's ``own``."""
        if self.variance <= self.mean:
            return self.mean
        shape, rate = self._after(own)
        return shape / rate

    def chance(self, count: int, own: Sequence[int]) -> float:
        """How likely ``count`` people or more are in the next week."""
        if self.variance <= self.mean:
            return float(poisson.sf(count - 1, self.mean))
        shape, rate = self._after(own)
        return float(nbinom.sf(count - 1, shape, rate / (rate + 1)))

    def _after(self, own: Sequence[int]) -> tuple[float, float]:
        """Shape and rate of the gamma: by moments of all, then what the idea's own weeks add."""
        spread = self.variance - self.mean
        return self.mean**2 / spread + sum(own), self.mean / spread + len(own)


def usual(counts: Sequence[int]) -> Usual | None:
    """What is usual among weeks; None for fewer than five. Half a person more than was seen, so
    that nothing is impossible where nobody ever came.
    """
    if len(counts) < FEWEST:
        return None
    return Usual((sum(counts) + 0.5) / len(counts), float(np.var(counts, ddof=1)))
