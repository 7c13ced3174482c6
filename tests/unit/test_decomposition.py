"""The parts of a change of a rate sum to it exactly, whatever happened."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.statistics.decomposition import Group, split_group, split_whole


def test_one_group_by_hand():
    """40 of 100, then 66 of 120: 30 joined, 4 left.

    Members: 26 x (1/100 + 1/120) / 2 = 0.2383; headcount: 106/2 x (1/120 - 1/100) = -0.0883.
    """
    parts = split_group(Group((40, 66), (100, 120), {"joined": 30, "left": -4}))
    assert parts["joined"] == Fraction(30 * 11, 1200)
    assert parts["left"] == Fraction(-4 * 11, 1200)
    assert parts["headcount"] == Fraction(53) * Fraction(-1, 600)
    assert sum(parts.values()) == Fraction(66, 120) - Fraction(40, 100)


def test_where_only_people_change_department_the_mix_alone_moves():
    """Rates stay 1/2 and 1/10 while the first grows from 50 to 100 of 150 people."""
    groups = {
        "a": Group((25, 50), (50, 100), {"moved_in": 25}),
        "b": Group((10, 5), (100, 50), {"moved_out": -5}),
    }
    parts = split_whole(groups)
    assert parts["mix"] == Fraction(1, 3) * (Fraction(1, 2) - Fraction(1, 10))
    within = {name: part for name, part in parts.items() if name != "mix"}
    assert sum(within.values()) == 0
    assert sum(parts.values()) == Fraction(55, 150) - Fraction(35, 150)


def test_a_department_that_is_new_changes_the_mix():
    groups = {
        "a": Group((30, 30), (100, 100), {}),
        "new": Group((0, 50), (0, 100), {"moved_in": 50}),
    }
    parts = split_whole(groups)
    assert not parts.get("moved_in")
    assert parts["mix"] == Fraction(80, 200) - Fraction(30, 100)


def test_nobody_before_or_after_splits_nothing():
    assert split_whole({}) == {}
    assert split_whole({"a": Group((0, 5), (0, 10), {"joined": 5})}) == {}
    assert set(split_group(Group((0, 5), (0, 10), {"joined": 5})).values()) == {0}


def test_flows_that_are_not_the_change_are_refused():
    with pytest.raises(ValueError, match="sum to the change"):
        Group((1, 5), (10, 10), {"joined": 3})


@st.composite
def groups(draw):
    before, after = draw(st.integers(0, 400)), draw(st.integers(0, 400))
    flows = {name: draw(st.integers(-50, 50)) for name in ("joined", "left", "moved_in")}
    start = draw(st.integers(0, 500))
    flows["lapsed"] = after - start - sum(flows.values())
    return Group((start, after), (before, draw(st.integers(0, 600))), flows)


@given(st.dictionaries(st.sampled_from("abcdef"), groups(), min_size=1))
def test_the_parts_sum_to_the_change(whole):
    staff = [sum(group.headcount[when] for group in whole.values()) for when in (0, 1)]
    parts = split_whole(whole)
    if all(staff):
        members = [sum(group.members[when] for group in whole.values()) for when in (0, 1)]
        expected = Fraction(members[1], staff[1]) - Fraction(members[0], staff[0])
        assert sum(parts.values()) == expected
    else:
        assert parts == {}
    for group in whole.values():
        rates = group.rate(0), group.rate(1)
        if None not in rates:
            assert sum(split_group(group).values()) == rates[1] - rates[0]
