"""How people came to be members and ceased to be: running totals of every flow."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.daily import TWICE, daily_counts
from etl.editions.lattice import lattice
from etl.editions.schema import FLOWS
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.member_flow

# What begins and ends for one person on one day. Whoever was a member nowhere before joins or
# returns, whoever is one nowhere after leaves or lapses; all else is a move. Of several places at
# once the whole counts one: '+' takes off the others.
_CHANGES = """
    with edge as (
        select person_key, department_id, valid_from as date, 1 as change from {presence}
        union all
        select person_key, department_id, valid_to, -1 from {presence}),
    net as (
        select person_key, department_id, date, sum(change) as change
        from edge group by person_key, department_id, date having sum(change) <> 0),
    person_day as (
        select person_key, date, sum(change) as change,
            sum(case when change > 0 then 1 else 0 end) as ins,
            sum(case when change < 0 then 1 else 0 end) as outs
        from net group by person_key, date),
    level as (
        select p.*, min(date) over (partition by person_key) as first_date,
            sum(change) over (partition by person_key order by date) as after
        from person_day p),
    staff_on as (
        select distinct l.person_key, l.date
        from level l join employment e on e.person_key = l.person_key and e.is_counted
            and e.valid_from <= l.date and l.date < e.valid_to
        where l.after = 0),
    kind as (
        select l.*, case
            when l.after - l.change = 0
                then case when l.date = l.first_date then 'joined' else 'returned' end
            when l.after = 0 then case when :has_staff_list and s.person_key is null
                then 'left' else 'lapsed' end
            else 'moved' end as kind
        from level l left join staff_on s on s.person_key = l.person_key and s.date = l.date),
    told as (
        select n.department_id, n.date, case when k.kind <> 'moved' then k.kind
            when n.change > 0 then 'moved_in' else 'moved_out' end as flow, 1 as change
        from net n join kind k on k.person_key = n.person_key and k.date = n.date
        union all
        select '{twice}', date, kind, 1 - ins - outs from kind where kind <> 'moved'
        union all
        select '{twice}', date, 'moved_in', least(ins, outs) - ins from kind where kind = 'moved'
        union all
        select '{twice}', date, 'moved_out', least(ins, outs) - outs from kind where kind = 'moved')
    select flow as name, department_id, date, sum(change) as change
    from told group by flow, department_id, date
"""

# Those who left before the first day that is kept: all of it was on days that history tells.
_DEPARTED = """
    select flow as name, department_id, cast(:first as date) as date, people_count as change
    from departed_flow
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day of the lattice and department; '*' sums all, those unknown included.

    Of any two days, joined + returned + moved_in - left - lapsed - moved_out of the one less those
    of the other is the change of members between them, to the person.
    """
    kept = set(lattice(scope.first_date, scope.as_of_date))
    return [row for row in every_day(warehouse, scope) if row[0] in kept]


def every_day(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """The same of each day, for editions that end on other weekdays."""
    every = f"{_changes('presence')} union all {_DEPARTED}"
    told = {"has_staff_list": scope.has_staff_list, "first": scope.first_date}
    bulk.make(warehouse, "member_change", every, told)
    return daily_counts(warehouse, "member_change", FLOWS)


def totals(warehouse: Warehouse, scope: Scope, presence: str) -> Iterable[tuple[str, str, int]]:
    """How many of some people came and went in all: flow, department, people."""
    summed = f"select name, department_id, sum(change) from ({_changes(presence)}) told"
    told = {"has_staff_list": scope.has_staff_list}
    for name, department, people in bulk.tuples(
        warehouse, f"{summed} group by name, department_id", told
    ):
        yield name, department, int(people)


def _changes(presence: str) -> str:
    return _CHANGES.format(presence=presence, twice=TWICE)
