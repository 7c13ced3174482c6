"""Like with like: pairs of nearest neighbours, and the mean of the differences within pairs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from scipy.stats import ttest_1samp

FEWEST_PAIRS = 10
MOST_DAYS = 14
AUDIENCE_SHARE = 0.1
_NO_PARTNER = 1e6

Numbers = NDArray[Any]


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

    The assignment of least total distance: each subject stands in one pair at most.
    """
    if not ones or not others:
        return []
    ones, others = sorted(ones), sorted(others)
    places, costs = zip(*_near(ones, others), strict=True)
    begins = np.cumsum([0, *map(len, places)], dtype=np.int32)
    found = csr_array((np.concatenate(costs), np.concatenate(places), begins))
    pairs = min_weight_full_bipartite_matching(found)
    return [(ones[row], others[at]) for row, at in zip(*pairs, strict=True) if at < len(others)]


def _near(ones: Sequence[Subject], others: Sequence[Subject]) -> Iterator[tuple[Numbers, Numbers]]:
    """Of each one the places of those like it that are nearest, and how far they are: 1 or more.

    As many as it has rivals for them: if all the others took one each, a nearest one would be left.
    The last place is its own, for whoever has no partner, as far away as nobody else.
    """
    rivals = _rivals(np.array([one.begun_date.toordinal() for one in ones]))
    days = np.array([other.begun_date.toordinal() for other in others])
    audiences = np.array([other.audience for other in others])
    for number, one in enumerate(ones):
        day = one.begun_date.toordinal()
        around = slice(*np.searchsorted(days, (day - MOST_DAYS, day + MOST_DAYS + 1)))
        larger = np.maximum(audiences[around], one.audience)
        apart = np.abs(audiences[around] - one.audience) / larger
        like = np.flatnonzero(apart <= AUDIENCE_SHARE)
        far = 1 + np.abs(days[around] - day)[like] + apart[like]
        nearest = np.sort(np.argsort(far, kind="stable")[: rivals[number]])
        own = np.append(like[nearest] + around.start, len(others) + number).astype(np.int32)
        yield own, np.append(far[nearest], _NO_PARTNER)


def _rivals(days: Numbers) -> Numbers:
    """How many ones, itself included, may be like the same other as each: by days in order."""
    last = np.searchsorted(days, days + 2 * MOST_DAYS, side="right")
    return np.asarray(last - np.searchsorted(days, days - 2 * MOST_DAYS))


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
