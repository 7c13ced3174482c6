"""The one seam for rows in bulk: staged rows are merged into facts, derived tables replaced.

Merging is commutative and idempotent: of two rows of one key the later export holds, by
``(exported_at, snapshot_id)``; so the order of loads does not matter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy import CursorResult, RowMapping, Table, bindparam, text

from etl.warehouse.engine import Warehouse

_INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which of two rows of one key holds: that of the later export, then of the greater id."""

    exported_at: datetime
    snapshot_id: str


@dataclass(frozen=True, slots=True)
class Merged:
    """``loaded``: rows new or changed; ``unchanged``: rows that were there, or were repeated."""

    loaded: int
    unchanged: int


def merge(
    warehouse: Warehouse,
    table: Table,
    select: str,
    precedence: Precedence,
    parameters: Mapping[str, object] | None = None,
) -> Merged:
    """Merge the rows of ``select`` (workbench SQL, with record_no) into a table of facts."""
    offered = _stage(warehouse, table, select, precedence, parameters)
    _distinct(warehouse, table)
    if not warehouse.is_embedded:
        _copy_over(warehouse, table)
    loaded = _insert(warehouse, table) if _is_empty(warehouse, table) else _merge(warehouse, table)
    warehouse.bench.execute(f"drop table {_INCOMING}")
    return Merged(loaded, offered - loaded)


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _content(table: Table) -> list[str]:
    key = table.info["key"]
    return [name for name in _names(table) if name not in {*key, "exported_at", "snapshot_id"}]


def _quoted(names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def _stage(
    warehouse: Warehouse,
    table: Table,
    select: str,
    precedence: Precedence,
    parameters: Mapping[str, object] | None,
) -> int:
    own = [name for name in _names(table) if name not in {"exported_at", "snapshot_id"}]
    used = {name: value for name, value in (parameters or {}).items() if _uses(select, name)}
    count = warehouse.bench.execute(
        f"create or replace temp table {_INCOMING} as "
        f"select {_quoted(own)}, record_no, $exported_at::timestamp as exported_at, "
        f"$snapshot_id::varchar as snapshot_id from ({select})",
        {
            **used,
            "exported_at": precedence.exported_at.replace(tzinfo=None),
            "snapshot_id": precedence.snapshot_id,
        },
    ).fetchone()
    return int(count[0]) if count else 0


def _uses(select: str, parameter: str) -> bool:
    return re.search(rf"\${parameter}\b", select) is not None


def _distinct(warehouse: Warehouse, table: Table) -> None:
    """Of rows of one key in one file the last holds. Costs one count where none repeats."""
    key = _quoted(table.info["key"])
    repeated = warehouse.bench.execute(
        f"select count(*) > count(distinct hash({key})) from {_INCOMING}"
    ).fetchone()
    if repeated and repeated[0]:
        warehouse.bench.execute(
            f"create or replace temp table {_INCOMING} as select * from {_INCOMING} "
            f"qualify row_number() over (partition by {key} order by record_no desc) = 1"
        )


def _is_empty(warehouse: Warehouse, table: Table) -> bool:
    found = warehouse.connection.execute(text(f'select 1 from "{table.name}" limit 1'))
    return found.first() is None


def _insert(warehouse: Warehouse, table: Table) -> int:
    names = _quoted(_names(table))
    result = warehouse.connection.execute(
        text(f'insert into "{table.name}" ({names}) select {names} from {_INCOMING}')
    )
    return int(result.rowcount) if result.rowcount >= 0 else _offered(warehouse)


def _offered(warehouse: Warehouse) -> int:
    return int(warehouse.connection.execute(text(f"select count(*) from {_INCOMING}")).scalar_one())


def _merge(warehouse: Warehouse, table: Table) -> int:
    on = " and ".join(f't."{name}" = i."{name}"' for name in table.info["key"])
    newer = "(i.exported_at, i.snapshot_id) > (t.exported_at, t.snapshot_id)"
    differs = " or ".join(f't."{name}" is distinct from i."{name}"' for name in _content(table))
    first = table.info["key"][0]
    changed = warehouse.connection.execute(
        text(
            f'select count(*) from {_INCOMING} i left join "{table.name}" t on {on} '
            f'where t."{first}" is null or ({newer} and ({differs or "false"}))'
        )
    ).scalar_one()
    names = _names(table)
    held = [*_content(table), "exported_at", "snapshot_id"]
    settled = [name for name in held if name not in table.info["key"]]
    updates = ", ".join(f'"{name}" = i."{name}"' for name in settled)
    warehouse.connection.execute(
        text(
            f'merge into "{table.name}" as t using {_INCOMING} as i on ({on}) '
            f"when matched and {newer} then update set {updates} "
            f"when not matched then insert ({_quoted(names)}) values ({_quoted(names, 'i.')})"
        )
    )
    return int(changed)


def _copy_over(warehouse: Warehouse, table: Table) -> None:
    """Staged rows cross to PostgreSQL: DuckDB writes CSV, COPY reads it."""
    names = _quoted(_names(table))
    path = warehouse.workspace / "crossing.csv"
    warehouse.bench.execute(
        f"copy (select {names} from {_INCOMING}) to '{path}' (format csv, header false)"
    )
    connection = warehouse.connection
    connection.execute(text(f"drop table if exists pg_temp.{_INCOMING}"))
    connection.execute(
        text(f'create temp table {_INCOMING} as select {names} from "{table.name}" where false')
    )
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("rows cross to PostgreSQL through psycopg")
    statement = f"copy {_INCOMING} ({names}) from stdin (format csv)"
    with driver.cursor() as cursor, path.open("rb") as stream, cursor.copy(statement) as copy:
        while block := stream.read(1 << 20):
            copy.write(block)
    path.unlink()
    connection.execute(text(f"analyze {_INCOMING}"))


def replace(
    warehouse: Warehouse,
    table: Table,
    select: str,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Rebuild a derived table from ``select`` (SQL that DuckDB and PostgreSQL both speak)."""
    names = _quoted(_names(table))
    warehouse.connection.execute(text(f'delete from "{table.name}"'))
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
    return [tuple(row) for row in execute(warehouse, query, parameters)]
