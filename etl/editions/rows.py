"""Rows of an edition by place, and by the names of their columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from typing import Any

from sqlalchemy import Table

from etl.editions.packed import Packed, Row, in_blocks
from etl.editions.schema import worked_out

Tables = dict[str, Sequence[Row]]


def named(table: Table, row: Row) -> dict[str, Any]:
    """A published row by the names of its columns."""
    return dict(zip((column.name for column in table.columns), row, strict=True))


def exactly(table: Table, row: Row) -> dict[str, Any]:
    """A row as it was worked out, by the names of its columns."""
    return dict(zip(worked_out(table), row, strict=True))


def as_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> Packed:
    """Rows by name as an edition holds them."""
    return in_order(table, by_place(table, rows))


def by_place(table: Table, rows: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Rows by name as tuples in the order of the table's columns."""
    names = [column.name for column in table.columns]
    return (tuple(row[name] for name in names) for row in rows)


def in_order(table: Table, rows: Iterable[Row]) -> Packed:
    """Rows in the order of the table's key, so that equal content is equal byte for byte.

    Rows that come in order, or in a few stretches that are, are never all unpacked at once.
    """
    key = key_of(table)
    stretches = _stretches(rows, key)
    return stretches[0] if len(stretches) == 1 else Packed(merge(*stretches, key=key))


def _stretches(rows: Iterable[Row], key: Callable[[Row], Row]) -> list[Packed]:
    """The rows as stretches, each in order by itself."""
    found: list[Packed] = []
    last: Row = ()
    for block in in_blocks(rows):
        block.sort(key=key)
        if not found or key(block[0]) < last:
            found.append(Packed())
        found[-1].append(block)
        last = key(block[-1])
    return found


def key_of(table: Table) -> Callable[[Row], Row]:
    """What gives the key of a row."""
    return place_of(table, table.primary_key.columns.keys())


def place_of(table: Table, key: Sequence[str]) -> Callable[[Row], Row]:
    """What gives some cells of a row, by the names of their columns."""
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in key]
    return lambda row: tuple(row[place] for place in places)
