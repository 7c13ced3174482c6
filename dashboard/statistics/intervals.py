"""Ranges that chance allows for shares.

A membership rate is a census, not a sample: the range says what is consistent with chance for a
group of this size, not how wrong the count may be.
"""

from math import sqrt

Z_95 = 1.959963984540054


def wilson(count: float, total: float, z: float = Z_95) -> tuple[float, float]:
    """Wilson's interval (1927) of ``count / total``: low and high in [0, 1].

    Centre (k + z²/2) / (n + z²), half width z / (n + z²) · √(k(n - k)/n + z²/4). Raises ValueError
    unless 0 <= count <= total and total > 0.
    """
    if total <= 0 or not 0 <= count <= total:
        raise ValueError("a share needs 0 <= count <= total and a total above 0")
    square = z * z
    centre = (count + square / 2) / (total + square)
    half = z / (total + square) * sqrt(count * (total - count) / total + square / 4)
    low = 0.0 if count == 0 else max(centre - half, 0.0)
    high = 1.0 if count == total else min(centre + half, 1.0)
    return low, high


def newcombe(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Newcombe's interval (1998, method 10) of the difference of two shares, first less second.

    Each share is (count, total). Made for two different groups, not for the same people twice.
    """
    (low_1, high_1), (low_2, high_2) = wilson(*first), wilson(*second)
    rate_1, rate_2 = first[0] / first[1], second[0] / second[1]
    difference = rate_1 - rate_2
    below = sqrt((rate_1 - low_1) ** 2 + (high_2 - rate_2) ** 2)
    above = sqrt((high_1 - rate_1) ** 2 + (rate_2 - low_2) ** 2)
    return difference - below, difference + above
