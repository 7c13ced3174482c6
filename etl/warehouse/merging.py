"""Staged rows are merged into facts. Files cross to PostgreSQL here, and nowhere else.

Merging is commutative and idempotent: of two rows of one key the later export holds, by
``(exported_at, snapshot_id)``; so the order of loads does not matter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import duckdb
import numpy as np
from sqlalchemy import Table, text

from etl.reading.handed import hand_over
from etl.reading.table import quoted
from etl.warehouse.bulk import any_order, listed, names_of
from etl.warehouse.engine import Warehouse

if TYPE_CHECKING:  # a load without PostgreSQL does not wait for its driver
    import psycopg

_INCOMING = "incoming"
_HASHES = 4_000_000  # at once: 32 MB


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
    offer = _Offer(table, select, precedence, parameters or {})
    is_empty = _is_empty(warehouse, table)
    if is_empty and warehouse.is_embedded and (count := _fill(warehouse, offer)) is not None:
        return Merged(count, 0)
    offered = offer.run(warehouse, f"create or replace temp table {_INCOMING} as {offer.rows}")
    _distinct(warehouse, table)
    if not warehouse.is_embedded:
        _copy_over(warehouse, table)
    loaded = _insert(warehouse, table) if is_empty else _merge(warehouse, table)
    warehouse.bench.execute(f"drop table {_INCOMING}")
    return Merged(loaded, offered - loaded)


def _content(table: Table) -> list[str]:
    key = table.info["key"]
    return [name for name in names_of(table) if name not in {*key, "exported_at", "snapshot_id"}]


@dataclass(frozen=True, slots=True)
class _Offer:
    """The rows that one export has for one table."""

    table: Table
    select: str
    precedence: Precedence
    parameters: Mapping[str, object]

    @property
    def columns(self) -> str:
        own = [name for name in names_of(self.table) if name not in {"exported_at", "snapshot_id"}]
        return f"{listed(own)}, $exported_at::timestamp as exported_at, $snapshot_id as snapshot_id"

    @property
    def rows(self) -> str:
        return f"select {self.columns}, record_no from ({self.select})"

    def run(self, warehouse: Warehouse, statement: str) -> int:
        """Run a statement over these rows; returns how many it touched."""
        used = {name: value for name, value in self.parameters.items() if self._uses(name)}
        exported_at = self.precedence.exported_at.replace(tzinfo=None)
        told = {"exported_at": exported_at, "snapshot_id": self.precedence.snapshot_id}
        count = warehouse.bench.execute(statement, {**used, **told}).fetchone()
        return int(count[0]) if count else 0

    def _uses(self, parameter: str) -> bool:
        return re.search(rf"\${parameter}\b", self.select) is not None


def _fill(warehouse: Warehouse, offer: _Offer) -> int | None:
    """Rows for an empty table go straight into it. None, and empty again, where keys repeat."""
    table = offer.table
    names = listed(names_of(table))
    with any_order(warehouse):
        count = offer.run(
            warehouse,
            f'insert into "{table.name}" ({names}) select {offer.columns} from ({offer.select})',
        )
    if not _repeats(warehouse, table, table.name):
        return count
    warehouse.bench.execute(f'delete from "{table.name}"')
    return None


def _repeats(warehouse: Warehouse, table: Table, rows: str) -> bool:
    """Whether two of the rows have one key, or keys of one hash."""
    (count,) = warehouse.bench.execute(f'select count(*) from "{rows}"').fetchone() or (0,)
    slices = 1 + count // _HASHES
    hashes = f'select hash({listed(table.info["key"])}) as hash from "{rows}"'
    return any(
        _has_equals(warehouse.bench.execute(f"from ({hashes}) where hash % {slices} = {number}"))
        for number in range(slices)
    )


def _has_equals(hashes: duckdb.DuckDBPyConnection) -> bool:
    """Sorted as an array: DuckDB's count of distinct values costs five times as much."""
    ordered = np.sort(hashes.fetchnumpy()["hash"])
    return bool((ordered[1:] == ordered[:-1]).any())


def _distinct(warehouse: Warehouse, table: Table) -> None:
    """Of rows of one key in one file the last holds. Costs one count where none repeats."""
    if _repeats(warehouse, table, _INCOMING):
        key = listed(table.info["key"])
        warehouse.bench.execute(
            f"create or replace temp table {_INCOMING} as select * from {_INCOMING} "
            f"qualify row_number() over (partition by {key} order by record_no desc) = 1"
        )


def _is_empty(warehouse: Warehouse, table: Table) -> bool:
    found = warehouse.connection.execute(text(f'select 1 from "{table.name}" limit 1'))
    return found.first() is None


def _insert(warehouse: Warehouse, table: Table) -> int:
    names = listed(names_of(table))
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
    names = names_of(table)
    held = [*_content(table), "exported_at", "snapshot_id"]
    settled = [name for name in held if name not in table.info["key"]]
    updates = ", ".join(f'"{name}" = i."{name}"' for name in settled)
    warehouse.connection.execute(
        text(
            f'merge into "{table.name}" as t using {_INCOMING} as i on ({on}) '
            f"when matched and {newer} then update set {updates} "
            f"when not matched then insert ({listed(names)}) values ({listed(names, 'i.')})"
        )
    )
    return int(changed)


def _copy_over(warehouse: Warehouse, table: Table) -> None:
    """Staged rows cross to PostgreSQL: DuckDB writes CSV, COPY reads it."""
    names = listed(names_of(table))
    path = warehouse.workspace / "crossing.csv"
    warehouse.bench.execute(
        f"copy (select {names} from {_INCOMING}) to '{quoted(path)}' (format csv, header false)"
    )
    connection = warehouse.connection
    connection.execute(text(f"drop table if exists pg_temp.{_INCOMING}"))
    connection.execute(
        text(f'create temp table {_INCOMING} as select {names} from "{table.name}" where false')
    )
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    statement = f"copy {_INCOMING} ({names}) from stdin (format csv)"
    with driver.cursor() as cursor, path.open("rb") as stream, cursor.copy(statement) as copy:
        while block := stream.read(1 << 20):
            copy.write(block)
    path.unlink()
    connection.execute(text(f"analyze {_INCOMING}"))


def learn(warehouse: Warehouse, table: Table, select: str) -> None:
    """Add the rows of ``select`` (workbench SQL) whose key is new. Rows of one key are alike."""
    key = listed(table.info["key"])
    warehouse.bench.execute(f"create or replace temp table {_INCOMING} as {select}")
    if not warehouse.is_embedded:
        _copy_over(warehouse, table)
    names = listed(names_of(table))
    warehouse.connection.execute(
        text(
            f'insert into "{table.name}" ({names}) select {names} from {_INCOMING} '
            f'where ({key}) not in (select {key} from "{table.name}")'
        )
    )
    warehouse.bench.execute(f"drop table {_INCOMING}")


def put(warehouse: Warehouse, table: Table, row: Mapping[str, object]) -> None:
    """Write one row, in place of the one of its key if there is one.

    It comes as a file, as exports do: to bind its first value DuckDB imports pandas, which costs
    more than all else that a load of files seen before has to do.
    """
    _stage(warehouse, table, [row])
    names, key = listed(names_of(table)), listed(table.primary_key.columns.keys())
    for statement in (
        f'delete from "{table.name}" where ({key}) in (select {key} from {_INCOMING})',
        f'insert into "{table.name}" ({names}) select {names} from {_INCOMING}',
    ):
        warehouse.connection.execute(text(statement))
    warehouse.bench.execute(f"drop table {_INCOMING}")


def show(warehouse: Warehouse, rows: Mapping[Table, Sequence[Mapping[str, object]]]) -> None:
    """Keep rows under the names of tables until the connection ends."""
    warehouse.connection.exec_driver_sql("; ".join(map(_made_anew, rows)))
    for table, found in rows.items():
        if found:
            _stage(warehouse, table, found)
            _insert(warehouse, table)
            warehouse.bench.execute(f"drop table {_INCOMING}")


def _made_anew(table: Table) -> str:
    cells = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
    return f'drop table if exists "{table.name}"; create temporary table "{table.name}" ({cells})'


def _stage(warehouse: Warehouse, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    columns = {column.name: str(column.type) for column in table.columns}
    hand_over(warehouse.bench, _INCOMING, columns, rows, warehouse.workspace / "rows.json")
    if not warehouse.is_embedded:
        _copy_over(warehouse, table)
