"""Reorganisations: what became of departments, and the two lawful views of the past."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from etl.organisation.succession import Change, follow

MAY, JUNE, JULY, NOW = (date(2026, month, 1) for month in (5, 6, 7, 11))
LAST = date(9999, 12, 31)
IDS = st.sampled_from([f"d{number}" for number in range(6)])
DAYS = st.integers(0, 400).map(lambda days: date(2025, 12, 1) + timedelta(days=days))
KINDS = st.sampled_from(["rename", "merge", "merge", "split", "transfer"])
CHANGES = st.lists(st.builds(Change, DAYS, IDS, IDS, KINDS), max_size=8)


def test_a_department_is_itself_before_the_change_and_its_successor_after_it():
    told = follow([Change(MAY, "hr", "people", "rename"), Change(JULY, "people", "core", "merge")])
    assert [told.on("hr", day) for day in (date(2026, 4, 30), MAY, JUNE, JULY)] == [
        "hr",
        "people",
        "people",
        "core",
    ]
    assert told.pieces("hr", MAY - timedelta(days=30), LAST) == [
        ("hr", MAY - timedelta(days=30), MAY),
        ("people", MAY, JULY),
        ("core", JULY, LAST),
    ]


def test_a_later_change_to_what_it_became_counts_from_its_own_day():
    """Parks became Leisure in July; Leisure had been renamed Culture in May already."""
    told = follow(
        [Change(JULY, "parks", "leisure", "merge"), Change(MAY, "leisure", "c", "rename")]
    )
    assert told.on("parks", JUNE) == "parks"
    assert told.on("parks", JULY) == "c"


def test_after_a_split_the_parts_are_comparable_from_that_day_on():
    told = follow([Change(JUNE, "a", "b", "split"), Change(JUNE, "a", "c", "split")])
    assert [told.comparable_since(key, NOW) for key in "abcd"] == [JUNE, JUNE, JUNE, None]
    assert told.comparable_since("b", MAY) is None
    assert told.on("a", NOW) == "a"


def test_what_is_merged_into_a_department_carries_its_break_with_it():
    told = follow([Change(MAY, "a", "b", "transfer"), Change(JULY, "b", "c", "merge")])
    assert told.comparable_since("c", NOW) == MAY


def test_changes_that_lead_back_are_left_out_and_named():
    told = follow(
        [
            Change(MAY, "a", "b", "rename"),
            Change(JUNE, "b", "a", "rename"),
            Change(MAY, "c", "a", "merge"),
            Change(MAY, "d", "d", "merge"),
        ]
    )
    assert told.circling == {"a", "b"}
    assert [told.on(key, NOW) for key in "abcd"] == ["a", "b", "a", "d"]


@given(changes=CHANGES, id_=IDS)
def test_recasting_twice_is_recasting_once(changes, id_):
    told = follow(changes)
    now = told.on(id_, NOW)
    assert told.on(now, NOW) == now
    for day in (MAY, JUNE, JULY):
        assert told.on(told.on(id_, day), NOW) == now


@given(changes=CHANGES, id_=IDS)
def test_the_pieces_of_a_department_fill_all_time_once(changes, id_):
    first = date(1900, 1, 1)
    pieces = follow(changes).pieces(id_, first, LAST)
    assert (pieces[0][1], pieces[-1][2]) == (first, LAST)
    assert all(end == start for (_, _, end), (_, start, _) in pairwise(pieces))
    for as_id, start, _ in pieces:
        assert follow(changes).on(id_, start) == as_id


@given(changes=CHANGES, chance=st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(changes, chance):
    shuffled = list(changes)
    chance.shuffle(shuffled)
    assert follow(changes) == follow(shuffled)
