"""The arithmetic behind ideas, against published values and small cases worked by hand."""

import math

import pytest

from etl.statistics import evenness as spread
from etl.statistics.discovery import adjusted, late_chances
from etl.statistics.evenness import Evenness, effective_number


def evenness(counts: list[int], sizes: list[int]) -> Evenness:
    found = spread.evenness(counts, sizes)
    assert found is not None
    return found


# --- evenness ------------------------------------------------------------------------------------


def test_the_effective_number_of_departments():
    assert effective_number([50, 25, 25]) == pytest.approx(2.8284, abs=1e-4)
    assert effective_number([7]) == 1
    assert effective_number([3, 3, 3, 0]) == pytest.approx(3)


def test_people_of_one_department_among_many_are_narrower_than_chance():
    found = evenness([12, 0, 0, 0], [50, 50, 50, 50])
    assert found.effective == 1
    assert found.low > 1
    assert found.chance < 0.01
    assert evenness([3, 3, 3, 3], [50, 50, 50, 50]).chance > 0.9


def test_by_chance_one_person_is_in_one_department():
    assert evenness([1, 0], [10, 90]).expected == 1


def test_two_people_drawn_by_hand():
    # Of departments of 2 and 2, two people are of one with probability 1/3 (number 1), else 2.
    found = evenness([1, 1], [2, 2])
    assert found.expected == pytest.approx(1 / 3 + 2 * 2 / 3, abs=0.05)
    assert found == evenness([1, 1], [2, 2])  # the same draws, always


def test_where_nobody_took_part_nothing_is_told():
    assert spread.evenness([0, 0], [5, 5]) is None
    assert spread.evenness([], []) is None


def test_more_people_than_a_department_has_today_is_no_error():
    assert evenness([9, 1], [3, 20]).effective > 1


# --- many tests ----------------------------------------------------------------------------------


def test_benjamini_and_hochberg_by_hand():
    # Sorted .01 .02 .03 .5 of four: .04, .04, .04, .5
    assert adjusted([0.5, 0.03, 0.01, 0.02]) == pytest.approx([0.5, 0.04, 0.04, 0.04])
    assert adjusted([]) == []


def test_late_people_against_the_usual_share():
    # 10 of 40 came late in all; 8 of 10 of one idea: P(X >= 8 | 10, 1/4)
    late = late_chances([(8, 10), (2, 30), (0, 0)])
    by_hand = sum(math.comb(10, k) * 0.25**k * 0.75 ** (10 - k) for k in range(8, 11))
    assert late[0] == pytest.approx(by_hand)
    assert late[2] == 1
    assert late_chances([(0, 0)]) == [1.0]
