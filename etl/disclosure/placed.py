"""The departments of one day in one tree: their sizes, and which of them show no figure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from etl.disclosure.rules import Policy
from etl.disclosure.tree import Counts, Tree


@dataclass(frozen=True)
class Placed:
    """``people``: headcount, or members where headcount is not known; ``headcount``: only where
    it is. ``latest``: people on the last day of the edition, which decide whom to hide first.
    """

    policy: Policy
    tree: Tree
    people: Counts
    headcount: Counts
    members: Counts
    latest: Counts

    def size(self, key: str) -> int:
        """People of a department, or the whole."""
        return self.people.get(key, 0)

    def under(self, tree: Tree) -> "Placed":
        """The same people in another tree."""
        people, headcount, members = (
            self.tree.summed(counts, tree) for counts in (self.people, self.headcount, self.members)
        )
        return replace(self, tree=tree, people=people, headcount=headcount, members=members)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Departments, and the whole, of which no figure is shown."""
        tree, least = self.tree, self.policy.minimum_group
        if 0 < self.size(tree.whole) < least:
            return frozenset({tree.whole, *(key for key in tree.parents if self.size(key))})
        hidden: set[str] = set()
        for total in tree.totals:
            below = {key: self.size(key) for key in tree.below(total)}
            order = sorted(below, key=lambda key: (bool(tree.below(key)), *self._by_size(key)))
            apart = tree.apart(total, self.people)
            hidden |= small_and_more(below, order, least, hidden, apart)
        return frozenset(
            hidden.union(each for key in hidden for each in tree.all_below(key) if self.size(each))
        )

    def _by_size(self, key: str) -> tuple[int, str]:
        """The same order on every day: whom to hide does not change from week to week."""
        return self.latest.get(key, 0), key


def small_and_more(
    sizes: Mapping[str, int],
    order: Sequence[str],
    minimum_group: int,
    already: Collection[str] = (),
    apart: int = 0,
) -> set[str]:
    """Parts to hide under one published total: the small ones, and as many more as hide those.

    ``sizes``: people of each part. ``order``: all parts, those to hide first in front.
    ``already``: hidden for another reason. ``apart``: people of the total who are in no part, and
    so hidden too. At least two parts with ``minimum_group`` people between them are hidden, or
    none: what is left after subtracting is then no small group. In an empty one there is nobody.
    """
    small = {key for key, size in sizes.items() if 0 < size < minimum_group}
    hidden = small | {key for key in already if sizes.get(key, 0) > 0}
    is_apart_small = 0 < apart < minimum_group
    if not small and not is_apart_small:
        return hidden
    for key in order:
        groups = len(hidden) + is_apart_small
        people = sum(sizes[each] for each in hidden) + apart * is_apart_small
        if groups > 1 and people >= minimum_group:
            break
        if sizes[key] > 0:
            hidden.add(key)
    return hidden
