"""Accounts that no colleague could be found for, though their owner may be staff; day by day."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.daily import TWICE, daily_counts
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.unplaced

_CHANGES = """
    with placed as (
        select p.department_id, u.unit_id, greatest(p.valid_from, u.valid_from) as valid_from,
            least(p.valid_to, u.valid_to) as valid_to
        from unplaced p
        join department_within u on u.department_id = p.department_id
            and u.valid_from < p.valid_to and p.valid_from < u.valid_to),
    counted as (
        select unit_id as department_id, 1 as count, valid_from, valid_to from placed
        union all
        select :twice, -1, valid_from, valid_to from placed where unit_id <> department_id)
    select 'unplaced_count' as name, department_id, valid_from as date, sum(count) as change
    from counted group by department_id, valid_from
    union all
    select 'unplaced_count', department_id, valid_to, -sum(count)
    from counted group by department_id, valid_to
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department; nothing where colleagues are not known one by one."""
    if not scope.has_staff_list:
        return []
    bulk.make(warehouse, "unplaced_change", _CHANGES, {"twice": TWICE})
    return daily_counts(warehouse, "unplaced_change", ("unplaced_count",))
