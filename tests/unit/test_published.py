"""Published figures: where each comes from, and which may be compared with ours."""

from datetime import date

import pytest

from dashboard.metric import catalogue
from dashboard.periods import months_after
from dashboard.published import JOINED, LIBRARY, OURS, Definition, metric_like, refusal
from dashboard.words import others


@pytest.mark.parametrize("each", LIBRARY, ids=lambda each: f"{each.who} {each.figure}")
def test_every_figure_has_its_provenance(each):
    assert all((each.who, each.figure, each.population, each.date, each.source))
    assert refusal(each.definition) == "" or refusal(each.definition).endswith(".")
    assert each.months or refusal(each.definition)


def test_what_counts_the_same_is_compared():
    same = [each.who for each in LIBRARY if not refusal(each.definition)]
    assert same == ["Walsall Council", "Melbourne Water", "City of London Corporation"]
    assert metric_like(JOINED) == "adoption_rate"
    assert OURS.keys() <= catalogue().keys()


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        (Definition("joined", "all staff"), ""),
        (
            Definition("joined", "eligible staff"),
            "It is out of eligible staff, ours out of all staff.",
        ),
        (Definition("posted", "all staff"), "It counts who posted, ours who joined."),
        (
            Definition("joined", "all staff", 182),
            "It counts 182 days, ours counts who ever joined.",
        ),
        (
            Definition("joined", "all staff", of="a community"),
            "It is of a community, ours of an organisation.",
        ),
        (
            Definition("joined", "all staff", is_picked=True),
            "It is of those that did best, ours of everybody.",
        ),
    ],
)
def test_any_difference_refuses_the_comparison_and_is_named(theirs, reason):
    assert refusal(theirs) == reason


@pytest.mark.parametrize(
    ("first", "months", "day"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 10, 5), 5, date(2027, 3, 5)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_the_same_day_some_months_later(first, months, day):
    assert months_after(first, months) == day


def test_the_words():
    assert others.finding(3, 10).title == "Three of 10 published figures count the same as ours"
    assert others.finding(1, 10).title == "One of 10 published figures counts the same as ours"
    assert others.same_age(0.41, 5, date(2026, 6, 1)) == "41% after 5 months, 1 June 2026"
    assert others.too_young(12, date(2027, 6, 1)).startswith("Ours is not 12 months old yet")
    assert others.unknown(date(2026, 6, 1)) == "Our headcount of 1 June 2026 is not known."
