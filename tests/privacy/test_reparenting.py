"""Nobody recovers more from two days together because a department came under another parent.

A stronger reader than in test_attacker.py: he has both days, takes it that nobody came or left in
between, and knows what he heads on either day. What the earlier day alone tells him with what he
knows is not laid to the later one.
"""

from collections.abc import Iterable

import pytest

from etl.disclosure.groups import Groups
from tests.privacy.attacker import recovered
from tests.privacy.organisations import reparented
from tests.privacy.pairs import recovered_from_both

GIVEN_AWAY = (10, 30, 42, 44, 93, 115, 129, 142)
"""Organisations in which two days tell more if each is protected by itself."""


def attacked(seeds: Iterable[int]) -> list[str]:
    return [f"{seed}: {found}" for seed in seeds for found in recovered_from_both(reparented(seed))]


@pytest.mark.parametrize("seeds", [range(5), GIVEN_AWAY], ids=["some", "given away"])
def test_no_reader_of_both_days_recovers_anything(seeds: Iterable[int]) -> None:
    assert attacked(seeds) == []


def test_each_of_the_two_days_stays_as_safe_as_any_other() -> None:
    days = [day for seed in GIVEN_AWAY[:4] for day in reparented(seed)]
    assert [found for day in days for found in recovered(day)] == []


def test_the_reader_of_both_days_recovers_counts_where_each_is_protected_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Groups, "former_trees", lambda *_: [])
    assert all(attacked([seed]) for seed in GIVEN_AWAY[:3])
