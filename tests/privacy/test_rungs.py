"""On the day of a report, nobody recovers a count of another department than his own: neither how
far its people take part, nor its members or who of them was active.
"""

from collections.abc import Iterable

import pytest

from etl.disclosure import masking
from etl.disclosure.blocks import Block
from tests.privacy.rungs import followed, reported

HARD = (301, 419, 604)
"""Those in which activity over other days tells of a rung, unless both are read together."""


def attacked(seeds: Iterable[int]) -> list[str]:
    made = ((seed, reported(seed)) for seed in seeds)
    return [
        f"{seed}: {found}"
        for seed, each in made
        for found in followed(each, each.departments[seed % len(each.departments)])
    ]


def test_no_count_follows_from_the_ladder_and_what_stands_beside_it() -> None:
    assert attacked((*range(60), *HARD)) == []


def test_the_attacker_recovers_counts_where_each_cell_is_judged_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(masking, "protect", lambda block: block)
    assert attacked(range(18, 29))


def test_the_attacker_recovers_counts_where_the_ladder_is_judged_without_activity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Block, "_like", lambda *_: ())
    assert len(attacked(HARD)) > 0
