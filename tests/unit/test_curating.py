"""Ideas that pick up, curated ideas against like ones, and where ideas are found."""

from datetime import date, timedelta
from typing import TypeVar

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from dashboard.words import curating as words
from dashboard.words.curating import Dividend, Place
from etl.statistics.matching import Subject, matched, mean_difference
from etl.statistics.trend import Usual, usual
from tests.support.facts import builder
from tests.unit.test_spread import HOUSING, PRIVACY, facts, large, take_up

__all__ = ["facts", "large"]
DAY = date(2026, 10, 5)
FORBIDDEN = 1e6
Found = TypeVar("Found")
MANY = HOUSING + "pqrstuv"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions"), privacy=PRIVACY) as ask:
        yield ask


def told(found: Found | None) -> Found:
    assert found is not None
    return found


# --- the arithmetic ------------------------------------------------------------------------------


def test_weeks_that_do_not_differ_beyond_chance_are_poisson():
    known = told(usual([2, 2, 2, 2, 2]))
    # mean (10 + 0.5) / 5 = 2.1; P(X >= 5) = 1 - e^-2.1 (1 + 2.1 + 2.205 + 1.5435 + 0.81034)
    assert known.chance(5, [9]) == pytest.approx(0.0621, abs=5e-5)
    assert known.expected([9]) == pytest.approx(2.1)


def test_an_ideas_own_weeks_move_what_is_usual_for_it():
    known = Usual(mean=1, variance=2)  # gamma of shape 1 and rate 1
    assert known.chance(5, []) == pytest.approx(1 / 32)  # geometric: a half for each person
    assert known.chance(2, [0, 0]) == pytest.approx(1 / 16)  # rate 3: a quarter for each
    assert known.expected([0, 0]) == pytest.approx(1 / 3)
    assert known.expected([1]) == pytest.approx(1)
    assert known.chance(0, []) == 1


def test_four_weeks_are_too_few_and_nobody_ever_is_not_impossible():
    assert usual([3, 4, 5, 6]) is None
    assert told(usual([0] * 10)).chance(1, []) == pytest.approx(1 - 2.718281828**-0.05)


def subject(days=0, audience=100, rate=0.1):
    return Subject(DAY + timedelta(days=days), audience, rate)


def test_like_goes_with_like_and_each_stands_in_one_pair():
    near, nearer = subject(3), subject(1)
    assert matched([subject(2), subject(0)], [near, nearer]) == [
        (subject(0), nearer),
        (subject(2), near),
    ]
    assert matched([subject(0)], [subject(15)]) == []  # more than two weeks apart
    assert matched([subject(0)], [subject(0, audience=89)]) == []  # more than a tenth
    assert matched([subject(0), subject(1)], [subject(0, audience=90)]) == [
        (subject(0), subject(0, audience=90))
    ]
    assert matched([], [subject()]) == matched([subject()], []) == []


def test_two_that_compete_for_the_nearest_find_each_a_partner():
    """Four weeks apart both are like the one in the middle; the first has another, further off."""
    middle, further = subject(14), subject(-14, audience=101)
    assert matched([subject(0), subject(28)], [middle, further]) == [
        (subject(0), further),
        (subject(28), middle),
    ]


@pytest.mark.parametrize("seed", range(20))
def test_pairs_are_as_many_and_as_near_as_there_can_be(seed):
    """Against the assignment over the full table of distances, forbidden ones made dear."""
    chance = np.random.default_rng(seed)
    ones, others = (
        [
            subject(int(chance.integers(0, 60)), int(chance.integers(15, 25)) * 5, chance.random())
            for _ in range(number)
        ]
        for number in chance.integers(2, (12, 30))
    )
    table = np.array([[distance(one, other) for other in others] for one in ones])
    best = table[linear_sum_assignment(table)]
    found = matched(ones, others)
    assert len(found) == np.count_nonzero(best < FORBIDDEN)
    assert len({id(each) for pair in found for each in pair}) == 2 * len(found)
    apart = sum(distance(*pair) for pair in found)
    assert apart == pytest.approx(best[best < FORBIDDEN].sum())


def distance(one, other):
    days = abs((one.begun_date - other.begun_date).days)
    nearness = abs(one.audience - other.audience) / max(one.audience, other.audience)
    return FORBIDDEN if days > 14 or nearness > 0.1 else days + nearness


def pairs(*differences):
    return [(subject(rate=0.5 + each), subject(rate=0.5)) for each in differences]


def test_the_mean_difference_and_its_range():
    assert mean_difference(pairs(*[0.1] * 9)) is None
    same = told(mean_difference(pairs(*[0.25] * 10)))
    assert (same.mean, same.low, same.high) == (0.25, 0.25, 0.25)
    found = told(mean_difference(pairs(*[0.0, 0.2] * 50)))
    # standard error 0.1 / sqrt(100): 0.1 - 1.96 x 0.01 to 0.1 + 1.96 x 0.01
    assert found.mean == pytest.approx(0.1)
    assert found.low == pytest.approx(0.0804, abs=0.003)
    assert found.high == pytest.approx(0.1196, abs=0.003)


# --- the tables ----------------------------------------------------------------------------------


def fading(facts, number=8, people="hij"):
    for each in range(number):
        take_up(facts, f"fades{each}", people, "2026-09-01 09:00")


def trending(found):
    return [(row["idea_id"], row["people_count"]) for row in found.rows("idea_trend")]


def test_an_old_idea_that_many_return_to_picks_up(facts, figures):
    fading(facts)
    take_up(facts, "wakes", "hij", "2026-09-01 09:00")
    take_up(facts, "wakes", "klmnpqrs", "2026-11-18 09:00")
    assert trending(figures(facts)) == [("wakes", 8)]
    # ninety weeks in which nobody came: half a person in them
    assert [row["usual_count"] for row in figures(facts).rows("idea_trend")] == [0.0]


def test_to_be_new_is_no_merit(facts, figures):
    fading(facts, people="hijpq")
    take_up(facts, "new", "hijpq", "2026-11-18 09:00")
    assert trending(figures(facts)) == []
    take_up(facts, "large", MANY, "2026-11-18 09:00")
    assert trending(figures(facts)) == [("large", 15)]


def test_one_department_two_people_or_a_constant_stream_pick_nothing_up(facts, figures):
    fading(facts)
    for idea in ("one", "two", "steady"):
        take_up(facts, idea, "hij", "2026-09-01 09:00")
    take_up(facts, "one", "hijklmno", "2026-11-18 09:00")
    take_up(facts, "two", "hp", "2026-11-18 09:00")
    for week in range(11):
        day = date(2026, 9, 9) + timedelta(days=7 * week)
        take_up(facts, "steady", "hijpq", f"{day} 09:00")
    assert trending(figures(facts)) == []


def test_without_weeks_to_compare_with_nothing_is_told(facts, figures):
    assert figures(facts).rows("idea_trend") == []
    take_up(facts, "i", MANY, "2026-11-18 09:00")
    assert figures(facts).rows("idea_trend") == []


def curated(facts, number):
    for each in range(number):
        take_up(facts, f"own{each}", "hijpqr", "2026-10-05 09:00")
        facts.registered(f"go/{each}", f"own{each}", found_in="Blogs")
        take_up(facts, f"other{each}", "hij", "2026-10-06 09:00")


def test_curated_ideas_in_pairs_with_like_ones(facts, figures):
    curated(facts, 10)
    facts.registered("go/never", "never posted")
    week, month = sorted(figures(facts).rows("curator_dividend"), key=lambda row: row["age_days"])
    for row in (week, month):
        assert (row["curated_count"], row["pair_count"]) == (10, 10)
        # 6 and 3 of 20 members, to the nearest five
        assert (row["curated_rate"], row["other_rate"]) == (0.3, 0.15)
        ends = (row["difference"], row["low_difference"], row["high_difference"])
        assert ends == pytest.approx((0.15, 0.15, 0.15))


def test_nine_pairs_are_too_few_to_compare_and_no_registry_is_no_row(facts, figures):
    fading(facts)
    assert figures(facts).rows("curator_dividend") == []
    curated(facts, 9)
    for row in figures(facts).rows("curator_dividend"):
        assert (row["pair_count"], row["difference"], row["curated_rate"]) == (9, None, None)


def test_where_the_curator_finds_ideas_that_are_discussed(large, figures):
    facts = large
    for number, people in enumerate(("hij", "hij", "pqrhij", "h", "p")):
        take_up(facts, f"i{number}", people, "2026-10-05 09:00")
        facts.registered(f"go/{number}", f"i{number}", found_in="Blogs")
    for number in range(4):
        take_up(facts, f"j{number}", "hij", "2026-10-05 09:00")
        facts.registered(f"go/j{number}", f"j{number}", found_in="Twitter/X")
    (row,) = figures(facts).rows("found_place")
    assert (row["found_in"], row["idea_count"], row["discussed_count"]) == ("Blogs", 5, 3)
    # Wilson's interval of 3 of 5
    assert (row["low_rate"], row["high_rate"]) == pytest.approx((0.2307, 0.8824), abs=5e-5)
    assert (row["best_department_id"], row["best_count"]) == ("housing", 3)


# --- the words -----------------------------------------------------------------------------------


def dividend(**changes):
    usual_one = {"age_days": 28, "pairs": 20, "curated": 0.03, "other": 0.02}
    found = {"difference": 0.01, "low": 0.004, "high": 0.02}
    return words.dividend(Dividend(**{**usual_one, **found, **changes}))


def test_the_dividend_in_words():
    assert dividend().title == "Curated ideas drew 1.0 more people per 100 than like ones"
    fewer = dividend(difference=-0.01, low=-0.02, high=-0.004)
    assert fewer.title == "Curated ideas drew 1.0 fewer people per 100 than like ones"
    assert "no clear difference" in dividend(low=-0.004).title
    few = dividend(pairs=3, difference=None, low=None, high=None)
    assert few.title == "3 pairs of like ideas: too few to compare"
    assert words.dividend(None).title == "No idea of the registry is old enough to compare"
    assert all("Not causal" in each.note for each in (dividend(), fewer, few, words.dividend(None)))


def test_places_are_told_apart_only_beyond_chance():
    blogs = Place("Blogs", 10, 9, 0.6, 0.98, "", 0)
    colleagues = Place("Colleagues", 12, 3, 0.09, 0.53, "Housing", 2)
    assert words.places([blogs, colleagues]).title == (
        "Ideas from “Blogs” are discussed most often"
    )
    close = Place("Colleagues", 12, 8, 0.39, 0.86, "Housing", 2)
    assert words.places([blogs, close]).title == "No place of finding stands out"
    assert words.places([blogs]).title == "No place of finding stands out"
    assert "Five ideas" in words.places([]).title


def test_picking_up_in_words():
    assert words.trending(["A", "B"]).title == "Two ideas are picking up"
    assert "usual" in words.trending([]).title
