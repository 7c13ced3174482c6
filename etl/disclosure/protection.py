"""Hides more of a block, until nothing that must stay secret follows from what is published."""

from collections.abc import Iterator
from dataclasses import dataclass

from etl.disclosure.blocks import Block
from etl.disclosure.cells import HIDDEN, HIDDEN_CELL, OK, Cell
from etl.disclosure.inference import Part, Readership, Secret
from etl.disclosure.rules import Measure


def protect(block: Block) -> Block:
    """The block with as many cells hidden as it takes; those of ``around`` stay as they are."""
    groups = block.groups
    keys = block.places()
    below = {total: [key for key in groups.below(total) if key in keys] for total in groups.totals}
    if not any(below.values()):
        return block
    around = block.around
    world = Readership(below, {key: groups.above(key) for key in keys})
    Protection(block, [block] if around is None else [protect(around), block], world).run()
    return block


@dataclass(frozen=True, slots=True)
class Choice:
    """A cell that may be hidden."""

    measure: Measure
    key: str


@dataclass(frozen=True, slots=True)
class Protection:
    """One block, the blocks that are read with it, and the world they tell of."""

    block: Block
    every: list[Block]
    world: Readership

    def run(self) -> None:
        """Hide until nothing follows. Hiding one cell may leave few others hidden together."""
        self._tell_all()
        levels = [
            (block, measure, total)
            for block in self.every
            for measure in block.counted
            for total in block.groups.totals
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

    def _tell(self, block: Block, measure: Measure, key: str) -> None:
        links = block.links(measure, key)
        self.world.tell(key, measure.column, block.told(measure, key), links)

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
        column, groups = measure.column, block.groups
        parts = {
            key: Part(
                is_secret=block.is_secret(measure, key),
                is_hidden=block.cells[column][key].status == HIDDEN,
                people=block.size(key),
                all_but=block.all_but(measure, key),
            )
            for key in self.world.below[total]
            if (key, column) in self.world.told
        }
        return self.world.followed(column, total, parts, groups.policy.minimum_group)

    # --- what to hide ----------------------------------------------------------------------------

    def _choose(self, secret: Secret) -> Choice | None:
        """The first cell that keeps the secret by itself, or the first that there is.

        Of other counts only cells of the secret's own departments, and totals, are tried.
        """
        choices = list(self._choices(secret.column, secret.total))
        near = {*secret.keys, secret.total, *self.world.above[secret.total]}
        enough = (
            each
            for each in choices
            if (each.measure.column == secret.column or each.key in near)
            and self._helps(each, secret)
        )
        return next(enough, choices[0] if choices else None)

    def _helps(self, choice: Choice, secret: Secret) -> bool:
        before = self.block.cells[choice.measure.column][choice.key]
        self._put(choice, HIDDEN_CELL)
        below = self.world.below[secret.total]
        parts = [key for key in below if (key, secret.column) in self.world.told]
        is_open = self.world.is_open(secret, parts)
        self._put(choice, before)
        return is_open

    def _put(self, choice: Choice, cell: Cell) -> None:
        self.block.cells[choice.measure.column][choice.key] = cell
        self._tell(self.block, choice.measure, choice.key)

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
        is_told = (key, column) in self.world.told
        return is_told and self.block.cells[column].get(key, HIDDEN_CELL).status != HIDDEN
