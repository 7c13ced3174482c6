"""How one count is published: as it is to the nearest five, as a band, or not at all."""

from dataclasses import dataclass
from typing import Literal

from etl.disclosure.rules import ROUNDING, SMALL_GROUP, Policy

Status = Literal["ok", "few", "most", "hidden", "no_data"]
OK: Status = "ok"
FEW: Status = "few"
"""Fewer than ``minimum_cell``; in a group under 50 people that includes none."""
MOST: Status = "most"
"""All but fewer than ``minimum_cell``, or all."""
HIDDEN: Status = "hidden"
NO_DATA: Status = "no_data"

STATUSES: tuple[Status, ...] = (OK, FEW, MOST, HIDDEN, NO_DATA)
MANY = 10**9


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from ``low`` to ``high``, both included."""

    low: int
    high: int

    @property
    def is_known(self) -> bool:
        """Whether only one number is left."""
        return self.low >= self.high

    def within(self, high: int) -> "Range":
        """The range without what lies above ``high``."""
        return Range(min(self.low, high), min(self.high, high))


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as published. ``value`` is None unless the status is ok."""

    value: int | None
    status: Status


HIDDEN_CELL = Cell(None, HIDDEN)


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
        return Cell(0, OK)
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


def group(size: int | None, policy: Policy) -> Cell:
    """How many people a group has."""
    if size is None:
        return Cell(None, NO_DATA)
    if 0 < size < policy.minimum_group:
        return HIDDEN_CELL
    return Cell(rounded(size), OK)


def possible(cell: Cell, least: int, out_of: Range, size: int | None, policy: Policy) -> Range:
    """What a reader who knows the rules can tell of a count from its own cell alone.

    ``least``: fewest people for an exact figure of this kind. ``out_of``: what is known of the
    count it is a part of. ``size`` of the group, None where it is not shown.
    """
    few = policy.minimum_cell - 1
    if cell.status == OK and cell.value is not None:
        near = ROUNDING // 2
        if cell.value == 0:
            return Range(0, 0)
        return Range(max(least, cell.value - near), cell.value + near).within(out_of.high)
    if cell.status == FEW:
        return Range(0 if is_small(size) else 1, few).within(out_of.high)
    if cell.status == MOST:
        return Range(max(0, out_of.low - few), out_of.high)
    return Range(0, out_of.high)
