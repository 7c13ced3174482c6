"""Nobody recovers who came to a department or went, from all days of an edition together, though he
heads another department. That nobody did may be known.
"""

import pytest

from etl.disclosure import masking
from etl.disclosure.cells import Grain
from tests.privacy.flows import followed, movements

ORGANISATIONS, WEEKS, BLOCKS = 120, 6, 2


def attacked(seeds: range, weeks: int) -> list[str]:
    made = ((seed, movements(seed, weeks)) for seed in seeds)
    return [
        f"{seed}: {found}"
        for seed, each in made
        for found in followed(each, each.departments[seed % len(each.departments)])
    ]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_flow_follows_from_the_days_of_an_edition(block: int) -> None:
    assert attacked(range(block, ORGANISATIONS, BLOCKS), WEEKS) == []


def test_the_attacker_recovers_flows_that_are_told_in_fives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of six departments, as totals never fall and departments sum to the whole."""
    monkeypatch.setattr("etl.disclosure.blocks.grain", lambda *_: Grain(5, 5, "few"))
    monkeypatch.setattr("tests.privacy.flows.GRAINS", {True: (5, 5), False: (5, 5)})
    assert attacked(range(569, 570), 8)


def test_the_attacker_recovers_flows_where_none_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "protect_flows", lambda block: block)
    assert attacked(range(32, 33), 6)
