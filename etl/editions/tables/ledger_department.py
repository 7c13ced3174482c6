"""What the accounts of each department were counted as, and why; with a row for all reasons."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.schema import EVERY_REASON, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.ledger_department

_COUNTED = """
    with told as (
        select date, department_id, state, reason from ledger_entry
        where side = 'accounts'
        union all
        select date, department_id, state, :every from ledger_entry
        where side = 'accounts'),
    placed as (
        select t.date, u.unit_id as department_id, t.state, t.reason
        from told t
        join department_within u on u.department_id = t.department_id
            and u.valid_from <= t.date and t.date < u.valid_to
        union all
        select date, :whole, state, reason from told)
    select date, department_id, state, reason, count(*) as account_count
    from placed group by 1, 2, 3, 4
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per date, department, state and reason that occurs; '*' is the whole."""
    return bulk.tuples(warehouse, _COUNTED, {"every": EVERY_REASON, "whole": WHOLE})
