"""A person's rows leave the warehouse."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, func, or_, select, update

from etl.subject.facts import BY_NUMBER
from etl.subject.known import DETACHED, OWN, Keys
from etl.warehouse.engine import Warehouse
from etl.warehouse.schema import metadata, registry, staff

Counts = dict[str, int]

_NAMED_IN = (registry.c.posted_by_key, staff.c.manager_key)
"""Columns that name the person in rows about something, or somebody, else: they are emptied."""


def count_facts(warehouse: Warehouse, keys: Keys) -> Counts:
    """Table to the number of its rows that are about the person, or name them."""
    found: Counts = {}
    for table, condition in (*_about(keys), *_naming(keys)):
        query = select(func.count()).select_from(table).where(condition)
        count = int(warehouse.connection.execute(query).scalar_one())
        found[table.name] = found.get(table.name, 0) + count
    return {name: count for name, count in found.items() if count}


def erase_facts(warehouse: Warehouse, keys: Keys) -> Counts:
    """Delete the rows about a person, and empty what names them in other rows. In a transaction.

    Returns what ``count_facts`` told of them.
    """
    counts = count_facts(warehouse, keys)
    for table, condition in _about(keys):
        warehouse.connection.execute(delete(table).where(condition))
    for column, condition in ((each, each.in_(keys)) for each in _NAMED_IN):
        emptied = update(column.table).where(condition).values({column.name: None})
        warehouse.connection.execute(emptied)
    return counts


def _about(keys: Keys) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Tables with the condition of their rows; those that lean on others come first."""
    for table, leaned_on, number in BY_NUMBER:
        numbers = select(leaned_on.c[number]).where(_names(leaned_on, keys))
        yield table, table.c[number].in_(numbers)
    for table in metadata.sorted_tables:
        if _own(table):
            yield table, _names(table, keys)


def _naming(keys: Keys) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    for column in _NAMED_IN:
        yield metadata.tables[column.table.name], column.in_(keys)


def _names(table: Table, keys: Keys) -> ColumnElement[bool]:
    return or_(*(column.in_(keys) for column in _own(table)))


def _own(table: Table) -> list[Column[Any]]:
    """The columns that name whom a row is about."""
    return [each for each in table.columns if each.name in OWN - DETACHED]
