"""Masks a table by department: its rows of one subject and day are one block."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from etl.disclosure import cells
from etl.disclosure.cells import HIDDEN_CELL, MANY, MOST, NONE, OK, Cell, Grain, Range, grain
from etl.disclosure.groups import Groups
from etl.disclosure.placed import Placed
from etl.disclosure.rules import FLOWING, ByDepartment, Measure, status_column
from etl.disclosure.tree import Tree
from etl.disclosure.world import Link

Row = Mapping[str, Any]
Cells = dict[str, Cell]
"""Department to what is published of one count."""


def blocks(
    rows: Iterable[Row], key: Sequence[str], disclosure: ByDepartment, groups: Groups
) -> Iterator["Block"]:
    """The blocks of a table, every count as its own group allows. ``key``: its primary key.

    The rows of one block follow each other: ValueError where they do not, for half of a block
    would be protected as if it were all.
    """
    subject = [name for name in key if name != "department_id"]
    seen = set()
    for place, together in groupby(rows, lambda row: tuple(row[name] for name in subject)):
        if place in seen:
            raise ValueError(f"the rows of {place} do not follow each other")
        seen.add(place)
        named = dict(zip(subject, place, strict=True))
        day = named[disclosure.day] if disclosure.day else groups.last
        by_department = {row["department_id"]: row for row in together}
        yield block(named, day, by_department, disclosure, groups)


def block(
    named: Mapping[str, Any],
    day: date | None,
    rows: Mapping[str, Row],
    disclosure: ByDepartment,
    groups: Groups,
) -> "Block":
    """One block, with every count as its own group allows."""
    return Block(named, day, rows, disclosure, groups, groups.placed(day)).judged()


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one subject and day: the whole, and its departments.

    ``cells``: what is published of each count; hiding more of them is the work of ``protection``.
    """

    named: Mapping[str, Any]
    day: date | None
    rows: Mapping[str, Row]
    disclosure: ByDepartment
    groups: Groups
    placed: Placed
    cells: dict[str, Cells] = field(default_factory=dict)

    def judged(self) -> "Block":
        """The block with every count as its own group allows."""
        for measure in self.counted:
            self.cells[measure.column] = {
                key: self.first_cell(measure, key) for key in self.places()
            }
        return self

    def under(self, tree: Tree) -> "Block":
        """The block that the same people would give in another tree."""
        rows: dict[str, dict[str, int | None]] = {key: {} for key in self.places()}
        for measure in self.counted:
            known = {key: self.count(key, measure.column) for key in rows}
            counts = {key: count for key, count in known.items() if count is not None}
            summed = self.placed.tree.summed(counts, tree)
            for key, row in rows.items():
                row |= {measure.column: summed.get(key)}
        return replace(self, rows=rows, placed=self.placed.under(tree), cells={}).judged()

    @property
    def counted(self) -> list[Measure]:
        """The measures with cells of their own: all but acts that follow the cells of people."""
        return [measure for measure in self.disclosure.measures if not measure.of]

    @property
    def around(self) -> "Block | None":
        """The block of the table whose counts contain these, on the same day."""
        table, day = self.disclosure.around, self.day
        rows = self.groups.rows[table.name].get(day) if table and day else None
        if table is None or rows is None:
            return None
        made = block({"date": day}, day, rows, table.disclosure, self.groups)
        return made if made.placed.tree is self.placed.tree else made.under(self.placed.tree)

    def by_itself(self) -> Hashable:
        """All that its protection rests on, where that is its counts. None where it is its day, or
        other blocks.
        """
        disclosure = self.disclosure
        if disclosure.day or disclosure.around or any(each.like for each in self.counted):
            return None
        names = [measure.column for measure in self.counted]
        return tuple((key, *(self.count(key, name) for name in names)) for key in self.places())

    def published(self) -> Iterator[dict[str, Any]]:
        """Its rows with every count masked, and its status beside it."""
        columns = {
            measure.column: self._acts(measure) if measure.of else self.cells[measure.column]
            for measure in self.disclosure.measures
        }
        for key in self.places():
            found = {name: cells_[key] for name, cells_ in columns.items()}
            if self._is_said(found):
                yield self._row(key, found)

    def _row(self, key: str, found: Cells) -> dict[str, Any]:
        row = {**self.rows.get(key, {}), **self.named, "department_id": key}
        for name, cell in found.items():
            row |= {name: cell.value, status_column(name): cell.status}
        return row

    def places(self) -> list[str]:
        """The whole, and the departments that the day shows."""
        whole, listed = self.groups.whole, list(self.placed.tree.parents)
        if self.disclosure.day and self.day not in self.groups.days:
            listed = []
        keys = [whole, *listed]
        return keys if self.disclosure.is_sparse else [key for key in keys if key in self.rows]

    def _is_said(self, found: Cells) -> bool:
        """Where a missing row is a zero, zeros need no row."""
        return not self.disclosure.is_sparse or any(cell != NONE for cell in found.values())

    # --- one count ---------------------------------------------------------------------------

    def count(self, key: str, column: str) -> int | None:
        """The exact count. None where it is not known."""
        row = self.rows.get(key)
        if row is not None:
            found: int | None = row[column]
            return found
        return 0 if self.disclosure.is_sparse else None

    def size(self, key: str) -> int:
        """People of a department."""
        return self.placed.size(key)

    def first_cell(self, measure: Measure, key: str) -> Cell:
        """What may be published as far as the group itself is concerned."""
        count, size, policy = self.count(key, measure.column), self.size(key), self.groups.policy
        if self._is_exact(key):
            return Cell(count, OK)
        if key in self.placed.hidden:
            return HIDDEN_CELL
        if measure.kind == "size":
            return cells.group(count, policy)
        if measure.kind == "population":
            return cells.population(count, size, policy)
        if measure.kind in FLOWING:
            return self._grain(key).cell(count or 0)
        return cells.part(count, self._out_of(measure, key), size, policy)

    def _is_exact(self, key: str) -> bool:
        return key == self.groups.whole and self.disclosure.is_open

    def _grain(self, key: str) -> Grain:
        return grain(key == self.groups.whole, self.groups.policy)

    def _acts(self, measure: Measure) -> Cells:
        def acts(key: str, people: Cell) -> Cell:
            count = self.count(key, measure.column) or 0
            if people.status != OK:
                return Cell(None, people.status)
            return Cell(count if self._is_exact(key) else cells.rounded_apart_from_none(count), OK)

        return {key: acts(key, people) for key, people in self.cells[measure.of or ""].items()}

    def _out_of(self, measure: Measure, key: str) -> int | None:
        if measure.kind != "part" or self.day is None:
            return None
        known = self.placed.members if measure.within == "members" else self.placed.headcount
        return known.get(key)

    # --- what a reader can tell ----------------------------------------------------------------

    def is_secret(self, measure: Measure, key: str) -> bool:
        """Whether more than one number must remain: of what every colleague can see, where few.

        Elsewhere of every count, or two days compared would tell of those who came between them;
        but that nobody came or went may follow.
        """
        if self.size(key) == 0 or self.count(key, measure.column) is None:
            return False
        if measure.kind in FLOWING:
            return self.count(key, measure.column) != 0
        if self.disclosure.is_open:
            is_small = self.size(key) < self.groups.policy.minimum_group
            return is_small or self.first_cell(measure, key).status in (cells.FEW, cells.MOST)
        return self.cells[measure.column][key] != NONE

    def all_but(self, measure: Measure, key: str) -> str | None:
        """The column it is a part of, where all but a few of those are in it."""
        count, out_of = self.count(key, measure.column), self._out_of(measure, key)
        if count is None or not out_of or not self.disclosure.day:
            return None
        is_most = 0 <= out_of - count < self.groups.policy.minimum_cell
        return _out_of_column(measure) if is_most else None

    def told(self, measure: Measure, key: str) -> Range:
        """What the cell tells of the count by itself."""
        cell, policy = self.cells[measure.column][key], self.groups.policy
        if self._is_exact(key) and cell.value is not None:
            return Range(cell.value, cell.value)
        is_group = measure.kind in {"size", "population"}
        least = policy.minimum_group if is_group else policy.minimum_cell
        if measure.kind in FLOWING:
            return self._grain(key).possible(cell)
        told = cells.possible(cell, least, self.size(key), policy)
        if measure.kind == "size":
            return Range(max(told.low, 1), told.high) if self.size(key) else told
        rest, out_of = self._rest(measure, cell), self._out_of(measure, key)
        if out_of is None or rest is None or self.disclosure.day:
            return told
        return Range(max(told.low, out_of - rest.high), min(told.high, out_of - rest.low))

    def links(self, measure: Measure, key: str) -> Iterator[Link]:
        """What is told of how a count lies in others, of this table and those around it."""
        column, cell = measure.column, self.cells[measure.column][key]
        for outer in measure.inside:
            yield Link(column, outer)
        yield from self._like(measure)
        rest = self._rest(measure, cell)
        if rest is not None:
            is_most = cell.status == MOST
            yield Link(column, _out_of_column(measure), rest.low, rest.high, or_none=is_most)
        if measure.kind == "population" and cell.status == OK:
            yield Link(column, "headcount_count", self.groups.policy.minimum_group)

    def _like(self, measure: Measure) -> Iterator[Link]:
        if measure.like is None:
            return
        own = self.named[measure.like.days]
        for name, days in measure.like.windows:
            if own <= days:
                yield Link(measure.column, name)
            if days <= own:
                yield Link(name, measure.column)

    def _rest(self, measure: Measure, cell: Cell) -> Range | None:
        """How many did not do it, out of those who could have, as far as the cell tells."""
        few = self.groups.policy.minimum_cell - 1
        if measure.kind == "part" and cell.status == MOST:
            return Range(0, few)
        if measure.kind == "part" and cell.status == OK and cell.value:
            return Range(few + 1, MANY)
        return None


def _out_of_column(measure: Measure) -> str:
    return "member_count" if measure.within == "members" else "headcount_count"
