"""What people recorded of each idea."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.schema import UNKNOWN, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_record

# One spelling of a department's name is one department: of several the latest record holds.
_RECORDS = """
    with placed as (
        select r.*, case when r.department_label = '' then :whole
            else coalesce(d.department_id, :unknown) end as department_id
        from idea_record r left join department d on d.label = r.department_label),
    ranked as (
        select *, row_number() over (
            partition by idea_id, stage, department_id
            order by exported_at desc, snapshot_id desc, department_label collate "C") as rank
        from placed)
    select idea_id, stage, department_id, recorded_date, evidence, value, unit
    from ranked where rank = 1
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea, stage and department for which somebody recorded it."""
    return bulk.tuples(warehouse, _RECORDS, {"whole": WHOLE, "unknown": UNKNOWN})
