"""How one count is published: as it is to the nearest five, as a band, or not at all."""

from dataclasses import dataclass
from typing import Literal

from etl.disclosure.rules import ROUNDING, SMALL_GROUP, Policy

Status = Literal["ok", "few", "under", "most", "hidden", "no_data"]
OK: Status = "ok"
FEW: Status = "few"
"""Fewer than ``minimum_cell``; in a group under 50 people that includes none."""
UNDER: Status = "under"
"""Fewer than ``minimum_group`` who came or went, or none."""
MOST: Status = "most"
"""All but fewer than ``minimum_cell``, or all."""
HIDDEN: Status = "hidden"
NO_DATA: Status = "no_data"

STATUSES: tuple[Status, ...] = (OK, FEW, UNDER, MOST, HIDDEN, NO_DATA)
MANY = 10**9


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included."""

    low: int
    high: int

    def both(self, other: "Range") -> "Range":
        """The numbers that are in both."""
        return Range(max(self.low, other.low), min(self.high, other.high))


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as published. ``value`` is None unless the status is ok."""

    value: int | None
    status: Status


HIDDEN_CELL = Cell(None, HIDDEN)
NONE = Cell(0, OK)


def rounded(count: int) -> int:
    """To the nearest five: 12 → 10, 13 → 15."""
    return (count + ROUNDING // 2) // ROUNDING * ROUNDING


def rounded_apart_from_none(count: int) -> int:
    """To the nearest five, but 1 and 2 → 5: zero is said of nothing else than none."""
    return max(rounded(count), ROUNDING) if count else 0


def told(count: int, policy: Policy) -> int | None:
    """A count of what every colleague can see; not told from one to the least shown."""
    return None if 0 < count < policy.minimum_cell else count


def is_small(size: int | None) -> bool:
    """Whether none of the group would tell of everybody in it. Judged by the published size."""
    return bool(size) and rounded(size or 0) < SMALL_GROUP


def part(count: int | None, out_of: int | None, size: int | None, policy: Policy) -> Cell:
    """A number of people who did something, of ``out_of`` in a group of ``size``."""
    if count is None:
        return Cell(None, NO_DATA)
    if count == 0 and not is_small(size):
        return NONE
    if count < policy.minimum_cell:
        return Cell(None, FEW)
    if out_of is not None and out_of - count < policy.minimum_cell:
        return Cell(None, MOST)
    return Cell(rounded(count), OK)


def population(count: int | None, size: int | None, policy: Policy) -> Cell:
    """A set of the group's people: all of them, or at least a minimum group apart from it."""
    if count is None:
        return Cell(None, NO_DATA)
    rest = 0 if size is None else size - count
    if count == 0 and is_small(size):
        return HIDDEN_CELL
    if 0 < count < policy.minimum_group or 0 < rest < policy.minimum_group:
        return HIDDEN_CELL
    return Cell(rounded(count), OK)


@dataclass(frozen=True, slots=True)
class Grain:
    """How people who came or went are told: to the nearest ``step``, and with ``few`` under
    ``least``. None are few too: what others did would follow from the count that they lead to.
    """

    least: int
    step: int
    few: Status

    def cell(self, count: int) -> Cell:
        """What is published."""
        if count < self.least:
            return Cell(None, self.few)
        return Cell((count + self.step // 2) // self.step * self.step, OK)

    def possible(self, cell: Cell) -> Range:
        """What a reader can tell of the count from a cell."""
        if cell.status == self.few:
            return Range(0, self.least - 1)
        if cell.value is None:
            return Range(0, MANY)
        low = cell.value - self.step // 2
        return Range(max(self.least, low), low + self.step - 1)


def grain(is_whole: bool, policy: Policy) -> Grain:
    """The whole in fives; a department in tens, as its many days are read together."""
    if is_whole:
        return Grain(policy.minimum_cell, ROUNDING, FEW)
    return Grain(policy.minimum_group, 2 * ROUNDING, UNDER)


def group(size: int | None, policy: Policy) -> Cell:
    """How many people a group has."""
    if size is None:
        return Cell(None, NO_DATA)
    if 0 < size < policy.minimum_group:
        return HIDDEN_CELL
    return Cell(rounded(size), OK)


def possible(cell: Cell, least: int, size: int | None, policy: Policy) -> Range:
    """What a reader who knows the rules can tell of a count from its own cell alone.

    ``least``: fewest people for an exact figure of this kind. ``size`` of the group.
    """
    near = ROUNDING // 2
    if cell.status == FEW:
        return Range(0 if is_small(size) else 1, policy.minimum_cell - 1)
    if cell.value is None:
        return Range(0, MANY)
    return Range(max(least, cell.value - near), cell.value + near) if cell.value else Range(0, 0)
