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

BY_NUMBER = (
    (message_hashtag, message, "message_id"),
    (message_link, message, "message_id"),
    (active_day, presence, "person_no"),
)
"""Tables whose rows carry no key of a person, but the number of a row of another table that does.
"""


def facts_of(warehouse: Warehouse, keys: Keys) -> Mapping[str, Rows]:
    """Table to its rows about the person, as they stand there."""
    found = {
        table.name: _rows(warehouse, table, columns, keys)
        for table in metadata.sorted_tables
        if (columns := [column for column in table.columns if column.name in OWN])
    }
    for table, named, column in BY_NUMBER:
        found[table.name] = _beside(warehouse, table, named, column, keys)
    return {name: rows for name, rows in found.items() if rows}


def _rows(warehouse: Warehouse, table: Table, columns: Iterable[Column[Any]], keys: Keys) -> Rows:
    query = select(table).where(or_(*(column.in_(keys) for column in columns)))
    return [dict(row) for row in warehouse.connection.execute(query).mappings()]


def _beside(warehouse: Warehouse, table: Table, named: Table, column: str, keys: Keys) -> Rows:
    """The rows that carry the numbers of the person's rows in another table."""
    own = [each for each in named.columns if each.name in OWN]
    numbers = select(named.c[column]).where(or_(*(each.in_(keys) for each in own)))
    query = select(table).where(table.c[column].in_(numbers))
    return [dict(row) for row in warehouse.connection.execute(query).mappings()]
