"""Like with like: pairs of nearest neighbours, and the mean of the differences within pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.stats import ttest_1samp

FEWEST_PAIRS = 10
MOST_DAYS = 14
AUDIENCE_SHARE = 0.1
_FORBIDDEN = 1e6


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """An idea: when it began, how many could see it, the share of them that took part."""

    begun_date: date
    audience: int
    rate: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean difference and the 95% interval of it."""

    mean: float
    low: float
    high: float


def matched(ones: Sequence[Subject], others: Sequence[Subject]) -> list[tuple[Subject, Subject]]:
    """Pairs begun within 14 days, with audiences within a tenth; as near in time as can be.

    The assignment of least total distance (Kuhn and Munkres): each subject stands in one pair.
    """
    if not ones or not others:
        return []
    ones, others = sorted(ones), sorted(others)
    costs = np.array([[_distance(one, other) for other in others] for one in ones])
    places = zip(*linear_sum_assignment(costs), strict=True)
    return [(ones[row], others[at]) for row, at in places if costs[row, at] < _FORBIDDEN]


def _distance(one: Subject, other: Subject) -> float:
    days = abs((one.begun_date - other.begun_date).days)
    nearness = abs(one.audience - other.audience) / max(one.audience, other.audience)
    return _FORBIDDEN if days > MOST_DAYS or nearness > AUDIENCE_SHARE else days + nearness


def mean_difference(pairs: Sequence[tuple[Subject, Subject]]) -> Difference | None:
    """First less second, with Student's interval of paired differences. None under ten pairs."""
    if len(pairs) < FEWEST_PAIRS:
        return None
    found = np.array([one.rate - other.rate for one, other in pairs])
    mean = float(found.mean())
    if np.ptp(found) == 0:
        return Difference(mean, mean, mean)
    low, high = ttest_1samp(found, 0).confidence_interval(0.95)
    return Difference(mean, float(low), float(high))
