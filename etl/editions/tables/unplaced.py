"""Accounts that no colleague could be found for, though their owner may be staff; day by day."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.daily import daily_counts
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.unplaced

_CHANGES = """
    select 'unplaced_count' as name, department_id, valid_from as date, count(*) as change
    from unplaced group by department_id, valid_from
    union all
    select 'unplaced_count', department_id, valid_to, -count(*)
    from unplaced group by department_id, valid_to
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department; nothing where colleagues are not known one by one."""
    if not scope.has_staff_list:
        return []
    bulk.make(warehouse, "unplaced_change", _CHANGES)
    return daily_counts(warehouse, "unplaced_change", ("unplaced_count",))
