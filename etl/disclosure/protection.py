"""Hides more of a block, until nothing that must stay secret follows from what is published."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from etl.disclosure.blocks import Block
from etl.disclosure.cells import HIDDEN, HIDDEN_CELL, OK, Cell, Range
from etl.disclosure.formerly import is_same, tell_former
from etl.disclosure.inference import Part, Readership, Secret
from etl.disclosure.rules import Measure
from etl.disclosure.world import Link, Place

Together = list[Block]
"""A block, after the one around it if there is one: what is read together."""


def protect(block: Block) -> Block:
    """The block with as many cells hidden as it takes; those of ``around`` stay as they are.

    Where departments were part of others within the last year, a reader has those figures too: it
    is protected as if the same people were also shown in each of those trees.
    """
    formers: list[Together] = []
    day = block.day if block.disclosure.day else None
    for tree in block.groups.former_trees(day) if day else ():
        formers.append(_protected(block.under(tree), formers))
    return _protected(block, formers)[-1]


def _protected(block: Block, formers: Sequence[Together]) -> Together:
    around = block.around
    every = [block]
    if around is not None:
        every = [*_protected(around, [former[:-1] for former in formers]), block]
    tree, keys = block.placed.tree, block.places()
    below = {total: [key for key in tree.below(total) if key in keys] for total in tree.totals}
    if any(below.values()):
        # once more without: where too much was shown before, today alone must not tell it
        for before in (formers, ()) if formers else ((),):
            world = Readership(below, {key: tree.above(key) for key in keys})
            Protection(block, every, world, before).run()
    return every


@dataclass(frozen=True, slots=True)
class Choice:
    """A cell that may be hidden."""

    measure: Measure
    key: str


@dataclass(frozen=True, slots=True)
class Protection:
    """One block, the blocks that are read with it, and the world they tell of."""

    block: Block
    every: Together
    world: Readership
    formers: Sequence[Together] = ()
    _parts: dict[Place, Part] = field(default_factory=dict)

    def run(self) -> None:
        """Hide until nothing follows. Hiding one cell may leave few others hidden together."""
        self._tell_all()
        levels = [
            (block, measure, total)
            for block in self.every
            for measure in block.counted
            for total in block.placed.tree.totals
            if total in block.cells[measure.column]
        ]
        while any(self._close(*level) for level in levels):
            continue

    def _tell_all(self) -> None:
        known = [
            (block, measure, key, count)
            for block in self.every
            for measure in block.counted
            for key in block.places()
            if (count := block.count(key, measure.column)) is not None
        ]
        self.world.counts |= {(key, measure.column): count for _, measure, key, count in known}
        for block, measure, key, _ in known:
            self._tell(block, measure, key)
        tell_former(self.world, self.every, self.formers)

    def _tell(self, block: Block, measure: Measure, key: str) -> None:
        self.world.tell(key, measure.column, *self._told(block, measure, key))

    def _told(self, block: Block, measure: Measure, key: str) -> tuple[Range, list[Link]]:
        """What is told of a count today, and what former days told of the same people."""
        told, links = block.told(measure, key), list(block.links(measure, key))
        for twin in self._twins(block, key):
            told = told.both(twin.told(measure, key))
            links += twin.links(measure, key)
        return told, links

    def _twins(self, block: Block, key: str) -> list[Block]:
        """What former days show of the same table and the same people."""
        place = next(at for at, each in enumerate(self.every) if each is block)
        return [each[place] for each in self.formers if is_same(each[place], block, key)]

    def _close(self, block: Block, measure: Measure, total: str) -> bool:
        """Hide until nothing under one total follows. Whether there was anything to hide."""
        is_changed = False
        while secret := self._followed(block, measure, total):
            choice = self._choose(secret)
            if choice is None:
                return is_changed
            self._put(choice, HIDDEN_CELL)
            is_changed = True
        return is_changed

    def _followed(self, block: Block, measure: Measure, total: str) -> Secret | None:
        parts = {
            key: self._part(block, measure, key) for key in self._told_parts(total, measure.column)
        }
        minimum_group = block.groups.policy.minimum_group
        return self.world.followed(measure.column, total, parts, minimum_group)

    def _part(self, block: Block, measure: Measure, key: str) -> Part:
        place = key, measure.column
        if place not in self._parts:
            self._parts[place] = Part(
                is_secret=block.is_secret(measure, key),
                is_hidden=block.cells[measure.column][key].status == HIDDEN,
                people=block.size(key),
                all_but=block.all_but(measure, key),
            )
        return self._parts[place]

    # --- what to hide ----------------------------------------------------------------------------

    def _choose(self, secret: Secret) -> Choice | None:
        """The first cell that keeps the secret by itself, or the first that there is.

        Of other counts only cells of the secret's own departments, and totals, are tried.
        """
        choices = list(self._choices(secret.column, secret.total))
        parts = self._told_parts(secret.total, secret.column)
        partners = self.world.partners(secret, parts)
        near = {*secret.keys, secret.total, *self.world.above[secret.total]}
        enough = (
            each
            for each in choices
            if (
                each.key in near
                or (each.measure.column == secret.column and self._can_pair(each, secret, partners))
            )
            and self._helps(each, secret, parts)
        )
        return next(enough, choices[0] if choices else None)

    def _told_parts(self, total: str, column: str) -> list[str]:
        return [key for key in self.world.below[total] if (key, column) in self.world.told]

    def _can_pair(self, choice: Choice, secret: Secret, partners: Collection[str]) -> bool:
        """Whether one part more to swap with is enough, and this could become it."""
        return bool(self.world.heads) or (
            len(partners) + 1 == secret.needed and choice.key not in partners
        )

    def _helps(self, choice: Choice, secret: Secret, parts: Sequence[str]) -> bool:
        with self._without(choice):
            if not self.world.heads and choice.key in parts and choice.key not in secret.keys:
                return self.world.is_partner(secret, choice.key)
            return self.world.is_open(secret, parts)

    @contextmanager
    def _without(self, choice: Choice) -> Iterator[None]:
        """As if the cell were hidden."""
        measure, key = choice.measure, choice.key
        column = self.block.cells[measure.column]
        before, column[key] = column[key], HIDDEN_CELL
        told, links = self._told(self.block, measure, key)
        with self.world.supposing(key, measure.column, told, links):
            yield
        column[key] = before

    def _put(self, choice: Choice, cell: Cell) -> None:
        self.block.cells[choice.measure.column][choice.key] = cell
        self._tell(self.block, choice.measure, choice.key)
        self._parts.pop((choice.key, choice.measure.column), None)

    def _choices(self, column: str, total: str) -> Iterator[Choice]:
        """Cells under the total, it, and those above it: of the count itself first, then of others.

        Of each count the smallest number first, and bands after numbers.
        """
        own = [each for each in self.block.counted if each.column == column]
        others = [each for each in reversed(self.block.counted) if each.column != column]
        for measure in (*own, *others):
            name = measure.column
            shown = [
                (self.block.cells[name][key].status != OK, self.world.counts[key, name], key)
                for key in self.world.below[total]
                if self._can_hide(name, key) and self.block.size(key)
            ]
            yield from (Choice(measure, key) for _, _, key in sorted(shown))
            for key in () if self.block.disclosure.is_open else (total, *self.world.above[total]):
                if self._can_hide(name, key):
                    yield Choice(measure, key)

    def _can_hide(self, column: str, key: str) -> bool:
        """Whether it is shown today, and was not before: that cannot be taken back."""
        is_told = (key, column) in self.world.told
        shown = [self.block, *self._twins(self.block, key)]
        is_shown = [each.cells[column].get(key, HIDDEN_CELL).status != HIDDEN for each in shown]
        return is_told and is_shown[0] and not any(is_shown[1:])
