"""On the day of a report, nobody recovers a count of another department than his own: neither how
far its people take part, nor its members or who of them was active.
"""

import pytest

from etl.disclosure import masking
from tests.privacy.rungs import followed, reported

ORGANISATIONS = 60


def attacked(seeds: range) -> list[str]:
    made = ((seed, reported(seed)) for seed in seeds)
    return [
        f"{seed}: {found}"
        for seed, each in made
        for found in followed(each, each.departments[seed % len(each.departments)])
    ]


def test_no_count_follows_from_the_ladder_and_what_stands_beside_it() -> None:
    assert attacked(range(ORGANISATIONS)) == []


def test_the_attacker_recovers_counts_where_each_cell_is_judged_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(masking, "protect", lambda block: block)
    assert attacked(range(18, 29))
