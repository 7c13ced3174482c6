"""Members who took part in each idea by an age, of those who could see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.disclosure.cells import rounded
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

# The audience of a day are the members of any of the ``age`` days from then on. A stretch of being
# a member counts for the days from which it is the first to be met: one that ends later than all
# before it does. So everybody counts once, and no day is compared with every member.
_AT_AGE = """
    with stretch as (
        select valid_from - cast(:age as integer) + 1 as first_date, valid_to as end_date,
            max(valid_to) over (partition by person_no order by valid_from, valid_to
                rows between unbounded preceding and 1 preceding) as met_before
        from presence),
    met as (
        select greatest(first_date, coalesce(met_before, first_date)) as first_date, end_date
        from stretch),
    change as (
        select first_date as date, 1 as members, false as is_begun from met
        where first_date < end_date
        union all
        select end_date, -1, false from met where first_date < end_date
        union all
        select distinct begun_date, 0, true from idea_begun),
    audience as (
        select date as begun_date, members
        from (select date, is_begun, sum(members) over (order by date) as members from change) told
        where is_begun),
    engaged as (
        select m.idea_id, count(distinct p.person_no) as people
        from idea_message m
        join idea_begun b on b.idea_id = m.idea_id
        join presence p on p.person_key = m.person_key
            and p.valid_from <= m.date and m.date < p.valid_to
        where m.date < b.begun_date + cast(:age as integer)
        group by m.idea_id),
    beside as (
        select idea_id, sum(people_count) as people, sum(audience_count) as members
        from bygone_beside_age where age_days = :age group by idea_id)
    select b.idea_id, b.begun_date,
        cast(coalesce(e.people, 0) + coalesce(g.people, 0) as integer) as people,
        cast(a.members + coalesce(g.members, 0) as integer) as members
    from idea_begun b
    join audience a on a.begun_date = b.begun_date
    left join engaged e on e.idea_id = b.idea_id
    left join beside g on g.idea_id = b.idea_id
    where b.begun_date + cast(:age as integer) - 1 <= :as_of
        and b.idea_id not in (select idea_id from bygone_age where age_days = :age)
"""
_BYGONE = """
    select b.idea_id, b.begun_date, a.people_count, a.audience_count
    from bygone_age a join idea_begun b on b.idea_id = a.idea_id where a.age_days = :age
"""


@dataclass(frozen=True, slots=True)
class AtAge:
    """One idea. ``audience``: to the nearest five, and never fewer than took part."""

    idea_id: str
    begun_date: date
    people: int
    audience: int


def at_age(warehouse: Warehouse, scope: Scope, age: int) -> Sequence[AtAge]:
    """Ideas that have reached the age, where the audience is a minimum group."""
    found = reached(warehouse, scope, age)
    return [each for each in found if each.audience >= scope.policy.minimum_group]


def reached(warehouse: Warehouse, scope: Scope, age: int) -> Sequence[AtAge]:
    """Ideas that have reached the age; of an audience below the minimum group 0 is told."""
    least, days = scope.policy.minimum_group, {"age": age, "as_of": scope.as_of_date}
    told = [AtAge(*row) for row in bulk.tuples(warehouse, _BYGONE, {"age": age})]
    found = [
        AtAge(idea_id, begun_date, people, max(people, rounded(members)) if members >= least else 0)
        for idea_id, begun_date, people, members in bulk.tuples(warehouse, _AT_AGE, days)
    ]
    return sorted([*told, *found], key=lambda each: each.idea_id)
