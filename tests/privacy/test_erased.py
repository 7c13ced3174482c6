"""The first edition after an erasure tells no reader what those erased did, beside the one before
it: neither that they were active, nor when, nor a count of few that neither tells alone.
"""

from collections.abc import Iterable

import pytest

from tests.privacy.erased import erasure
from tests.privacy.erased_reader import Reader

GIVEN_AWAY = (125, 212, 489, 547, 1207)
"""Organisations in which the two editions tell more where those erased do not count on."""


def attacked(seeds: Iterable[int], how_many: int = 1) -> list[str]:
    return [f"{seed}: {each}" for seed in seeds for each in reader(seed, how_many).learns()]


def reader(seed: int, how_many: int = 1, *, counted_on: bool = True) -> Reader:
    """Of even organisations one who heads nothing, of odd ones a head of a department."""
    made = erasure(seed, how_many, counted_on=counted_on)
    others = sorted({*made.days[0].parents} - {each.department for each in made.gone})
    return Reader(made, others[seed % len(others)] if seed % 2 and others else None)


@pytest.mark.parametrize(
    ("seeds", "how_many"),
    [(range(6), 1), (GIVEN_AWAY, 1), (range(6, 10), 2)],
    ids=["some", "given away", "two at once"],
)
def test_the_first_edition_after_an_erasure_tells_nothing_of_whoever_was_erased(
    seeds: Iterable[int], how_many: int
) -> None:
    assert attacked(seeds, how_many) == []


def test_the_reader_learns_what_they_did_where_they_do_not_count_on() -> None:
    for seed in GIVEN_AWAY[:3]:
        found = reader(seed, counted_on=False)
        assert found.holds_the_truth_for_possible()
        assert [each for each in found.learns() if "did" in each]


@pytest.mark.parametrize(("seed", "how_many"), [(0, 1), (125, 1), (6, 2)])
def test_the_truth_is_among_what_the_reader_holds_for_possible(seed: int, how_many: int) -> None:
    """Or he would work out what is not so."""
    assert reader(seed, how_many).holds_the_truth_for_possible()
