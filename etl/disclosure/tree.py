"""What departments are part of on one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Counts = Mapping[str, int]
"""Department, or the whole, to people."""


@dataclass(frozen=True)
class Tree:
    """``parents``: department to the one whose figures include its own, or to ``whole``."""

    whole: str
    parents: Mapping[str, str]

    @cached_property
    def totals(self) -> Sequence[str]:
        """Departments with others below them, the lowest first, and the whole last."""
        found = set(self.parents.values()) | {self.whole}
        return sorted(found, key=lambda key: (-len(self.above(key)), key))

    def below(self, total: str) -> Sequence[str]:
        """The departments right below a total."""
        return self._below.get(total, ())

    @cached_property
    def _below(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for key, parent in self.parents.items():
            found.setdefault(parent, []).append(key)
        return found

    def all_below(self, total: str) -> list[str]:
        """The departments below a total, at any depth."""
        return [each for key in self.below(total) for each in (key, *self.all_below(key))]

    def above(self, key: str) -> list[str]:
        """The totals over a department, the nearest first, the whole last."""
        found: list[str] = []
        while (key := self.parents.get(key, "")) and key not in found:
            found.append(key)
        return found

    def within(self, key: str) -> frozenset[str]:
        """The departments whose people the figures of one include, its own among them."""
        return self._within.get(key, frozenset((key,)))

    @cached_property
    def _within(self) -> Mapping[str, frozenset[str]]:
        return {key: frozenset((key, *self.all_below(key))) for key in self.parents}

    def apart(self, total: str, sizes: Counts) -> int:
        """What a total holds beside its departments: those whose department is not known."""
        return max(0, sizes.get(total, 0) - sum(sizes.get(key, 0) for key in self.below(total)))

    def own(self, counts: Counts) -> dict[str, int]:
        """What each department counts beside its parts."""
        return {
            key: counts[key] - sum(counts.get(part, 0) for part in self.below(key))
            for key in self.parents
            if key in counts
        }

    def summed(self, counts: Counts, other: "Tree") -> dict[str, int]:
        """The counts that departments would have in another tree. That of the whole stays."""
        own = self.own(counts)
        found = {key: sum(own.get(each, 0) for each in other.within(key)) for key in own}
        return found | {key: count for key, count in counts.items() if key == self.whole}
