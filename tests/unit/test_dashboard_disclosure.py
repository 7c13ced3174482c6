"""What is hidden cannot be worked out from what is shown, even by one who knows the rules."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure import HIDDEN, Hiding, hidden_cells, hidden_groups

KEYS = "abcdefgh"


def row(*counts):
    return dict(zip(KEYS, counts, strict=False))


def test_large_counts_are_shown():
    assert hidden_cells(row(25, 5, 0), 5).keys == frozenset()


def test_two_small_counts_hide_each_other():
    assert hidden_cells(row(25, 3, 2), 5) == Hiding(frozenset("bc"), "Fewer than 5")


def test_one_small_count_takes_the_next_smallest_with_it():
    assert hidden_cells(row(25, 3, 7), 5) == Hiding(frozenset("bc"), HIDDEN)


def test_zero_is_shown_and_hides_nobody():
    assert hidden_cells(row(25, 3, 7, 0), 5).keys == frozenset("bc")


def test_two_counts_of_one_would_be_known_from_their_sum():
    assert hidden_cells(row(1, 1, 9), 5).keys == frozenset("abc")


def test_where_nothing_else_can_be_hidden_the_row_is():
    assert hidden_cells(row(3, 0, 0), 5) == Hiding(frozenset("abc"), "Fewer than 5", True)
    assert hidden_cells(row(2, 0, 0), 5) == Hiding(frozenset("abc"), "Fewer than 5")


def test_a_row_of_one_is_its_own_total():
    assert hidden_cells(row(3), 5).keys == frozenset()


def test_cells_hidden_already_protect_a_small_one():
    assert hidden_cells(row(25, 3, 7), 5, already={"a", "c"}).keys == frozenset("b")


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=8), st.integers(2, 6))
def test_no_single_cell_follows_from_the_total(counts, minimum):
    values = row(*counts)
    hiding = hidden_cells(values, minimum)
    small = {key for key, value in values.items() if 0 < value < minimum}
    assert small <= hiding.keys
    assert len(hiding.keys) != 1


@pytest.mark.parametrize(
    ("places", "minimum", "largest"), [(2, 3, 12), (3, 3, 10), (3, 5, 14), (4, 3, 8)]
)
def test_every_hidden_cell_has_at_least_two_possible_values(places, minimum, largest):
    """All rows there are: whoever sees one row's view cannot tell which of several it was."""
    views = defaultdict(list)
    for counts in product(range(largest + 1), repeat=places):
        hiding = hidden_cells(row(*counts), minimum)
        total = None if hiding.is_total_hidden else sum(counts)
        shown = tuple(None if key in hiding.keys else count for key, count in row(*counts).items())
        views[total, hiding.note, shown].append(counts)
    for (total, _, shown), possible in views.items():
        if (total or 0) > largest:
            continue  # rows that would look the same lie beyond those tried
        for place, count in enumerate(shown):
            if count is None:
                assert len({counts[place] for counts in possible}) > 1


def test_small_departments_are_hidden_with_another():
    sizes = {"a": 7, "b": 300, "c": 40}
    assert hidden_groups(sizes, ["a", "c", "b"], 10) == {"a", "c"}


def test_two_small_departments_with_enough_people_between_them():
    sizes = {"a": 7, "b": 300, "c": 4}
    assert hidden_groups(sizes, ["c", "a", "b"], 10) == {"a", "c"}


def test_two_tiny_departments_take_a_third():
    sizes = {"a": 3, "b": 300, "c": 4, "d": 50}
    assert hidden_groups(sizes, ["a", "c", "d", "b"], 10) == {"a", "c", "d"}


def test_9_10_and_11():
    sizes = {"a": 9, "b": 10, "c": 11}
    assert hidden_groups(sizes, ["a", "b", "c"], 10) == {"a", "b"}
    assert hidden_groups({"b": 10, "c": 11}, ["b", "c"], 10) == frozenset()


def test_an_empty_department_hides_nobody():
    assert hidden_groups({"a": 0, "b": 10, "c": 11}, ["a", "b", "c"], 10) == frozenset()
    assert hidden_groups({"a": 0, "b": 9, "c": 11}, ["a", "b", "c"], 10) == {"b", "c"}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 60), min_size=2))
def test_no_small_group_is_left_after_subtraction(sizes):
    hidden = hidden_groups(sizes, sorted(sizes, key=lambda key: (sizes[key], key)), 10)
    people = {key: size for key, size in sizes.items() if size}
    assert all(size >= 10 for key, size in people.items() if key not in hidden)
    left = sum(sizes[key] for key in hidden)
    assert not hidden or hidden == set(people) or (len(hidden) > 1 and left >= 10)
