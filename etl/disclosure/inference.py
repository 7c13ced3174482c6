"""What a reader could work out: whether there is another world in which all reads the same.

A world is one exact number for every count. The published figures, what counts are part of what,
and the sums over departments hold in many worlds; the true one is among them. A count follows from
what is published where it is the same in all of them. So that it does not, one other world is
enough: one person more in one department and one fewer in another, or one more in the total, with
all that reads as it does. Whoever leads a department knows its counts, so worlds that differ there
are none to them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from etl.disclosure.world import Columns, Steps, World


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total: whether its count must stay secret, and whether nothing is published.

    ``people``: size of the group. ``all_but``: the column of those it is a part of, where nearly
    all of them are in it: how few are not must stay secret too.
    """

    is_secret: bool
    is_hidden: bool
    people: int
    all_but: str | None = None


@dataclass(frozen=True, slots=True)
class Secret:
    """Parts whose sum must stay open to a reader who ``knows`` another part, or may know any.

    ``all_but``: not their count itself, but what that column counts beside it.
    """

    column: str
    total: str
    keys: tuple[str, ...]
    knows: str | None = None
    all_but: str | None = None

    @property
    def needed(self) -> int:
        """How many parts have to be there to swap with."""
        return 2 if self.knows is None else 1

    @property
    def changes(self) -> list[tuple[str, str | None]]:
        """A count that has to change, and one that may not change with it."""
        if self.all_but is None:
            return [(self.column, None)]
        return [(self.column, self.all_but), (self.all_but, self.column)]


@dataclass(frozen=True, slots=True)
class _Swap:
    """``step`` people more in ``column`` along the way ``here``, but no other in ``but``.

    ``columns``: all that changes along there.
    """

    column: str
    step: int
    here: Sequence[str]
    but: str | None
    columns: Columns


class Readership(World):
    """What readers can work out of a world."""

    def followed(
        self, column: str, total: str, parts: Mapping[str, Part], minimum_group: int
    ) -> Secret | None:
        """A secret count of a part, or of few people hidden together, that follows for anybody."""
        every = chain(
            self._alone(column, total, parts),
            self._few_together(column, total, parts, minimum_group),
        )
        return next((each for each in every if not self.is_open(each, parts)), None)

    # --- readers, and what must stay open to them ----------------------------------------------

    def _alone(self, column: str, total: str, parts: Mapping[str, Part]) -> Iterator[Secret]:
        """The secrets of single parts that are not plainly safe."""
        secret = {key: part for key, part in parts.items() if part.is_secret}
        safe = self._plainly_safe(column, parts) if secret else set()
        for key, part in secret.items():
            is_safe = key in safe
            if (is_safe and not part.all_but) or self._is_known_none(column, total, key):
                continue
            if not is_safe:
                yield Secret(column, total, (key,))
            if part.all_but and not self._is_known_none(part.all_but, total, key):
                yield Secret(column, total, (key,), all_but=part.all_but)

    def _few_together(
        self, column: str, total: str, parts: Mapping[str, Part], minimum_group: int
    ) -> Iterator[Secret]:
        """Readers, and the parts hidden from them, where those are few people between them."""
        hidden = [key for key, part in parts.items() if part.is_hidden]
        if not any(parts[key].is_secret for key in hidden):
            return
        if self._is_known_none(column, total, total):
            return
        people = sum(parts[key].people for key in hidden)
        for knows in (None, *hidden):
            rest = tuple(key for key in hidden if key != knows)
            left = people - (parts[knows].people if knows else 0)
            if len(rest) > 1 and 0 < left < minimum_group:
                yield Secret(column, total, rest, knows)

    def _is_known_none(self, column: str, total: str, key: str) -> bool:
        """Whether everybody may know that it is nobody: of the place, the total, or what it is in.

        That nobody of a large organisation did something tells of no group in it.
        """
        names = self._all_outer(column, key)
        places = ((place, name) for place in (key, total, *self.above[total]) for name in names)
        return any(self.told[place].high <= 0 for place in places if place in self.told)

    def _all_outer(self, column: str, key: str) -> set[str]:
        found, new = {column}, {column}
        while new := {link.outer for link in self.links[key] if link.inner in new} - found:
            found |= new
        return found

    # --- another world -------------------------------------------------------------------------

    def _plainly_safe(self, column: str, parts: Iterable[str]) -> set[str]:
        """Parts that can swap a person with two others, nothing else changing: most of them."""
        keys, alone = [key for key in parts if not self.below.get(key)], frozenset((column,))
        if any(self.former.get(key) for key in keys):
            return set()
        rise, fall = (
            {key for key in keys if self.grow(key, step, alone) == alone} for step in (1, -1)
        )
        return {
            key
            for key in keys
            if (key in rise and len(fall) - (key in fall) > 1)
            or (key in fall and len(rise) - (key in rise) > 1)
        }

    def is_open(self, secret: Secret, parts: Iterable[str]) -> bool:
        """Whether the sum of some parts may be another, to whoever knows one part or no more.

        Where nobody in particular is asked about, the reader may lead any other part: then two
        different parts to swap with are needed, or the total to change. Whoever heads what once
        was a total knows all below it, then and now.
        """
        swaps = self._swaps(secret)
        return self._has_other(secret, swaps, parts, secret.needed) and all(
            self._has_other(secret, [s for s in swaps if s.here[-1] not in known], parts, 1, known)
            for known in self.heads
            if not self._is_all_known(secret, known)
        )

    def _has_other(
        self,
        secret: Secret,
        swaps: Sequence[_Swap],
        parts: Iterable[str],
        needed: int,
        known: Collection[str] = (),
    ) -> bool:
        """Whether there are as many parts to swap with as needed, or the total may change.

        No step is taken in the lowest departments that are ``known``.
        """
        if self._can_change_with_total(secret, swaps):
            return True
        partners = self._partners(secret, swaps, parts, known)
        return len(list(islice(partners, needed))) == needed

    def _is_all_known(self, secret: Secret, known: Collection[str]) -> bool:
        return all(path[-1] in known for key in secret.keys for path in self.paths(key))

    def partners(self, secret: Secret, parts: Iterable[str]) -> set[str]:
        """The parts that can make up for a change of the secret."""
        return set(self._partners(secret, self._swaps(secret), parts))

    def is_partner(self, secret: Secret, key: str) -> bool:
        """Whether one part can make up for a change of the secret."""
        return key in self.partners(secret, [key])

    def _swaps(self, secret: Secret) -> list[_Swap]:
        return [
            _Swap(column, step, path, but, columns)
            for column, but in secret.changes
            for step in (1, -1)
            for path, columns in self._able(column, secret.keys, step)
        ]

    def _can_change_with_total(self, secret: Secret, swaps: Sequence[_Swap]) -> bool:
        up = [secret.total, *self.above[secret.total]]
        return any(self.is_possible(s.column, s.here, s.step, but=s.but, up=up) for s in swaps)

    def _partners(
        self,
        secret: Secret,
        swaps: Sequence[_Swap],
        parts: Iterable[str],
        known: Collection[str] = (),
    ) -> Iterator[str]:
        if not swaps:
            return
        rest = {}
        for key in parts:
            if key in secret.keys or key == secret.knows:
                continue
            paths = [path for path in self.paths(key) if path[-1] not in known]
            if self._any_swap(swaps, paths):
                yield key
            else:
                rest[key] = paths
        up = [secret.total, *self.above[secret.total]]
        yield from (key for key, paths in rest.items() if self._any_split(swaps, paths, up))

    def _any_swap(self, swaps: Sequence[_Swap], paths: Sequence[Sequence[str]]) -> bool:
        return any(
            self._could_swap(swap, there)
            and self.is_possible(swap.column, swap.here, swap.step, there, swap.but)
            for swap in swaps
            for there in paths
        )

    def _could_swap(self, swap: _Swap, there: Sequence[str]) -> bool:
        """Not where it fails by what changes along here alone: then it fails with more, too."""
        return all(self.grow(key, -swap.step, swap.columns) is not None for key in there)

    def _any_split(
        self, swaps: Sequence[_Swap], paths: Sequence[Sequence[str]], up: Sequence[str]
    ) -> bool:
        """Whether one person more here may be one fewer with the partner in some counts, and one
        more in the total in the others.
        """
        for swap in swaps:
            column = frozenset((swap.column,))
            here = swap.columns
            if swap.but in here or len(here) < 2:
                continue
            former = self.formerly(swap.here)
            for there in paths:
                if self.formerly(there) != former:
                    continue
                along = [(key, swap.step) for key in (*up, *former)]
                sides = along, [(key, -swap.step) for key in there]
                if self._makes_up(here, column, *sides) or self._makes_up(
                    here, column, *sides[::-1]
                ):
                    return True
        return False

    def _makes_up(self, here: Columns, column: Columns, first: Steps, second: Steps) -> bool:
        taken = self.together(first, column)
        left = here - taken if taken is not None and taken < here else None
        return bool(left) and self.together(second, left or column) == left

    def _able(
        self, column: str, keys: Iterable[str], step: int
    ) -> Iterator[tuple[Sequence[str], Columns]]:
        """The ways down from some parts along which the count can change, all else being free, and
        the columns that change along.
        """
        for key in keys:
            for path in self.paths(key):
                columns = self.together([(each, step) for each in path], frozenset((column,)))
                if columns is not None:
                    yield path, columns
