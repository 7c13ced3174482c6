"""Whether so many people in a week are beyond what is usual: tails of the negative binomial."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom, poisson

from etl.statistics.discovery import FALSE_DISCOVERIES, adjusted

FEWEST = 5
"""Weeks from which it can be told what is usual."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Weekly counts of many together. Gamma-Poisson, where they differ beyond chance.

    ``burst``: how much more the weeks of one vary than chance alone would have it; 1: no more.
    """

    mean: float
    variance: float
    burst: float = 1.0

    def expected(self, own: Sequence[int]) -> float:
        """People of the next week, after the weeks of its ``own``."""
        return self._next(own)[0]

    def chance(self, count: int, own: Sequence[int]) -> float:
        """How likely ``count`` people or more are in the next week."""
        mean, variance = self._next(own)
        if variance <= mean:
            return float(poisson.sf(count - 1, mean))
        part = mean / variance
        return float(nbinom.sf(count - 1, mean * part / (1 - part), part))

    def _next(self, own: Sequence[int]) -> tuple[float, float]:
        """Mean and variance of the next week: by moments of all, then what the own weeks add."""
        if self.variance <= self.mean:
            return self.mean, self.mean * self.burst
        spread = self.variance - self.mean
        shape, rate = self.mean**2 / spread + sum(own), self.mean / spread + len(own)
        return shape / rate, shape / rate * (1 + 1 / rate) * self.burst


def usual(counts: Sequence[int], burst: float = 1.0) -> Usual | None:
    """What is usual among weeks; None for fewer than five. Half a person more than was seen, so
    that nothing is impossible where nobody ever came.
    """
    if len(counts) < FEWEST:
        return None
    return Usual((sum(counts) + 0.5) / len(counts), float(np.var(counts, ddof=1)), burst)


def burstiness(courses: Iterable[Sequence[int]]) -> float:
    """Variance of the weeks of each around its own mean, in those means (Pearson); at least 1."""
    told = [np.asarray(weeks, dtype=float) for weeks in courses if len(weeks) > 1]
    due = sum(float(weeks.mean()) * (len(weeks) - 1) for weeks in told)
    seen = sum(float(((weeks - weeks.mean()) ** 2).sum()) for weeks in told)
    return max(1.0, seen / due) if due else 1.0


def rising(courses: Mapping[str, Sequence[int]], is_bursty: bool = False) -> dict[str, float]:
    """What is usual for those whose last week (the first of its weeks) stands out among all.

    ``is_bursty``: theirs are long courses whose weeks vary beyond chance. What is new is held
    against the first weeks of others. False discoveries are held down (Benjamini and Hochberg).
    """
    burst = burstiness(weeks[1:] for weeks in courses.values()) if is_bursty else 1.0
    later = usual([people for weeks in courses.values() for people in weeks[1:-1]], burst)
    first = usual([weeks[-1] for weeks in courses.values() if len(weeks) > 1], burst)
    judged = [
        (key, known.expected(weeks[1:]), known.chance(weeks[0], weeks[1:]))
        for key, weeks in courses.items()
        if (known := first if len(weeks) == 1 else later) is not None
    ]
    chances = adjusted([chance for *_, chance in judged])
    return {
        key: expected
        for (key, expected, _), chance in zip(judged, chances, strict=True)
        if chance <= FALSE_DISCOVERIES
    }
