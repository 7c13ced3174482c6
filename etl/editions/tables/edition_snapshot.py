"""The exports that the edition rests on."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.edition_snapshot


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per export, with the first day it tells of."""
    return bulk.tuples(
        warehouse,
        """
        select s.snapshot_id, s.file, s.source, min(p.covers_from)
        from snapshot s left join snapshot_part p on p.snapshot_id = s.snapshot_id
        group by s.snapshot_id, s.file, s.source
        """,
    )
