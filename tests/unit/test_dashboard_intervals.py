"""Wilson's and Newcombe's intervals against the values their authors published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from dashboard.statistics.intervals import Z_95, newcombe, wilson

# Newcombe 1998, Statistics in Medicine 17:857, table I, 95%
TABLE_1 = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)]
TABLE_1 += [(1, 29, 0.0061, 0.1718)]
# Newcombe 1998, Statistics in Medicine 17:873, method 10
METHOD_10 = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
]


@pytest.mark.parametrize(("count", "total", "low", "high"), TABLE_1)
def test_wilson_as_published(count, total, low, high):
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


def test_wilson_to_sixteen_digits():
    # Public Health England's workbook
    assert wilson(1, 100) == pytest.approx((0.0017674320641406511, 0.054486196178705294), abs=1e-12)
    assert wilson(65, 100) == pytest.approx((0.5525444329688797, 0.7363575175690247), abs=1e-12)
    wide = wilson(65, 100, z=3.090232306167813)
    assert wide == pytest.approx((0.4954946574070431, 0.7783540614089697), abs=1e-9)


@pytest.mark.parametrize(("first", "second", "low", "high"), METHOD_10)
def test_newcombe_as_published(first, second, low, high):
    assert newcombe(first, second) == pytest.approx((low, high), abs=5e-5)


COUNTS = st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_the_closed_forms_are_those_of_the_library(first, second):
    """The page has no statsmodels: the load has, and the two must not drift apart."""
    assert wilson(*first) == pytest.approx(proportion_confint(*first, method="wilson"), abs=1e-12)
    library = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert newcombe(first, second) == pytest.approx(library, abs=1e-9)


@pytest.mark.parametrize(("count", "total"), [(1, 0), (0, 0), (5, 4), (-1, 4)])
def test_what_is_no_share(count, total):
    with pytest.raises(ValueError, match="share"):
        wilson(count, total)


@settings(deadline=None)
@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_inside(counts):
    count, total = counts
    low, high = wilson(count, total, Z_95)
    assert 0 <= low <= count / total <= high <= 1
    assert (low == 0) == (count == 0)
    assert (high == 1) == (count == total)
