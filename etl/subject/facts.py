"""The rows of the warehouse that are about a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, Table, or_, select

from etl.subject.known import OWN, Keys
from etl.warehouse.engine import Warehouse
from etl.warehouse.schema import (
    active_day,
    message,
    message_hashtag,
    message_link,
    metadata,
    presence,
)

Rows = list[dict[str, Any]]


def facts_of(warehouse: Warehouse, keys: Keys) -> Mapping[str, Rows]:
    """Table to its rows about the person, as they stand there."""
    found = {
        table.name: _rows(warehouse, table, columns, keys)
        for table in metadata.sorted_tables
        if (columns := [column for column in table.columns if column.name in OWN])
    }
    for table in (message_hashtag, message_link):
        found[table.name] = _beside(warehouse, table, message, "message_id", keys)
    found[active_day.name] = _beside(warehouse, active_day, presence, "person_no", keys)
    return {name: rows for name, rows in found.items() if rows}


def _rows(warehouse: Warehouse, table: Table, columns: Iterable[Column[Any]], keys: Keys) -> Rows:
    query = select(table).where(or_(*(column.in_(keys) for column in columns)))
    return [dict(row) for row in warehouse.connection.execute(query).mappings()]


def _beside(warehouse: Warehouse, table: Table, named: Table, column: str, keys: Keys) -> Rows:
    """Rows that carry no key of a person, but the number of a row of another table that does."""
    own = [each for each in named.columns if each.name in OWN]
    numbers = select(named.c[column]).where(or_(*(each.in_(keys) for each in own)))
    query = select(table).where(table.c[column].in_(numbers))
    return [dict(row) for row in warehouse.connection.execute(query).mappings()]
