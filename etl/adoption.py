"""Headcount, eligible staff and members as changes from day to day."""

from etl.editions.daily import TWICE
from etl.editions.schema import UNKNOWN
from etl.editions.scope import Scope
from etl.organisation.people import LAST_DAY
from etl.stretches import shared
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

NAMES = ("headcount_count", "eligible_count", "member_count", "headcount_known", "eligible_known")


def make_changes(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``adoption_change``: (name, department_id, date, change), as it was on each day."""
    told = _STAFF_KNOWN if scope.has_staff_list else _TABLE_CHANGED
    by_class = bool(scope.settings.staff.eligible)
    bulk.make(
        warehouse, "told_change", told, {"unknown": UNKNOWN, "by_class": by_class, "twice": TWICE}
    )
    counted = [member_changes(), _DEPARTED]
    if scope.has_staff_list:
        counted.append(_changes("headcount_count", "staffed", "person_key"))
        counted.append(_changes("eligible_count", "staffed_eligible", "person_key"))
    bulk.make(
        warehouse, "adoption_change", " union all ".join(("select * from told_change", *counted))
    )


# Those who left before the first day that is kept count in the whole alone: departments of those
# days are told by the history.
_DEPARTED = f"select 'member_count', '{TWICE}', date, change from departed_day"


def member_changes() -> str:
    """SQL: the changes of members, from ``presence``."""
    return _changes("member_count", "presence", "person_no")


def _changes(name: str, stretches: str, key: str) -> str:
    """Changes of the people in a table of stretches, each person once in the whole."""
    parts = []
    for day, sign, opposite in (("valid_from", "", "-"), ("valid_to", "-", "")):
        parts.append(
            f"select '{name}' as name, department_id, {day} as date, {sign}count(*) as change "
            f"from {stretches} group by department_id, {day}"
        )
        parts.append(
            f"select '{name}', '{TWICE}', {day}, {opposite}sum(extra) "
            f"from ({shared(stretches, key)}) twice group by {day}"
        )
    return " union all ".join(parts)


# From when on a figure is known: the whole from the first list on, who is eligible while the list
# that holds says it of anybody, and for good from the first list of who is eligible on.
_STAFF_KNOWN = f"""
    with place as (
        select department_id from listed_department union all select :unknown),
    telling as (
        select h.list_date, least(h.next_date, n.date) as next_date
        from held_list h join eligible_since n on h.list_date < n.date
        where h.is_basis and (:by_class or exists (
            select 1 from staff s where s.list_kind = h.list_kind and s.list_date = h.list_date
                and s.snapshot_id = h.snapshot_id and s.is_eligible is not null))
        union all
        select greatest(h.list_date, n.date), date '{LAST_DAY}'
        from held_list h join eligible_since n on n.date < date '{LAST_DAY}'
        where h.is_basis and h.is_first),
    known as (
        select 'headcount_known' as name, list_date as date, 1 as change
        from held_list where is_basis and is_first
        union all
        select 'eligible_known', list_date, 1 from telling
        union all
        select 'eligible_known', next_date, -1 from telling)
    select k.name, p.department_id, k.date, k.change from known k cross join place p
"""
# Of a headcount table the latest line of a department holds, whichever way it spells the name. Of
# one that became another it counts there, until a later table tells of that one.
_TABLE_CHANGED = f"""
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
    lasting as (
        select *, lead(date, 1, date '{LAST_DAY}') over (
            partition by department_id order by date) as next_date
        from stated),
    moved as (
        select l.department_id as stated_id,
            coalesce(c.as_id, l.department_id) as department_id,
            coalesce(c.as_id <> l.department_id, false) as has_moved, l.date as stated_date,
            greatest(l.date, coalesce(c.valid_from, l.date)) as date,
            least(l.next_date, coalesce(c.valid_to, l.next_date)) as next_date,
            l.headcount, l.eligible, l.is_known, l.is_told
        from lasting l
        left join succession c on c.department_id = l.department_id
            and c.valid_from < l.next_date and l.date < c.valid_to),
    held as (
        select m.department_id, m.date, m.headcount, m.eligible, m.is_known, m.is_told,
            least(m.next_date, coalesce(min(s.date), m.next_date)) as next_date
        from moved m
        left join stated s on m.has_moved and s.department_id = m.department_id
            and s.date >= m.date and s.date > m.stated_date
        group by m.department_id, m.date, m.next_date, m.headcount, m.eligible, m.is_known,
            m.is_told, m.stated_id
        union all
        select stated_id, date, 0, 0, is_known, is_known, next_date from moved where has_moved),
    figure as (
        select 'headcount_count' as name, department_id, date, next_date, headcount as count
        from held
        union all
        select 'eligible_count', department_id, date, next_date, eligible from held
        union all
        select 'headcount_known', department_id, date, next_date, is_known from held
        union all
        select 'eligible_known', department_id, date, next_date, is_told from held),
    placed as (
        select f.name, f.department_id, u.unit_id, f.count,
            greatest(f.date, u.valid_from) as valid_from, least(f.next_date, u.valid_to) as valid_to
        from figure f
        join department_within u on u.department_id = f.department_id
            and u.valid_from < f.next_date and f.date < u.valid_to),
    counted as (
        select name, unit_id as department_id, count, valid_from, valid_to from placed
        union all
        select name, :twice, -count, valid_from, valid_to from placed
        where unit_id <> department_id)
    select name, department_id, valid_from as date, count as change from counted
    union all
    select name, department_id, valid_to, -count from counted
"""
