"""The one seam for queries in bulk: derived tables are replaced, rows and numbers asked for."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CursorResult, RowMapping, Table, bindparam, text

from etl.warehouse.engine import Warehouse

_SOME = 10_000


def names_of(table: Table) -> list[str]:
    """The names of a table's columns."""
    return [column.name for column in table.columns]


def listed(names: Sequence[str], prefix: str = "") -> str:
    """Columns as a query lists them."""
    return ", ".join(f'{prefix}"{name}"' for name in names)


@contextmanager
def any_order(warehouse: Warehouse) -> Iterator[None]:
    """Rows written within: DuckDB compresses them once, not twice, if their order may change."""
    if not warehouse.is_embedded:
        yield
        return
    warehouse.bench.execute("set preserve_insertion_order = false")
    try:
        yield
    finally:
        warehouse.bench.execute("set preserve_insertion_order = true")


def replace(
    warehouse: Warehouse,
    table: Table,
    select: str,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Rebuild a derived table from ``select`` (SQL that DuckDB and PostgreSQL both speak)."""
    names = listed(names_of(table))
    warehouse.connection.execute(text(f'delete from "{table.name}"'))
    with any_order(warehouse):
        execute(warehouse, f'insert into "{table.name}" ({names}) {select}', parameters)


def execute(
    warehouse: Warehouse, statement: str, parameters: Mapping[str, object] | None = None
) -> CursorResult[Any]:
    """Run a statement that DuckDB and PostgreSQL both speak; lists fill ``in :name``."""
    prepared = text(statement)
    lists = [name for name, value in (parameters or {}).items() if isinstance(value, list | tuple)]
    prepared = prepared.bindparams(*(bindparam(name, expanding=True) for name in lists))
    return warehouse.connection.execute(prepared, dict(parameters or {}))


def make(
    warehouse: Warehouse,
    name: str,
    select: str,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Keep the rows of ``select`` under ``name`` until the connection ends."""
    execute(warehouse, f"drop table if exists {name}")
    execute(warehouse, f"create temporary table {name} as {select}", parameters)


def rows(
    warehouse: Warehouse, query: str, parameters: Mapping[str, object] | None = None
) -> list[RowMapping]:
    """The rows a query on the warehouse gives."""
    return list(execute(warehouse, query, parameters).mappings())


def tuples(
    warehouse: Warehouse, query: str, parameters: Mapping[str, object] | None = None
) -> list[tuple[Any, ...]]:
    """The rows a query on the warehouse gives, as plain tuples."""
    cursor = execute(warehouse, query, parameters).cursor
    return list(cursor.fetchall())


def streamed(
    warehouse: Warehouse, query: str, parameters: Mapping[str, object] | None = None
) -> Iterator[tuple[Any, ...]]:
    """As ``tuples``, some at a time; nothing else may be asked until all were taken."""
    cursor = execute(warehouse, query, parameters).cursor
    while some := cursor.fetchmany(_SOME):
        yield from some


def numbers(
    warehouse: Warehouse, query: str, parameters: Mapping[str, object] | None = None
) -> list[NDArray[np.int64]]:
    """The columns of whole numbers a query on the warehouse gives, as arrays."""
    cursor = execute(warehouse, query, parameters).cursor
    if warehouse.is_embedded:
        return [column.astype(np.int64, copy=False) for column in cursor.fetchnumpy().values()]
    rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, len(cursor.description))
    return list(rows.T)
