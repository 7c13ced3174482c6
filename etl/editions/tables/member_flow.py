"""How people came to be members and ceased to be: running totals of every flow."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.daily import daily_counts
from etl.editions.lattice import lattice
from etl.editions.schema import FLOWS
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.member_flow

# What begins and ends for one person on one day: where both do, the person moved. Stretches that
# follow each other in one department are no event.
_CHANGES = """
    with edge as (
        select person_key, department_id, valid_from as date, 1 as change from presence
        union all
        select person_key, department_id, valid_to, -1 from presence),
    net as (
        select person_key, department_id, date, sum(change) as change
        from edge group by person_key, department_id, date having sum(change) <> 0),
    met as (
        select net.*, min(change) over same as least, max(change) over same as most,
            min(date) over (partition by person_key) as first_date
        from net window same as (partition by person_key, date)),
    staff_on as (
        select distinct m.person_key, m.date
        from met m join employment e on e.person_key = m.person_key and e.is_counted
            and e.valid_from <= m.date and m.date < e.valid_to
        where m.most < 0),
    told as (
        select m.department_id, m.date, m.change,
            case when m.least < 0 and m.most > 0
                 then case when m.change > 0 then 'moved_in' else 'moved_out' end
                 when m.change > 0
                 then case when m.date = m.first_date then 'joined' else 'returned' end
                 when :has_staff_list and s.person_key is null then 'left'
                 else 'lapsed' end as flow
        from met m left join staff_on s on s.person_key = m.person_key and s.date = m.date)
    select flow as name, department_id, date, sum(abs(change)) as change
    from told group by flow, department_id, date
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day of the lattice and department; '*' sums all, those unknown included.

    Of any two days, joined + returned + moved_in - left - lapsed - moved_out of the one less those
    of the other is the change of members between them, to the person.
    """
    bulk.make(warehouse, "member_change", _CHANGES, {"has_staff_list": scope.has_staff_list})
    kept = set(lattice(scope.first_date, scope.as_of_date))
    return [row for row in daily_counts(warehouse, "member_change", FLOWS) if row[0] in kept]
