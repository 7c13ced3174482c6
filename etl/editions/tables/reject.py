"""The lines that could not be read, by file, column and reason."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.reject

_FIRST_LINES = 5


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per file, part, column and reason, with the first few line numbers."""
    found = bulk.tuples(
        warehouse,
        f"""
        with numbered as (
            select p.source, s.file, s.exported_at, r.*, row_number() over (
                partition by r.snapshot_id, r.part, r.column_name, r.reason
                order by r.line) as number
            from reject r
            join snapshot s on s.snapshot_id = r.snapshot_id
            join snapshot_part p on p.snapshot_id = r.snapshot_id and p.part = r.part)
        select source, file, part, column_name, reason, count(*),
            string_agg(cast(line as varchar), ', ' order by line)
                filter (where number <= {_FIRST_LINES})
        from numbered group by source, file, exported_at, snapshot_id, part, column_name, reason
        order by exported_at, snapshot_id
        """,
    )
    merged: dict[tuple[object, ...], tuple[int, str]] = {}
    for *key, count, lines in found:
        before, _ = merged.get(tuple(key), (0, ""))
        merged[tuple(key)] = (before + count, lines)
    return ((*key, *value) for key, value in merged.items())
