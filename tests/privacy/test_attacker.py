"""Nobody recovers a count, however he computes: of what an edition shows of one day, with the rules
in his head, and with the exact figures of the department that he heads and all below it.

Covered: adoption and activity in all windows, departments and teams, all counts at once as one
linear programme over whole numbers. No count of any department follows, whatever its size, so two
days, months or editions compared tell of nobody who came between: each of the two is open by
itself. Flows of members: test_flows.py. Not covered here: audiences of ideas, each one sum
over departments (tests/unit/test_protection.py).
"""

from collections.abc import Iterable

import pytest

from etl.disclosure import masking
from etl.disclosure.blocks import Block
from tests.privacy.attacker import Near, recovered, secrets_of, solved
from tests.privacy.organisations import organisation

ORGANISATIONS, BLOCKS = 1000, 4


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_reader_recovers_anything_of_a_thousand_organisations(block: int) -> None:
    seeds = range(block, ORGANISATIONS, BLOCKS)
    assert [f"{seed}: {found}" for seed in seeds for found in recovered(organisation(seed))] == []


@pytest.mark.parametrize("seed", [3, 7])
def test_the_linear_programme_agrees_where_another_solution_is_near(seed: int) -> None:
    made = organisation(seed)
    near = Near(made)
    secrets = [secret for secret in secrets_of(made) if not near.in_doubt(secret)][::9]
    assert secrets
    readers = [None, *made.parents]
    assert [found for secret in secrets for found in solved(made, secret, readers)] == []


def attacked(seeds: Iterable[int]) -> list[str]:
    return [found for seed in seeds for found in recovered(organisation(seed))]


def test_the_attacker_recovers_counts_where_each_cell_is_judged_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(masking, "protect", lambda block: block)
    assert attacked(range(5))


def test_the_attacker_recovers_counts_where_each_total_is_judged_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Block, "links", lambda *_: ())
    assert attacked(range(5))
