"""What draws more people this week than is usual for it: ideas, or topics.

What is usual rests on the own weeks of each, and on those of all as far as its own are few. What is
of this week has none of its own: it is compared with the first weeks of others. To be new is no
merit.
"""

from collections.abc import Iterable, Mapping, Sequence

from etl.editions.schema import UNKNOWN
from etl.editions.scope import Scope
from etl.statistics.trend import rising
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_FEWEST_PEOPLE = 3
_FEWEST_DEPARTMENTS = 2

# Weeks are counted back from the last day, the last being 0.
_WEEKS = """
    with told as (
        select {kind}_id as subject_id,
            cast(floor((cast(:as_of as date) - date) / 7.0) as integer) as week,
            count(distinct person_key) as people,
            count(distinct case when department_id <> :unknown then department_id end)
                as departments
        from {kind}_message group by 1, 2
        union all
        select subject_id, cast(floor((cast(:as_of as date) - week_end) / 7.0) as integer),
            people_count, 0
        from bygone_week where kind = :kind and mod(cast(:as_of as date) - week_end, 7) = 0),
    begun as (
        select subject_id, min(date) as begun_date
        from (select {kind}_id as subject_id, came_date as date from {kind}_newcomer
              union all select {kind}_id, date from {kind}_message
              union all select subject_id, week_end from bygone_week where kind = :kind) said
        group by subject_id)
    select b.subject_id,
        cast(floor((cast(:as_of as date) - b.begun_date) / 7.0) as integer) as begun_week,
        t.week, cast(max(t.people) as integer), cast(max(t.departments) as integer)
    from told t join begun b on b.subject_id = t.subject_id
    group by b.subject_id, b.begun_date, t.week
"""


def picking_up(
    warehouse: Warehouse, scope: Scope, kind: str, *, is_bursty: bool = False
) -> Iterable[tuple[object, ...]]:
    """Subject, people of the last week, and what is usual, of each that stands out.

    ``kind``: idea or topic. ``is_bursty``: weeks vary beyond chance, as those of topics do.
    """
    weeks, departments = _courses(warehouse, scope, kind)
    fewest = max(_FEWEST_PEOPLE, scope.policy.minimum_cell)
    for key, expected in rising(weeks, is_bursty).items():
        if weeks[key][0] >= fewest and departments.get(key, 0) >= _FEWEST_DEPARTMENTS:
            yield key, weeks[key][0], round(expected, 1)


def _courses(
    warehouse: Warehouse, scope: Scope, kind: str
) -> tuple[Mapping[str, Sequence[int]], Mapping[str, int]]:
    """People of each week, the last one first, and departments of the last, by subject."""
    known = {"as_of": scope.as_of_date, "unknown": UNKNOWN, "kind": kind}
    weeks: dict[str, list[int]] = {}
    departments: dict[str, int] = {}
    found = sorted(bulk.tuples(warehouse, _WEEKS.format(kind=kind), known))
    for key, begun, week, people, places in found:
        weeks.setdefault(key, [0] * (begun + 1))[week] = people
        if week == 0:
            departments[key] = places
    return weeks, departments
