"""What became of departments: renames, merges, splits and transfers, each from a day on.

Two lawful views follow. *As it was*: a department stands under the name it had on the day. *As it
is now*: all of its past stands under what it became. A split or a transfer moves some people only,
so the past of the departments it touches cannot be told in today's terms: "not comparable".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

FOLLOWED = ("rename", "merge")
PARTED = ("split", "transfer")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """From ``effective_date`` on, people of ``from_id`` belong to ``to_id``.

    All of them after a rename or a merge, some of them after a split or a transfer.
    """

    effective_date: date
    from_id: str
    to_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Succession:
    """The changes that can be followed. ``circling``: ids whose changes lead back to themselves.

    ``steps``: department id to (day, what it became), where all of it became one department.
    ``parted``: department id to the latest day on which people came to or left it in part.
    """

    steps: Mapping[str, tuple[date, str]]
    parted: Mapping[str, date]
    circling: frozenset[str]

    def on(self, department_id: str, day: date) -> str:
        """What a department had become by ``day``."""
        at = department_id
        while at in self.steps and self.steps[at][0] <= day:
            at = self.steps[at][1]
        return at

    def pieces(self, department_id: str, first: date, last: date) -> list[tuple[str, date, date]]:
        """(id, from, to): under which id the people of a department stand, from first to last."""
        days = sorted({day for day in self._days(department_id) if first < day < last})
        bounds = [first, *days, last]
        found: list[tuple[str, date, date]] = []
        for start, end in pairwise(bounds):
            at = self.on(department_id, start)
            if found and found[-1][0] == at:
                at, start, _ = found.pop()
            found.append((at, start, end))
        return found

    def _days(self, department_id: str) -> Iterable[date]:
        at = department_id
        while at in self.steps:
            day, at = self.steps[at]
            yield day

    def comparable_since(self, department_id: str, day: date) -> date | None:
        """From when on the figures of a department of ``day`` mean today's department.

        None: always. A department stands for all that became it.
        """
        days = [
            parted
            for each, parted in self.parted.items()
            if parted <= day and self.on(each, day) == department_id
        ]
        return max(days, default=None)


def follow(changes: Iterable[Change]) -> Succession:
    """Put changes together. Of several ends of one department the earliest holds."""
    steps: dict[str, tuple[date, str]] = {}
    parted: dict[str, date] = {}
    for change in sorted(changes):
        if change.from_id == change.to_id:
            continue
        if change.kind in FOLLOWED:
            steps.setdefault(change.from_id, (change.effective_date, change.to_id))
        else:
            for each in (change.from_id, change.to_id):
                parted[each] = max(change.effective_date, parted.get(each, change.effective_date))
    circling = _circling(steps)
    kept = {key: step for key, step in steps.items() if key not in circling}
    return Succession(kept, parted, circling)


def _circling(steps: Mapping[str, tuple[date, str]]) -> frozenset[str]:
    found: set[str] = set()
    for start in steps:
        at, seen = start, {start}
        while at in steps:
            at = steps[at][1]
            if at == start:
                found |= seen
            if at in seen:
                break
            seen.add(at)
    return frozenset(found)
