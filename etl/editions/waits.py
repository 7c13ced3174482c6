"""How long colleagues waited: from being hired to joining, from joining to the first message."""

from collections.abc import Iterator, Mapping

from etl.editions.scope import Scope
from etl.statistics.survival import Waiting
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

A_YEAR = 365
HIRE_TO_JOIN, JOIN_TO_POST = "hire_to_join", "join_to_post"

# Days are counted from the day of being hired as day 1. Nobody was watched before the network
# began or the first staff list was made: who was hired earlier entered late (left truncation).
_HIRED = """
    with hired as (
        select p.person_key, min(s.start_date) as hired
        from staff s join person p on p.person_id_key = s.person_id_key
        where s.start_date is not null group by p.person_key),
    employed as (
        select person_key, max(valid_to) as left_on from employment
        where is_counted group by person_key),
    joined as (select person_key, min(valid_from) as joined from presence group by person_key),
    told as (
        select h.hired, j.joined, least(e.left_on - 1, cast(:last as date)) as seen,
            greatest(h.hired, cast(:first as date), cast(:known as date)) as entered
        from hired h
        join employed e on e.person_key = h.person_key
        left join joined j on j.person_key = h.person_key
        where h.hired <= cast(:last as date))
    select cast(coalesce(joined, seen) - hired + 1 as integer) as time,
        joined is not null as happened, cast(entered - hired as integer) as entry,
        count(*) as people
    from told group by 1, 2, 3
"""
# What members wrote is kept for little more than a year: so long are those who join watched.
_POSTED = f"""
    with joined as (
        select person_no, min(valid_from) as joined, max(valid_to) as left_on
        from presence group by person_no having min(valid_from) > cast(:last as date) - {A_YEAR}),
    wrote as (
        select person_no, min(date) as wrote from active_day
        where is_contribution group by person_no),
    told as (
        select j.joined, w.wrote, least(j.left_on - 1, cast(:last as date)) as seen
        from joined j
        left join wrote w on w.person_no = j.person_no and w.wrote <= cast(:last as date)
        where j.joined <= cast(:last as date))
    select cast(coalesce(wrote, seen) - joined + 1 as integer) as time,
        wrote is not null as happened, 0 as entry, count(*) as people
    from told group by 1, 2
"""


def waits(warehouse: Warehouse, scope: Scope) -> Iterator[tuple[str, list[Waiting]]]:
    """Each step with the people watched; the first only where the staff list names people."""
    days = {"last": scope.as_of_date}
    if scope.has_staff_list and scope.headcount_from is not None:
        known = days | {"first": scope.first_date, "known": scope.headcount_from}
        yield HIRE_TO_JOIN, _people(warehouse, _HIRED, known)
    yield JOIN_TO_POST, _people(warehouse, _POSTED, days)


def _people(warehouse: Warehouse, query: str, days: Mapping[str, object]) -> list[Waiting]:
    found = sorted(bulk.tuples(warehouse, query, days))
    return [
        Waiting(time, happened, entry)
        for time, happened, entry, people in found
        for _ in range(people)
        if time > entry
    ]
