"""How evenly people of departments took part, against what the size of departments alone gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.stats import entropy

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
    return float(np.exp(entropy(np.asarray(counts, dtype=float))))


def evenness(counts: Sequence[int], sizes: Sequence[int]) -> Evenness | None:
    """Of people by department (``counts``) among colleagues (``sizes``, in the same order).

    None where nobody took part, or where the departments could not hold as many people.
    """
    people = sum(counts)
    room = tuple(max(size, count) for size, count in zip(sizes, counts, strict=True))
    if people == 0 or people > sum(room):
        return None
    seen, drawn = effective_number(counts), _drawn(people, tuple(sorted(room)))
    low, high = np.quantile(drawn, (0.025, 0.975))
    narrow = (np.count_nonzero(drawn <= seen + 1e-9) + 1) / (_DRAWS + 1)
    return Evenness(seen, float(drawn.mean()), float(low), float(high), float(narrow))


@cache
def _drawn(people: int, sizes: tuple[int, ...]) -> np.ndarray:
    """The permutation null: departments dealt to people at random, always by the same seed."""
    generator = np.random.default_rng([_SEED, people])
    counts = generator.multivariate_hypergeometric(sizes, people, size=_DRAWS, method="marginals")
    found: np.ndarray = np.exp(entropy(counts.astype(float), axis=1))
    return found
