"""Nobody recovers how many took part in an idea by putting it beside its topic and the others.

A reader has a topic of two ideas, by department, as an edition shows them, and computes (one linear
programme over whole numbers). Of nobody's count of a band or a hidden cell may one number be left,
but that nobody took part may follow.
"""

from collections.abc import Iterable

import pytest

from etl.disclosure.shared import Shared
from tests.privacy.topics import followed, spoken

TOPICS = (*range(50), 72, 162, 186, 266)
"""The last four tell although no cell of the topic does by itself."""


def attacked(seeds: Iterable[int], is_joint: bool = True) -> list[str]:
    return [f"{seed}: {found}" for seed in seeds for found in followed(spoken(seed), is_joint)]


def test_a_topic_and_its_ideas_tell_nothing_together() -> None:
    assert attacked(TOPICS) == []


def test_each_by_itself_would_tell_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody spoke of a topic nobody did of its ideas; and 8 of two bands are 4 and 4."""
    monkeypatch.setattr(Shared, "hidden", lambda *_: ())
    assert attacked(range(12))
    assert not attacked(range(12), is_joint=False)


def test_the_cell_of_a_topic_that_tells_alone_is_not_all_that_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Shared, "_is_open", lambda *_: True)
    assert attacked(TOPICS[-4:])
