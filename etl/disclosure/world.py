"""A world: one exact number for every count, and all that is told of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from etl.disclosure.cells import MANY, Range

Place = tuple[str, str]
"""Department, or total, and column."""
Columns = frozenset[str]
Steps = Sequence[tuple[str, int]]
"""Departments and totals, and how many people more."""


@dataclass(frozen=True, slots=True)
class Link:
    """``inner`` counts some of the people of ``outer``, and what is told of those beside them.

    They are ``least`` to ``most`` people, or nobody if ``or_none``.
    """

    inner: str
    outer: str
    least: int = 0
    most: int = MANY
    or_none: bool = True

    def allows(self, gap: int) -> bool:
        """Whether so many people may be in the outer count alone."""
        return self.least <= gap <= self.most or (gap == 0 and self.or_none)


@dataclass(slots=True)
class World:
    """The true world, and what is told of it.

    ``below``: each total's parts. ``above``: the totals over each total or part, the nearest first.
    ``counts``, ``told``: of a place. ``links``: of each department and total. ``former``: for each
    of the lowest, the totals of earlier days that it was part of and that are other people today.
    ``own``: totals of today that had no parts then, and so people of their own.
    ``heads``: what is known to whoever heads one of those totals, then and now.
    """

    below: Mapping[str, Sequence[str]]
    above: Mapping[str, Sequence[str]]
    counts: dict[Place, int] = field(default_factory=dict)
    told: dict[Place, Range] = field(default_factory=dict)
    links: dict[str, list[Link]] = field(default_factory=dict)
    former: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own: Collection[str] = ()
    heads: Sequence[frozenset[str]] = ()
    _paths: dict[str, list[list[str]]] = field(default_factory=dict)
    _grown: dict[str, dict[tuple[int, Columns], Columns | None]] = field(default_factory=dict)

    def tell(self, key: str, column: str, told: Range, links: Iterable[Link]) -> None:
        """Put what is published of a count into the world; ``counts`` are there before."""
        self.told[key, column] = told
        others = (link for link in self.links.get(key, ()) if link.inner != column)
        own = (link for link in links if self._is_true(key, link))
        self.links[key] = list(dict.fromkeys((*others, *own)))
        self._grown[key] = {}

    @contextmanager
    def supposing(
        self, key: str, column: str, told: Range, links: Iterable[Link]
    ) -> Iterator[None]:
        """The world as if this were published of a count."""
        before = self.told[key, column], self.links[key], self._grown[key]
        self.tell(key, column, told, links)
        yield
        self.told[key, column], self.links[key], self._grown[key] = before

    def _is_true(self, key: str, link: Link) -> bool:
        """Whether both counts are known, and lie in each other as the link says."""
        inner, outer = (self.counts.get((key, name)) for name in (link.inner, link.outer))
        return inner is not None and outer is not None and link.allows(outer - inner)

    def paths(self, key: str) -> list[list[str]]:
        """From a part down to each of the lowest below it, whose counts it includes."""
        if key not in self._paths:
            below = self.below.get(key) or ()
            ways = [[key, *path] for each in below for path in self.paths(each)]
            self._paths[key] = [[key], *ways] if key in self.own or not ways else ways
        return self._paths[key]

    def is_possible(
        self,
        column: str,
        here: Sequence[str],
        step: int,
        there: Sequence[str] = (),
        but: str | None = None,
        up: Sequence[str] = (),
    ) -> bool:
        """Whether all reads the same with ``step`` people more here, and as many fewer there.

        Counts that ``column`` is part of, or that are part of it, change along where they must;
        ``but`` may not. ``here``, ``there``: ways down to a lowest. ``up``: totals over here.
        """
        steps = [*((key, step) for key in (*here, *up)), *((key, -step) for key in there)]
        if self.former:
            more, fewer = self.formerly(here), self.formerly(there)
            steps += [(key, step) for key in more - fewer]
            steps += [(key, -step) for key in fewer - more]
        changed = self.together(steps, frozenset((column,)))
        return changed is not None and but not in changed

    def formerly(self, path: Sequence[str]) -> frozenset[str]:
        """The former totals that the lowest on a way down was part of."""
        return self.former.get(path[-1], frozenset()) if path else frozenset()

    def together(self, steps: Steps, columns: Columns) -> Columns | None:
        """All columns that must change along everywhere. None where one would read otherwise."""
        is_settled = False
        while not is_settled:
            is_settled = True
            for key, step in steps:
                grown = self.grow(key, step, columns)
                if grown is None:
                    return None
                if grown != columns:
                    columns, is_settled = grown, False
        return columns

    def grow(self, key: str, step: int, columns: Columns) -> Columns | None:
        """All that must change by ``step`` with some columns. None where it would read otherwise.

        Remembered until something else is told of the place.
        """
        known, place = self._grown[key], (step, columns)
        if place not in known:
            found = set(columns)
            while more := set(self._forced(key, step, found)):
                found |= more
            grown = columns if len(found) == len(columns) else frozenset(found)
            fits = all(self._fits((key, name), step) for name in found)
            known[place] = grown if fits else None
        return known[place]

    def _fits(self, place: Place, step: int) -> bool:
        told = self.told.get(place)
        return told is None or told.low <= self.counts[place] + step <= told.high

    def _forced(self, key: str, step: int, columns: Collection[str]) -> Iterator[str]:
        for link in self.links[key]:
            is_outer, is_inner = link.outer in columns, link.inner in columns
            if is_outer == is_inner:
                continue
            gap = self.counts[key, link.outer] - self.counts[key, link.inner]
            if not link.allows(gap + (step if is_outer else -step)):
                yield link.inner if is_outer else link.outer
