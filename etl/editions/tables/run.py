"""The latest loads, file by file. Tells of this installation, not of the data."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.run

_KEPT = 200


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per file and load, the latest ones."""
    found = bulk.rows(
        warehouse,
        f"""
        select run_id, file, source, status, started_at, seconds, read_count, loaded_count,
            unchanged_count, rejected_count, watermark
        from run order by started_at desc, file limit {_KEPT}
        """,
    )
    for row in found:
        values = dict(row)
        values["started_at"] = f"{row['started_at']:%Y-%m-%dT%H:%M:%SZ}"
        yield tuple(values.values())
