"""The same people before and after: McNemar's exact test and the paired interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.statistics.paired import Pairs, count_change_range, mcnemar_exact, share_change_range

# Newcombe 1998, Statistics in Medicine 17:2635, method 10; Altman et al. 2000, Statistics with
# Confidence, table 6.2; Fagerland, Lydersen and Laake 2014, airway hyper-responsiveness.
PAIRED = [
    (Pairs(36, 12, 2, 0), 0.0569, 0.3404),
    (Pairs(14, 5, 0, 22), 0.0115, 0.2265),
    (Pairs(1, 1, 7, 12), -0.5069, -0.0256),
]


@pytest.mark.parametrize(("pairs", "low", "high"), PAIRED)
def test_the_same_people_twice(pairs, low, high):
    assert share_change_range(pairs) == pytest.approx((low, high), abs=5e-5)


def test_different_people_have_newcombes_interval_for_two_groups():
    # Newcombe 1998, Statistics in Medicine 17:873: 56 of 70 less 48 of 80
    pairs = Pairs(came_yes=56, came_no=14, left_yes=48, left_no=32)
    assert share_change_range(pairs) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("gained", "lost", "p_value"),
    [(0, 0, 1), (5, 0, 0.0625), (6, 0, 0.03125), (1, 9, 22 / 1024), (5, 5, 1)],
)
def test_exact_mcnemar_by_hand(gained, lost, p_value):
    assert mcnemar_exact(gained, lost) == pytest.approx(p_value)


def test_six_who_joined_are_a_change_and_five_are_not():
    assert count_change_range(Pairs(gained=6))[0] > 0
    assert count_change_range(Pairs(gained=5))[0] < 0 < count_change_range(Pairs(gained=5))[1]


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 400))
def test_the_range_of_a_count_leaves_zero_out_exactly_where_the_test_finds_a_change(gained, lost):
    low, high = count_change_range(Pairs(gained=gained, lost=lost))
    assert low <= gained - lost <= high
    assert (low > 0 or high < 0) == (mcnemar_exact(gained, lost) < 0.05)


def test_what_has_no_people_has_no_range():
    assert share_change_range(Pairs()) is None
    assert share_change_range(Pairs(came_yes=5, came_no=5)) is None
    assert count_change_range(Pairs(kept=9)) == (0, 0)


CELL = st.integers(0, 60)


@settings(deadline=None)
@given(st.tuples(*[CELL] * 8))
def test_every_table_has_a_range_around_its_change(cells):
    pairs = Pairs(*cells)
    found = share_change_range(pairs)
    (count, total), (count_then, total_then) = pairs.now, pairs.then
    assert (found is None) == (not total or not total_then)
    if found is None:
        return
    low, high = found
    assert -1 <= low <= count / total - count_then / total_then <= high <= 1


@pytest.mark.parametrize(
    ("people", "then", "now", "kept"),
    [(20, 0.3, 0.3, 0.5), (120, 0.4, 0.5, 0.8), (600, 0.7, 0.66, 0.85), (2000, 0.2, 0.25, 0.9)],
)
def test_the_paired_interval_covers(people, then, now, kept):
    """``kept``: share of those who did it then that do it now. Coverage of 95% ± 2%."""
    chance = np.random.default_rng(20261122)
    began = (now - then * kept) / (1 - then)
    cells = [then * kept, (1 - then) * began, then * (1 - kept), (1 - then) * (1 - began)]
    draws = chance.multinomial(people, cells, size=2_000)
    inside = [_covers(Pairs(*row), now - then) for row in draws.tolist()]
    assert 0.93 <= np.mean(inside) <= 0.98


def _covers(pairs, change):
    found = share_change_range(pairs)
    return found is not None and found[0] <= change <= found[1]
