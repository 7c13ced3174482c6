"""Whom the newest staff list holds, by class, and which classes count as headcount."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.organisation.employment import not_counted
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.staff_class

_CLASSES = """
    with listed as (
        select distinct p.person_key, coalesce(s.class, 'employee') as class,
            case when s.list_kind = 'directory' then s.class = 'employee'
                 else coalesce(s.class, 'employee') not in :not_counted end as is_counted
        from staff s
        join held_list h on h.list_kind = s.list_kind and h.list_date = s.list_date
            and h.snapshot_id = s.snapshot_id and h.is_basis
            and h.list_date <= :day and h.next_date > :day
        join person p on p.person_id_key = s.person_id_key),
    counted as (
        select class, is_counted, count(*) as people from listed group by class, is_counted)
    select case when people < :least then 'other' else class end as class, is_counted,
        cast(sum(people) as integer)
    from counted group by 1, 2 having sum(people) >= :least
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per class; those of very few people are one class, or none at all."""
    if not scope.has_staff_list:
        return ()
    return bulk.tuples(
        warehouse,
        _CLASSES,
        {
            "day": scope.as_of_date,
            "least": scope.settings.privacy.minimum_cell,
            "not_counted": not_counted(scope.settings.staff),
        },
    )
