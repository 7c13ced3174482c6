"""Shares of many groups drawn towards what they have in common, as far as their size asks for it.

Beta-binomial: shares of groups come from one beta distribution, fitted to all groups together by
marginal likelihood. A small group tells little of itself and is drawn far, a large one hardly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, digamma, expit
from scipy.stats import beta

FEWEST = 5
"""Groups from which a spread between groups can be told from chance."""
_GRID = 100
_LARGEST_SIZE = np.log(1e7)
_FLAT = 1e-10
"""Slope of the mean log-likelihood at which it counts as greatest."""

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Prior:
    """The beta distribution of the shares of groups: ``a`` / (``a`` + ``b``) is its mean."""

    a: float
    b: float

    def posterior(self, count: int, total: int) -> "Prior":
        """What is known of one group after seeing ``count`` of ``total``."""
        return Prior(self.a + count, self.b + total - count)

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @property
    def deviation(self) -> float:
        size = self.a + self.b
        return float(np.sqrt(self.mean * (1 - self.mean) / (size + 1)))

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """The middle ``confidence`` of the distribution."""
        tail = (1 - confidence) / 2
        low, high = beta.ppf([tail, 1 - tail], self.a, self.b)
        return float(low), float(high)


def moment_prior(mean: float, deviation: float) -> Prior:
    """The beta distribution of a mean and a standard deviation (Gelman et al., BDA3, 5.3)."""
    size = mean * (1 - mean) / deviation**2 - 1
    return Prior(mean * size, (1 - mean) * size)


def fit_prior(counts: Sequence[int], totals: Sequence[int]) -> Prior | None:
    """The prior of greatest marginal likelihood; groups must have people.

    None where the groups do not differ beyond chance, or are fewer than five: the spread is then
    not identified, and every group is drawn all the way to the common share.
    """
    count, total = np.asarray(counts, np.float64), np.asarray(totals, np.float64)
    if count.size < FEWEST or not _differ(count, total):
        return None
    mean = float(count.sum() / total.sum())
    start = np.array([np.log(mean / (1 - mean)), np.log(10.0)])
    found = minimize(_misfit, start, (count, total), "BFGS", jac=True, options={"gtol": _FLAT})
    if found.x[1] >= _LARGEST_SIZE:
        return None
    share, size = float(expit(found.x[0])), float(np.exp(found.x[1]))
    return Prior(share * size, (1 - share) * size)


def _misfit(at: Array, count: Array, total: Array) -> tuple[float, Array]:
    """Less the mean beta-binomial log-likelihood, but for what is the same everywhere; its slope.

    ``at``: logit of the mean share, logarithm of a + b. Where a + b has reached its end it is flat.
    """
    size, share = float(np.exp(min(at[1], _LARGEST_SIZE))), float(expit(at[0]))
    a, b = share * size, (1 - share) * size
    fit = betaln(count + a, total - count + b) - betaln(a, b)
    both = digamma(size) - digamma(total + size)
    by_a = np.mean(digamma(count + a) - digamma(a) + both)
    by_b = np.mean(digamma(total - count + b) - digamma(b) + both)
    by_size = 0.0 if at[1] >= _LARGEST_SIZE else by_a * a + by_b * b
    return -float(fit.mean()), -np.array([(by_a - by_b) * a * (1 - share), by_size])


def _differ(count: Array, total: Array) -> bool:
    """Whether the variance between groups exceeds the binomial one (Pearson's statistic)."""
    mean = count.sum() / total.sum()
    if mean in (0.0, 1.0):
        return False
    pearson = ((count - total * mean) ** 2 / (total * mean * (1 - mean))).sum()
    return bool(pearson > count.size - 1)


def quarter_chances(groups: Sequence[Prior]) -> list[tuple[float, float]]:
    """For each group the probability of being in the top, and in the bottom, quarter.

    ``groups``: what is known of each, independently. Of 10 groups 3 are a quarter (rounded up). No
    draws: the number of others that lie above a share is summed exactly, over a grid of shares.
    """
    places = -(-len(groups) // 4)
    a, b = np.array([g.a for g in groups]), np.array([g.b for g in groups])
    found = []
    for number, group in enumerate(groups):
        others = np.arange(len(groups)) != number
        middle = (np.arange(_GRID) + 0.5) / _GRID
        grid = beta.ppf(middle, group.a, group.b)
        above = beta.sf(grid[None, :], a[others, None], b[others, None])
        top = float(np.mean(_fewer_than(places, above)))
        bottom = float(np.mean(_fewer_than(places, 1 - above)))
        found.append((top, bottom))
    return found


def _fewer_than(places: int, chances: Array) -> Array:
    """Probability that fewer than ``places`` of independent events happen (others × grid)."""
    counted = np.zeros((places + 1, chances.shape[1]))
    counted[0] = 1.0
    for chance in chances:
        counted[1:] = counted[1:] * (1 - chance) + counted[:-1] * chance
        counted[0] *= 1 - chance
    found: Array = counted[:places].sum(axis=0)
    return found
