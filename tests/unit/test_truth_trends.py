"""What picks up, as the simulator judges it: by hand, and as the loader does on any courses."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from etl.simulate.truth import trends
from etl.simulate.truth.trends import Course, Norm
from etl.statistics.trend import rising

AS_OF = date(2026, 11, 22)


class Spoke:
    """A voice, without its message."""

    def __init__(self, person: int, place: str, back: int, is_post: bool = True) -> None:
        self.person, self.department_id, self.is_post = person, place, is_post
        self.date = AS_OF - timedelta(days=back)


def told(said: dict[str, list[Spoke]]) -> list[dict[str, object]]:
    begun = {key: min(each.date for each in found) for key, found in said.items()}
    return trends.trend_rows(said, "idea_id", begun, AS_OF, is_bursty=False)  # type: ignore[arg-type]


def steady(people: int) -> list[Spoke]:
    return [Spoke(n, f"d{n % 3}", 7 * week) for week in range(8) for n in range(people)]


def test_what_stands_out_is_told_with_what_is_usual_for_it() -> None:
    """Ten ideas of 2 a week for eight weeks, one of which 20 take up in the last.

    66 weeks of 2 and more than chance varies: mean (132 + 0.5) / 66 = 2.0.
    """
    ideas = {f"i{number}": steady(2) for number in range(11)}
    ideas["i0"] += [Spoke(n, f"d{n % 3}", 6) for n in range(20)]
    assert told(ideas) == [{"idea_id": "i0", "people_count": 20, "usual_count": 2.0}]


@pytest.mark.parametrize(
    ("people", "places", "is_told"), [(5, 2, True), (4, 2, False), (5, 1, False)]
)
def test_it_takes_five_people_of_two_departments(people: int, places: int, is_told: bool) -> None:
    quiet = [Spoke(1, "d1", 7 * week) for week in range(0, 40, 9)]
    ideas = {f"i{number}": [*quiet] for number in range(9)}
    ideas["new"] = [Spoke(1, "d0", 70), *(Spoke(n, f"d{n % places}", 0) for n in range(people))]
    assert bool(told(ideas)) is is_told


def test_terms_by_hand_and_of_the_library() -> None:
    # Poisson of mean 2: P(X >= 2) = 1 - e^-2 - 2 e^-2
    assert trends._tail(2, 2, 2) == pytest.approx(1 - 3 * math.exp(-2))
    assert trends._tail(0, 2, 9) == 1
    for count in (1, 7, 30):
        assert trends._tail(count, 6, 6) == pytest.approx(poisson.sf(count - 1, 6))
        # mean 6, variance 18: successes 3, probability 1/3
        assert trends._tail(count, 6, 18) == pytest.approx(nbinom.sf(count - 1, 3, 1 / 3))


def test_own_weeks_weigh_the_more_the_more_there_are() -> None:
    """Mean 2, variance 4: gamma of shape 2 and rate 1. After weeks of 5 and 9: 16 / 3."""
    expected, spread = Norm(2, 4, 1.5).next_week([5, 9])
    assert expected == pytest.approx(16 / 3)
    assert spread == pytest.approx(16 / 3 * (4 / 3) * 1.5)


COURSES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.lists(st.integers(0, 40), min_size=1, max_size=30),
    max_size=12,
)


@settings(deadline=None)
@given(COURSES, st.booleans())
@example({f"i{n}": [2] * 9 for n in range(8)} | {"new": [30]}, False)
@example({f"i{n}": [2, 9, 0, 4] * 9 for n in range(8)} | {"up": [60, *[9] * 9]}, True)
def test_both_judge_alike(courses: dict[str, list[int]], is_bursty: bool) -> None:
    theirs = trends._standing_out(
        {key: Course(weeks, 9) for key, weeks in courses.items()}, is_bursty
    )
    assert dict(theirs) == pytest.approx(rising(courses, is_bursty))
