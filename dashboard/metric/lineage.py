"""How today's departments come out of those there were: what became what, and what moved where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from operator import itemgetter

from sqlalchemy import RowMapping, select

from dashboard.edition import Edition
from etl.editions.schema import department, department_parent

Parents = Mapping[str, str]
Parts = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Reshaped:
    """On ``day`` departments came right under another one, or were there no more."""

    day: date
    came: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lineage:
    """``became``: department id to the id of what it became, of those that became another one we
    know. ``trees``: what departments were part of, from each day on, the earliest first.
    """

    became: Parents
    trees: Sequence[tuple[date, Parents]]
    _parts: dict[tuple[str, int], Parts] = field(default_factory=dict)

    @property
    def is_moved(self) -> bool:
        """Whether any department was ever part of another one than today."""
        return len(self.trees) > 1

    def _number(self, day: date | None) -> int:
        """The place of the tree of a day; of today's for none."""
        begun = sum(day is None or since <= day for since, _ in self.trees)
        return max(begun - 1, 0)

    def on(self, day: date | None) -> Parents:
        """The parents of a day; today's for none."""
        return self.trees[self._number(day)][1] if self.trees else {}

    def within(self, key: str) -> frozenset[str]:
        """The departments of all days whose people are part of a department, as it is now."""
        today = self.on(None)

        def is_within(each: str) -> bool:
            at = self.became.get(each, each)
            while at != key and at in today:
                at = today[at]
            return at == key

        known = {key, *self.became}.union(*(parents for _, parents in self.trees))
        return frozenset(each for each in known if is_within(each))

    def parts(self, key: str, day: date | None) -> Parts:
        """The departments of a day whose figures add up to today's, and those to take off them.

        The figures of a department have those of its parts in them.
        """
        place = key, self._number(day)
        if place not in self._parts:
            parents, within = self.on(day), self.within(key)
            self._parts[place] = (
                [each for each in sorted(within) if parents.get(each) not in within],
                [
                    each
                    for each, to in sorted(parents.items())
                    if to in within and each not in within
                ],
            )
        return self._parts[place]

    def reshaped(self, key: str) -> list[Reshaped]:
        """When departments came right under one, or left it, the latest first."""
        found = [
            Reshaped(day, *(tuple(sorted(each)) for each in (now - before, before - now)))
            for (_, earlier), (day, later) in pairwise(self.trees)
            for before, now in [(_right_below(earlier, key), _right_below(later, key))]
        ]
        return [each for each in reversed(found) if each.came or each.left]

    def came_under(self, key: str) -> tuple[date, str, str] | None:
        """(day, parent, parent before) of the latest move of a department; "" at the top."""
        for (_, earlier), (day, later) in reversed(list(pairwise(self.trees))):
            if earlier.get(key) != later.get(key):
                return day, later.get(key, ""), earlier.get(key, "")
        return None


def _right_below(parents: Parents, key: str) -> set[str]:
    return {each for each, to in parents.items() if to == key}


def lineage(edition: Edition) -> Lineage:
    """The lineage of all departments, whoever reads: it tells of no people."""
    whole = edition.whole

    def read() -> Lineage:
        now = {row["department_id"]: row["now_id"] for row in whole.select(select(department))}
        became = {key: new for key, new in now.items() if new in now}
        return Lineage(became, list(_trees(whole.select(select(department_parent)))))

    return whole.remember("lineage", read)


def _trees(rows: Iterable[RowMapping]) -> Iterable[tuple[date, Parents]]:
    parents: dict[str, str] = {}
    ordered = sorted(rows, key=itemgetter("valid_from"))
    for day, moved in groupby(ordered, key=itemgetter("valid_from")):
        told = {str(row["department_id"]): row["parent_id"] for row in moved}
        kept = {key: to for key, to in parents.items() if key not in told}
        parents = kept | {key: str(to) for key, to in told.items() if to is not None}
        yield day, parents
