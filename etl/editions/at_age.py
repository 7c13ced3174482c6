"""Members who took part in each idea by an age, of those who could see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.disclosure.cells import rounded
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_AT_AGE = """
    with audience as (
        select d.begun_date, count(distinct p.person_no) as members
        from (select distinct begun_date from idea_begun) d
        join presence p on p.valid_from < d.begun_date + cast(:age as integer)
            and p.valid_to > d.begun_date
        group by d.begun_date),
    engaged as (
        select m.idea_id, count(distinct p.person_no) as people
        from idea_message m
        join idea_begun b on b.idea_id = m.idea_id
        join presence p on p.person_key = m.person_key
            and p.valid_from <= m.date and m.date < p.valid_to
        where m.date < b.begun_date + cast(:age as integer)
        group by m.idea_id)
    select b.idea_id, b.begun_date, cast(coalesce(e.people, 0) as integer) as people,
        cast(a.members as integer) as members
    from idea_begun b
    join audience a on a.begun_date = b.begun_date
    left join engaged e on e.idea_id = b.idea_id
    where b.begun_date + cast(:age as integer) - 1 <= :as_of
        and b.idea_id not in (select idea_id from bygone_idea)
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
    least, days = scope.policy.minimum_group, {"age": age, "as_of": scope.as_of_date}
    told = bulk.tuples(warehouse, _BYGONE, {"age": age})
    found = [AtAge(*row) for row in told if row[-1] >= least] + [
        AtAge(idea_id, begun_date, people, max(people, rounded(members)))
        for idea_id, begun_date, people, members in bulk.tuples(warehouse, _AT_AGE, days)
        if members >= least
    ]
    return sorted(found, key=lambda each: each.idea_id)
