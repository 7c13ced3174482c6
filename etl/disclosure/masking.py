"""Puts the rules to work on the rows of an edition: what comes out may be published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from etl.disclosure import cells
from etl.disclosure.cells import HIDDEN, HIDDEN_CELL, MANY, OK, Cell, Range
from etl.disclosure.groups import Groups
from etl.disclosure.inference import Part, exposed
from etl.disclosure.rules import (
    ROUNDING,
    Bounds,
    ByDepartment,
    Derived,
    Disclosure,
    Measure,
    Open,
    Share,
    Stated,
    Unpublished,
    WholeOnly,
)

Row = Mapping[str, Any]
_PERCENT = 0.01

Cells = dict[str, Cell]
"""Department to what is published of one count."""


def status_column(column: str) -> str:
    """Where the status of a count stands: member_count → member_status."""
    return f"{column.removesuffix('_count')}_status"


def mask(
    rows: Iterable[Row], key: Sequence[str], disclosure: Disclosure, groups: Groups
) -> list[dict[str, Any]]:
    """The rows of a table as they may be published. ``key``: its primary key."""
    if isinstance(disclosure, Open | Derived):
        return [dict(row) for row in rows]
    if isinstance(disclosure, Unpublished):
        return []
    if isinstance(disclosure, Stated):
        hidden = groups.hidden_on(groups.last)
        return [dict(row) for row in rows if row["department_id"] not in hidden]
    if isinstance(disclosure, WholeOnly):
        return _whole_only(rows, key, disclosure, groups)
    return [row for block in _blocks(rows, key, disclosure, groups) for row in block.published()]


# --- the whole alone -------------------------------------------------------------------------


def _whole_only(
    rows: Iterable[Row], key: Sequence[str], disclosure: WholeOnly, groups: Groups
) -> list[dict[str, Any]]:
    whole, least = groups.whole, groups.policy.minimum_group
    counts = (*disclosure.people, *disclosure.acts)
    if disclosure.is_summed:
        rows = _summed(rows, key, counts, whole)
    return [_rounded(row, disclosure, least) for row in rows if row["department_id"] == whole]


def _summed(
    rows: Iterable[Row], key: Sequence[str], counts: Sequence[str], whole: str
) -> list[dict[str, Any]]:
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        place = tuple(row[name] for name in key if name != "department_id")
        if place not in sums:
            sums[place] = {**row, "department_id": whole}
        else:
            for name in counts:
                sums[place][name] += row[name]
    return list(sums.values())


def _rounded(row: Row, disclosure: WholeOnly, least: int) -> dict[str, Any]:
    if any(row[column] in values for column, values in disclosure.exact):
        return dict(row)
    rounded = {name: _fives(row[name]) for name in disclosure.people}
    has_enough = sum(row[name] or 0 for name in disclosure.people) >= least
    ends = [end for each in disclosure.ranges for end in _widened(row, each, has_enough)]
    shares = {each.column: _share(row, each, least) for each in disclosure.shares}
    found = {**row, **rounded, **dict(ends), **shares}
    return found | {total: _sum(found, parts) for total, parts in disclosure.sums}


def _fives(count: int | None) -> int | None:
    return None if count is None else cells.rounded_apart_from_none(count)


def _share(row: Row, share: Share, least: int) -> float | None:
    """In steps of five people, so that nobody's own step shows; of a small group nothing."""
    value: float | None = row[share.column]
    people: int | None = row[share.of]
    if value is None or people is None or people < least:
        return None
    step = max(_PERCENT, ROUNDING / cells.rounded(people))
    return min(1.0, round(round(value / step) * step, 4))


def _sum(row: Row, parts: Sequence[str]) -> int | None:
    counts = [row[name] for name in parts]
    return None if None in counts else sum(counts)


def _widened(row: Row, bounds: Bounds, has_enough: bool) -> Iterable[tuple[str, float | None]]:
    """Both ends at multiples of the step, so that they do not tell how many people stand behind."""
    for name, outwards in ((bounds.low, floor), (bounds.high, ceil)):
        value = row[name]
        is_told = has_enough and value is not None
        yield name, outwards(value / bounds.step) * bounds.step if is_told else None


# --- by department ---------------------------------------------------------------------------


def _blocks(
    rows: Iterable[Row], key: Sequence[str], disclosure: ByDepartment, groups: Groups
) -> Iterable["_Block"]:
    blocks: defaultdict[tuple[Any, ...], dict[str, Row]] = defaultdict(dict)
    subject = [name for name in key if name != "department_id"]
    for row in rows:
        blocks[tuple(row[name] for name in subject)][row["department_id"]] = row
    for place, by_department in blocks.items():
        named = dict(zip(subject, place, strict=True))
        day = named[disclosure.day] if disclosure.day else groups.last
        yield _Block(named, day, by_department, disclosure, groups)


@dataclass(frozen=True, slots=True)
class _Block:
    """The rows of one subject and day: the whole, and its departments."""

    named: Mapping[str, Any]
    day: date | None
    rows: Mapping[str, Row]
    disclosure: ByDepartment
    groups: Groups

    def published(self) -> Iterable[dict[str, Any]]:
        """Its rows with every count masked, and its status beside it."""
        columns: dict[str, Cells] = {}
        for measure in self.disclosure.measures:
            basis = columns.get(measure.of or "")
            columns[measure.column] = self._acts(measure, basis) if basis else self._count(measure)
        for key in self._keys():
            found = {name: cells_[key] for name, cells_ in columns.items()}
            if self._is_said(found):
                yield self._row(key, found)

    def _row(self, key: str, found: Cells) -> dict[str, Any]:
        row = {**self.rows.get(key, {}), **self.named, "department_id": key}
        for name, cell in found.items():
            row |= {name: cell.value, status_column(name): cell.status}
        return row

    def _keys(self) -> list[str]:
        whole, listed = self.groups.whole, list(self.groups.parents)
        if self.disclosure.day and self.day not in self.groups.days:
            listed = []
        keys = [whole, *listed]
        return keys if self.disclosure.is_sparse else [key for key in keys if key in self.rows]

    def _is_said(self, found: Cells) -> bool:
        """Where a missing row is a zero, zeros need no row."""
        return not self.disclosure.is_sparse or any(cell != Cell(0, OK) for cell in found.values())

    # --- one count ---------------------------------------------------------------------------

    def _raw(self, key: str, column: str) -> int | None:
        row = self.rows.get(key)
        if row is not None:
            count: int | None = row[column]
            return count
        return 0 if self.disclosure.is_sparse else None

    def _count(self, measure: Measure) -> Cells:
        keys = self._keys()
        found = {key: self._cell(measure, key) for key in keys}
        for total in self.groups.totals:
            parts = [key for key in self.groups.below(total) if key in found]
            if total in found and parts:
                self._protect(measure, total, parts, found)
        return found

    def _cell(self, measure: Measure, key: str) -> Cell:
        count, size = self._raw(key, measure.column), self.groups.size(self.day, key)
        if key == self.groups.whole and self.disclosure.is_open:
            return Cell(count, OK)
        if key in self.groups.hidden_on(self.day):
            return HIDDEN_CELL
        if measure.kind == "size":
            return cells.group(count, self.groups.policy)
        if measure.kind == "population":
            return cells.population(count, size, self.groups.policy)
        out_of = self._out_of(measure, key) if measure.kind == "part" else None
        return cells.part(count, out_of, size, self.groups.policy)

    def _acts(self, measure: Measure, basis: Cells) -> Cells:
        def acts(key: str, people: Cell) -> Cell:
            count = self._raw(key, measure.column) or 0
            if people.status != OK:
                return Cell(None, people.status)
            is_open = key == self.groups.whole and self.disclosure.is_open
            return Cell(count if is_open else cells.rounded_apart_from_none(count), OK)

        return {key: acts(key, people) for key, people in basis.items()}

    def _out_of(self, measure: Measure, key: str) -> int | None:
        known = self.groups.members if measure.within == "members" else self.groups.headcount
        return known.get((self.day, key)) if self.day else None

    # --- what could be worked out ------------------------------------------------------------

    def _protect(self, measure: Measure, total: str, keys: Sequence[str], found: Cells) -> None:
        """Hide more parts, the smallest first, until no secret one follows; at last the total."""
        by_count = sorted(keys, key=lambda key: (self._raw(key, measure.column) or 0, key))
        more = [key for key in by_count if found[key].status == OK and self._has_people(key)]
        if not self.disclosure.is_open:
            more.append(total)
        while self._is_exposed(measure, total, keys, found) and more:
            found[more.pop(0)] = HIDDEN_CELL

    def _has_people(self, key: str) -> bool:
        return self.groups.size(self.day, key) > 0

    def _is_exposed(self, measure: Measure, total: str, keys: Sequence[str], found: Cells) -> bool:
        parts = [self._part(measure, key, found[key]) for key in keys]
        sums = self._told(measure, total, found[total])
        rest = (self._raw(total, measure.column) or 0) - sum(part.count for part in parts)
        sums = Range(max(0, sums.low - rest), sums.high - rest)
        return exposed(sums, parts, self.groups.policy.minimum_group)

    def _part(self, measure: Measure, key: str, cell: Cell) -> Part:
        size = self.groups.size(self.day, key)
        return Part(
            count=self._raw(key, measure.column) or 0,
            told=self._told(measure, key, cell),
            is_secret=size > 0 and self._must_stay_open(measure, key, cell),
            is_hidden=cell.status == HIDDEN,
            people=size,
        )

    def _must_stay_open(self, measure: Measure, key: str, cell: Cell) -> bool:
        """Whether more than one number must remain: of what every colleague can see, where few.

        Elsewhere of every count, or two days compared would tell of those who came between them.
        """
        if self.disclosure.is_open:
            is_small = self.groups.size(self.day, key) < self.groups.policy.minimum_group
            return is_small or self._cell(measure, key).status in (cells.FEW, cells.MOST)
        return cell != Cell(0, OK)

    def _told(self, measure: Measure, key: str, cell: Cell) -> Range:
        if key == self.groups.whole and self.disclosure.is_open and cell.value is not None:
            return Range(cell.value, cell.value)
        policy, size = self.groups.policy, self.groups.size(self.day, key)
        if measure.kind == "size":
            told = cells.possible(cell, policy.minimum_group, Range(0, MANY), size, policy)
            return Range(max(told.low, 1), told.high) if cell.status == HIDDEN else told
        least = policy.minimum_group if measure.kind == "population" else policy.minimum_cell
        return cells.possible(cell, least, self._told_out_of(measure, key), size, policy)

    def _told_out_of(self, measure: Measure, key: str) -> Range:
        out_of = self._out_of(measure, key)
        if measure.kind == "acts" or out_of is None:
            return Range(0, MANY)
        if key in self.groups.hidden_on(self.day):
            return Range(0, MANY)
        return Range(max(0, cells.rounded(out_of) - 2), cells.rounded(out_of) + 2)
