"""Members against headcount, for every day and department."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.daily import daily_counts
from etl.editions.schema import UNKNOWN
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
# From when on a figure is known: the whole from the first list on, who is eligible while the list
# that holds says it of anybody.
_STAFF_KNOWN = """
    with place as (
        select department_id from listed_department union all select :unknown),
    telling as (
        select h.list_date, h.next_date from held_list h
        where h.is_basis and exists (
            select 1 from staff s where s.list_kind = h.list_kind and s.list_date = h.list_date
                and s.snapshot_id = h.snapshot_id and s.is_eligible is not null)),
    known as (
        select 'headcount_known' as name, list_date as date, 1 as change
        from held_list where is_basis and is_first
        union all
        select 'eligible_known', list_date, 1 from telling
        union all
        select 'eligible_known', next_date, -1 from telling)
    select k.name, p.department_id, k.date, k.change from known k cross join place p
    union all
"""
# Of a headcount table the latest line of a department holds, whichever way it spells the name.
_TABLE_CHANGED = """
    with told as (
        select d.department_id, h.date, h.headcount_count, h.eligible_count, rank() over (
            partition by d.department_id, h.date
            order by h.exported_at desc, h.snapshot_id desc) as rank
        from headcount h join department d on d.label = h.department_label),
    stated as (
        select department_id, date, sum(headcount_count) as headcount,
            coalesce(sum(eligible_count), 0) as eligible, 1 as is_known,
            case when count(eligible_count) = count(*) then 1 else 0 end as is_told
        from told where rank = 1 group by department_id, date),
    changed as (
        select department_id, date, headcount - lag(headcount, 1, 0) over dated as headcount,
            eligible - lag(eligible, 1, 0) over dated as eligible,
            is_known - lag(is_known, 1, 0) over dated as is_known,
            is_told - lag(is_told, 1, 0) over dated as is_told
        from stated window dated as (partition by department_id order by date))
    select 'headcount_count' as name, department_id, date, headcount as change from changed
    union all
    select 'eligible_count', department_id, date, eligible from changed
    union all
    select 'headcount_known', department_id, date, is_known from changed
    union all
    select 'eligible_known', department_id, date, is_told from changed
    union all
"""
_NAMES = ("headcount_count", "eligible_count", "member_count", "headcount_known", "eligible_known")


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department; headcount is unknown before the first staff list.

    Who is eligible is unknown where the list, or any department's line, does not say it.
    """
    if scope.has_staff_list:
        changes = _STAFF_KNOWN + _MEMBERS + _STAFF
        bulk.make(warehouse, "adoption_change", changes, {"unknown": UNKNOWN})
    else:
        bulk.make(warehouse, "adoption_change", _TABLE_CHANGED + _MEMBERS)
    for row in daily_counts(warehouse, "adoption_change", _NAMES):
        date, department_id, headcount, eligible, members, is_known, is_told = row
        yield (
            date,
            department_id,
            headcount if is_known else None,
            eligible if is_known and is_told == is_known else None,
            members,
        )
