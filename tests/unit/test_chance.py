"""Shown by simulation: how often what is said of ideas and topics is wrong, on data made by chance.

Each allows for as many draws as it makes. docs/simulation.md tells what more of them came to.
"""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pytest
from scipy.stats import binomtest

from etl.statistics.matching import Subject, mean_difference
from etl.statistics.trend import burstiness, rising

DRAWS = 150
Course = Sequence[int]


def steady(chance: np.random.Generator) -> list[Course]:
    """Sixty ideas of twenty weeks, each with its own usual number of people."""
    usual = chance.gamma(1, 2, 60)
    return [chance.poisson(each, 20).tolist() for each in usual]


def fading(chance: np.random.Generator) -> list[Course]:
    """Sixty ideas of up to half a year that fade at their own pace, the last week first."""
    ages, first = chance.integers(1, 27, 60), chance.gamma(1, 8, 60)
    kept = chance.uniform(0.2, 0.7, 60)
    return [
        chance.poisson(people * keeps ** np.arange(age) + 0.05)[::-1].tolist()
        for age, people, keeps in zip(ages, first, kept, strict=True)
    ]


def bursty(chance: np.random.Generator) -> list[Course]:
    """Twelve topics of a year whose weeks vary twice as much as chance would have it."""
    usual = chance.gamma(2, 10, 12)
    return [chance.negative_binomial(each, 0.5, 52).tolist() for each in usual]


@pytest.mark.parametrize(("made", "is_bursty"), [(steady, False), (fading, False), (bursty, True)])
def test_nothing_picks_up_where_there_is_nothing_but_chance(
    made: Callable[[np.random.Generator], list[Course]], is_bursty: bool
) -> None:
    """In no more than one edition of twenty anything is called out at all."""
    chance, wrong = np.random.default_rng(11), 0
    for _ in range(DRAWS):
        courses = {str(number): weeks for number, weeks in enumerate(made(chance))}
        wrong += bool(rising(courses, is_bursty))
    assert binomtest(wrong, DRAWS, 0.05, alternative="greater").pvalue > 0.01


def test_topics_judged_as_if_they_never_burst_would_cry_wolf() -> None:
    chance, wrong = np.random.default_rng(12), 0
    for _ in range(100):
        wrong += bool(rising({str(n): weeks for n, weeks in enumerate(bursty(chance))}))
    assert wrong > 15


def test_a_topic_that_doubles_is_seen() -> None:
    """Of 30 people a week, one of twelve topics: 60 in the last, though weeks burst."""
    chance, seen = np.random.default_rng(13), 0
    for _ in range(100):
        courses = {str(number): weeks for number, weeks in enumerate(bursty(chance))}
        courses["doubles"] = [60, *chance.negative_binomial(30, 0.5, 51).tolist()]
        seen += "doubles" in rising(courses, is_bursty=True)
    assert seen >= 80


def test_how_much_weeks_burst_by_hand() -> None:
    # around 2: 4 + 4 of 2 x 1; around 5: 0 of 5 x 2; 8 / (2 + 10) is less than chance
    assert burstiness([[0, 4], [5, 5, 5]]) == 1
    # around 10: 100 + 100, and 10 is due
    assert burstiness([[0, 20]]) == 20
    assert burstiness([]) == burstiness([[7]]) == burstiness([[0, 0]]) == 1


@pytest.mark.parametrize("truth", [0.0, 0.01])
@pytest.mark.parametrize("pairs", [10, 40])
def test_the_interval_of_the_dividend_holds_the_truth(pairs: int, truth: float) -> None:
    """93 to 97 of a hundred, as far as 600 draws tell. Rates of ideas: few high, most low."""
    chance, held = np.random.default_rng(14), 0
    for _ in range(4 * DRAWS):
        curated, others = chance.beta(1.2, 50, (2, pairs))
        seen = [chance.binomial(1000, rates) / 1000 for rates in (curated + truth, others)]
        told = mean_difference(
            [(_subject(one), _subject(other)) for one, other in zip(*seen, strict=True)]
        )
        assert told is not None
        held += told.low <= truth <= told.high
    assert binomtest(held, 4 * DRAWS, 0.93, alternative="less").pvalue > 0.01
    assert binomtest(held, 4 * DRAWS, 0.97, alternative="greater").pvalue > 0.01


def _subject(rate: float) -> Subject:
    return Subject(date(2026, 10, 5), 1000, float(rate))
