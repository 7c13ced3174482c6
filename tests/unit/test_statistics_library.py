"""The intervals of the libraries give the values that their authors published."""

import numpy as np
import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

# Newcombe 1998, Statistics in Medicine 17:857, table I, 95%; Jeffreys' computed.
TABLE_1: dict[tuple[int, int], dict[str, tuple[float, float]]] = {
    (81, 263): {
        "normal": (0.2522, 0.3638),
        "wilson": (0.2553, 0.3662),
        "wilsoncc": (0.2535, 0.3682),
        "exact": (0.2527, 0.3676),
        "jeffreys": (0.2545, 0.3656),
    },
    (15, 148): {
        "normal": (0.0527, 0.1500),
        "wilson": (0.0624, 0.1605),
        "wilsoncc": (0.0598, 0.1644),
        "exact": (0.0578, 0.1617),
        "jeffreys": (0.0604, 0.1576),
    },
    (0, 20): {
        "normal": (0, 0),
        "wilson": (0, 0.1611),
        "wilsoncc": (0, 0.2005),
        "exact": (0, 0.1684),
        "jeffreys": (0, 0.1166),
    },
    (1, 29): {
        "normal": (0, 0.1009),
        "wilson": (0.0061, 0.1718),
        "wilsoncc": (0.0018, 0.1963),
        "exact": (0.0009, 0.1776),
        "jeffreys": (0.0037, 0.1501),
    },
}
CASES = [(pair, method) for pair, found in TABLE_1.items() for method in found]


@pytest.mark.parametrize(("pair", "method"), CASES)
def test_intervals_as_published(pair, method):
    is_of_scipy = method in {"wilsoncc", "exact"}
    low, high = (
        binomtest(*pair).proportion_ci(method=method)
        if is_of_scipy
        else proportion_confint(*pair, method=method)
    )
    if method == "jeffreys" and pair[0] == 0:
        low = 0.0  # the lower end is 0 where there is nobody (Brown, Cai and DasGupta 2001)
    assert (max(low, 0), high) == pytest.approx(TABLE_1[pair][method], abs=5.1e-5)


def test_the_lower_end_that_ranks_by_wilson():
    # Miller 2009: 209 up and 50 down rank just below 118 up and 25 down.
    assert proportion_confint(209, 259, method="wilson")[0] == pytest.approx(0.7545, abs=5e-5)
    assert proportion_confint(118, 143, method="wilson")[0] == pytest.approx(0.7546, abs=5e-5)


@pytest.mark.parametrize("size", [5, 10, 20, 50, 100, 500, 2000])
def test_wilson_covers_at_every_size(size):
    """Over shares from 5 to 95% that we do not know, 93 to 97% of the intervals hold the share."""
    chance = np.random.default_rng(size)
    share = chance.uniform(0.05, 0.95, 20_000)
    low, high = proportion_confint(chance.binomial(size, share), size, method="wilson")
    assert 0.93 <= np.mean((low <= share) & (share <= high)) <= 0.97
