"""What was received of each source, and how fresh it is."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.source_state


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per source. A dated list is as of its own date, whenever its file was saved."""
    found = bulk.tuples(
        warehouse,
        """
        select p.source, count(distinct p.snapshot_id), max(case
                when p.source = 'staff_people' and p.covers_to is not null then p.covers_to
                else cast(s.exported_at as date) end),
            min(p.covers_from), max(p.covers_to), cast(sum(p.row_count) as integer),
            cast(sum(p.reject_count) as integer)
        from snapshot_part p join snapshot s on s.snapshot_id = p.snapshot_id
        group by p.source
        """,
    )
    return found
