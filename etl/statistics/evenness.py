"""How evenly people of departments took part, against what the size of departments alone gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import entr

_DRAWS = 1000
_SEED = 20_101


@dataclass(frozen=True, slots=True)
class Evenness:
    """``effective``: exp(-sum p ln p), the number of equal departments that would be as mixed.

    ``expected``, ``low``, ``high``: mean and central 95% of the same number when as many
    colleagues are drawn at random; ``chance``: the share of draws as narrow as what was seen.
    """

    effective: float
    expected: float
    low: float
    high: float
    chance: float


def effective_number(counts: Sequence[int]) -> float:
    """exp of Shannon's entropy of ``counts``: 1 for one department, n for n equal ones."""
    return float(_effective(np.asarray([counts]))[0])


def _effective(counts: np.ndarray) -> np.ndarray:
    """Of each row of counts, which may not be all zero."""
    shares = counts / counts.sum(axis=1, keepdims=True)
    found: np.ndarray = np.exp(entr(shares).sum(axis=1))
    return found


def evenness(counts: Sequence[int], sizes: Sequence[int]) -> Evenness | None:
    """Of people by department (``counts``) among colleagues (``sizes``, in the same order).

    None where nobody took part, or where the departments could not hold as many people.
    """
    people = sum(counts)
    room = tuple(max(size, count) for size, count in zip(sizes, counts, strict=True))
    if people == 0 or people > sum(room):
        return None
    seen, null = effective_number(counts), _null(people, tuple(sorted(room)))
    narrow = (np.searchsorted(null.drawn, seen + 1e-9, "right") + 1) / (_DRAWS + 1)
    return Evenness(seen, null.mean, null.low, null.high, float(narrow))


@dataclass(frozen=True, slots=True)
class _Null:
    """What chance gives. ``drawn``: effective numbers, the least first."""

    drawn: np.ndarray
    mean: float
    low: float
    high: float


@cache
def _null(people: int, sizes: tuple[int, ...]) -> _Null:
    """The permutation null: departments dealt to people at random, always by the same seed."""
    generator = np.random.default_rng([_SEED, people])
    counts = generator.multivariate_hypergeometric(sizes, people, size=_DRAWS, method="marginals")
    drawn = np.sort(_effective(counts))
    low, high = np.quantile(drawn, (0.025, 0.975))
    return _Null(drawn, float(drawn.mean()), float(low), float(high))
