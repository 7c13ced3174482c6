"""Both sides of the ledger as one equation each, which the table itself enforces."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.schema import UNKNOWN, WHOLE
from etl.editions.scope import Scope
from etl.identity.ledger import STATES
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.ledger_total

_STATES = ", ".join(
    f"count(*) filter (where side = 'accounts' and state = '{state}') as {state}_count"
    for state in STATES
)
_TOTALS = f"""
    with place as (
        select department_id from listed_department
        union all select :unknown union all select :whole),
    entry as (
        select date, side, subject, department_id, state from ledger_entry
        union all
        select distinct date, side, subject, :whole, state from ledger_entry)
    select d.date, p.department_id,
        count(*) filter (where side = 'accounts') as account_count, {_STATES},
        count(*) filter (where side = 'headcount') as headcount_count,
        count(*) filter (where side = 'headcount' and state = 'joined') as joined_count,
        count(*) filter (where side = 'headcount' and state = 'not_joined') as not_joined_count
    from ledger_date d
    cross join place p
    left join entry e on e.date = d.date and e.department_id = p.department_id
    group by d.date, p.department_id
"""
_HEADCOUNT_COLUMNS = 3


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per date and department; headcount is unknown before the first staff list."""
    known_from = scope.headcount_from if scope.has_staff_list else None
    nothing = (None,) * _HEADCOUNT_COLUMNS
    told = {"unknown": UNKNOWN, "whole": WHOLE}
    for row in bulk.tuples(warehouse, _TOTALS, told):
        is_known = known_from is not None and row[0] >= known_from
        yield row if is_known else (*row[:-_HEADCOUNT_COLUMNS], *nothing)
