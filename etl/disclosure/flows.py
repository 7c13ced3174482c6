"""Hides running totals from which, with the counts that they lead to, single people would follow.

The members of a department are those it had at first and who came since, less who went. Whoever
puts many days together knows how many it had at first, and may know its members to the person. Then
a total is open only where another can change with it: one more came and one more went, or one more
joined and one fewer returned. The same must happen in the total of departments, or the opposite in
one of two others: a reader may head one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from etl.disclosure.blocks import Block
from etl.disclosure.cells import HIDDEN_CELL
from etl.disclosure.rules import FLOWING, Measure

READERS = 2
"""Departments that make up for a change: the reader may head one of them."""
ENOUGH = 5
"""Departments of a total of which flows are told. Where there are fewer, totals followed in the
attack of tests/privacy/flows.py once it was given many weeks.
"""
Step = Mapping[str, int]
"""Two columns, and how many people more, so that what they lead to stays the same."""


def protect_flows(block: Block) -> Block:
    """The block with as many flows hidden as it takes; one without flows as it is."""
    columns = {each.column: each for each in block.counted if each.kind in FLOWING}
    if columns:
        _Flows(block, columns, tuple(_steps(columns.values()))).run()
    return block


def _steps(measures: Iterable[Measure]) -> Iterator[Step]:
    for first, second in combinations(measures, 2):
        one, other, along = first.column, second.column, 1 if first.kind != second.kind else -1
        yield from ({one: step, other: step * along} for step in (1, -1))


@dataclass(frozen=True, slots=True)
class _Flows:
    block: Block
    columns: Mapping[str, Measure]
    steps: tuple[Step, ...]

    def run(self) -> None:
        """Hide until every total of every department is open.

        Of few departments one may learn of another, from many days of their total.
        """
        tree = self.block.placed.tree
        for total in tree.totals:
            people = [key for key in tree.below(total) if self._has_people(key)]
            if 1 < len(people) < ENOUGH:
                for key in (*people, total):
                    self._hide(key)
        while closed := self._closed():
            total = tree.parents[closed]
            beside = sorted(tree.below(total), key=lambda key: (self.block.size(key), key))
            if not any(map(self._hide, (closed, *beside, total, *tree.above(total)))):
                return

    def _hide(self, key: str) -> bool:
        """Hide all flows of a department. Whether there was anything to hide."""
        cells = self.block.cells
        shown = [name for name in self.columns if cells[name].get(key, HIDDEN_CELL) != HIDDEN_CELL]
        for name in shown:
            cells[name][key] = HIDDEN_CELL
        return bool(shown)

    def _closed(self) -> str | None:
        """A department that has a total which follows."""
        places = (key for key in self.block.places() if key != self.block.groups.whole)
        return next((key for key in places if self._followed(key)), None)

    def _has_people(self, key: str) -> bool:
        counts = [self.block.count(key, name) for name in self.columns]
        return any((self.block.size(key), *counts))

    def _followed(self, key: str) -> bool:
        needed = {name for name in self.columns if self.block.count(key, name)}
        partners: defaultdict[str, set[str]] = defaultdict(set)
        total = self.block.placed.tree.parents[key]
        for step in self.steps:
            if needed.isdisjoint(step) or not self._fits_below(key, step):
                continue
            if all(
                self._fits(each, step) for each in (total, *self.block.placed.tree.above(total))
            ):
                needed -= set(step)
                continue
            back = {name: -more for name, more in step.items()}
            found = {each for each in self._beside(key) if self._fits_below(each, back)}
            for name in step:
                partners[name] |= found
        return any(len(partners[name]) < READERS for name in needed)

    def _beside(self, key: str) -> set[str]:
        tree = self.block.placed.tree
        return set(tree.below(tree.parents[key])) & set(self.block.places()) - {key}

    def _fits_below(self, key: str, step: Step) -> bool:
        """Whether a department can take the step, and one below it along."""
        below = self.block.placed.tree.below(key)
        return self._fits(key, step) and (
            not below or any(self._fits_below(each, step) for each in below)
        )

    def _fits(self, key: str, step: Step) -> bool:
        return all(self._allows(key, name, more) for name, more in step.items())

    def _allows(self, key: str, name: str, more: int) -> bool:
        count = self.block.count(key, name)
        if count is None:
            return True
        told = self.block.told(self.columns[name], key)
        return told.low <= count + more <= told.high
