"""Members against headcount, for every day and department."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.daily import daily_counts
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.adoption

_MEMBERS = """
    select 'member_count' as name, department_id, valid_from as date, count(*) as change
    from presence group by department_id, valid_from
    union all
    select 'member_count', department_id, valid_to, -count(*)
    from presence group by department_id, valid_to
"""
_STAFF = """
    union all
    select 'headcount_count', department_id, valid_from, count(*)
    from employment where is_counted group by department_id, valid_from
    union all
    select 'headcount_count', department_id, valid_to, -count(*)
    from employment where is_counted group by department_id, valid_to
    union all
    select 'eligible_count', department_id, valid_from, count(*)
    from employment where is_counted and is_eligible group by department_id, valid_from
    union all
    select 'eligible_count', department_id, valid_to, -count(*)
    from employment where is_counted and is_eligible group by department_id, valid_to
"""
_TABLE = """
    union all
    select 'headcount_count', d.department_id, h.date,
        sum(h.headcount_count - h.headcount_before)
    from (select *, lag(headcount_count, 1, 0) over (
              partition by department_label order by date) as headcount_before
          from headcount) h
    join department d on d.label = h.department_label group by d.department_id, h.date
    union all
    select 'eligible_count', d.department_id, h.date, sum(h.eligible - h.eligible_before)
    from (select *, coalesce(eligible_count, 0) as eligible,
              lag(coalesce(eligible_count, 0), 1, 0) over (
                  partition by department_label order by date) as eligible_before
          from headcount) h
    join department d on d.label = h.department_label group by d.department_id, h.date
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department; headcount is unknown before the first staff list."""
    more = _STAFF if scope.has_staff_list else _TABLE
    bulk.make(warehouse, "adoption_change", _MEMBERS + more)
    has_eligible = _has_eligible(warehouse, scope)
    counts = daily_counts(
        warehouse, "adoption_change", ("headcount_count", "eligible_count", "member_count")
    )
    for date, department_id, headcount, eligible, members in counts:
        is_known = scope.headcount_from is not None and date >= scope.headcount_from  # type: ignore[operator]
        yield (
            date,
            department_id,
            headcount if is_known else None,
            eligible if is_known and has_eligible else None,
            members,
        )


def _has_eligible(warehouse: Warehouse, scope: Scope) -> bool:
    table, column = (
        ("employment", "is_eligible") if scope.has_staff_list else ("headcount", "eligible_count")
    )
    return bool(
        bulk.rows(warehouse, f"select 1 as found from {table} where {column} is not null limit 1")
    )
