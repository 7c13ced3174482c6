"""How evenly a group's messages are spread over its people."""

from collections.abc import Sequence

import numpy as np

FEWEST = 30
"""In a smaller group the figure is noise, and tells of single people."""


def gini(values: Sequence[float]) -> float | None:
    """Gini's coefficient without bias, n/(n-1) of the plain one: 0 all alike, 1 all by one person.

    None for fewer than two people, or where nobody did anything.
    """
    found = np.sort(np.asarray(values, np.float64))
    number, total = found.size, found.sum()
    if number < 2 or total <= 0:
        return None
    places = np.arange(1, number + 1)
    plain = float(((2 * places - number - 1) * found).sum() / (number * total))
    return plain * number / (number - 1)


def top_share(values: Sequence[float], share: float) -> float | None:
    """Share of the total that the most active ``share`` of people (at least one) did."""
    found = np.sort(np.asarray(values, np.float64))[::-1]
    if not found.size or found.sum() <= 0:
        return None
    people = max(int(np.ceil(found.size * share - 1e-9)), 1)
    return float(found[:people].sum() / found.sum())
