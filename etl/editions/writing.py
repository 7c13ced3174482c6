"""Writes the rows of an edition, block by block, into tables that exist and are empty."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Date, Table, insert

from etl.editions.packed import Row, in_blocks


def write_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows that hold a value for each column, in the order of the columns."""
    write = _straight if connection.dialect.name == "sqlite" else _by_name
    for block in in_blocks(rows):
        write(connection, table, block)


def _by_name(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    names = [column.name for column in table.columns]
    connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _straight(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """As SQLite keeps them, for a fifth of the cost: a day is text there."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, column in enumerate(table.columns):
        if isinstance(column.type, Date):
            columns[place] = [None if day is None else day.isoformat() for day in columns[place]]
    statement = str(insert(table).compile(dialect=connection.dialect))
    connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))
