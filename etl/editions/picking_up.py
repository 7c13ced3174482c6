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

# Weeks are counted back from the last day, the last being 0. Of bygone ones there are those that
# end on any weekday.
_BACK = "cast(floor((cast(:as_of as date) - {day}) / 7.0) as integer)"
_WEEKS = f"""
    with told as (
        select {{kind}}_id as subject_id, {_BACK.format(day="date")} as week,
            count(distinct person_key) as people, false as is_beside
        from {{kind}}_message group by 1, 2
        union all
        select subject_id, {_BACK.format(day="week_end")}, people_count, is_beside
        from (select kind, subject_id, week_end, people_count, false as is_beside from bygone_week
              union all
              select kind, subject_id, week_end, people_count, true from bygone_beside_week) bygone
        where kind = :kind and mod(cast(:as_of as date) - week_end, 7) = 0
            and week_end <= :as_of),
    begun as (
        select subject_id, min(date) as begun_date
        from (select {{kind}}_id as subject_id, came_date as date from {{kind}}_newcomer
              union all select {{kind}}_id, date from {{kind}}_message
              union all select subject_id, week_end from bygone_week where kind = :kind
              union all select subject_id, week_end from bygone_beside_week where kind = :kind) said
        group by subject_id)
    select b.subject_id, {_BACK.format(day="b.begun_date")} as begun_week, t.week,
        cast(coalesce(max(case when not t.is_beside then t.people end), 0)
            + coalesce(sum(case when t.is_beside then t.people end), 0) as integer)
    from told t join begun b on b.subject_id = t.subject_id
    group by b.subject_id, b.begun_date, t.week
    order by b.subject_id collate "C"
"""
_PLACES = """
    select subject_id, count(distinct department_id) from (
        select {kind}_id as subject_id, department_id, date from {kind}_message
        union all
        select subject_id, department_id, last_date from bygone_spoken where kind = :kind) said
    where date > cast(:as_of as date) - 7 and department_id <> :unknown
    group by subject_id
"""


def picking_up(
    warehouse: Warehouse, scope: Scope, kind: str, *, is_bursty: bool = False
) -> Iterable[tuple[object, ...]]:
    """Subject, people of the last week, and what is usual, of each that stands out.

    ``kind``: idea or topic. ``is_bursty``: weeks vary beyond chance, as those of topics do.
    """
    weeks = courses(warehouse, scope, kind)
    known = {"as_of": scope.as_of_date, "kind": kind, "unknown": UNKNOWN}
    departments = dict(bulk.tuples(warehouse, _PLACES.format(kind=kind), known))
    fewest = max(_FEWEST_PEOPLE, scope.policy.minimum_cell)
    for key, expected in rising(weeks, is_bursty).items():
        if weeks[key][0] >= fewest and departments.get(key, 0) >= _FEWEST_DEPARTMENTS:
            yield key, weeks[key][0], round(expected, 1)


def courses(warehouse: Warehouse, scope: Scope, kind: str) -> Mapping[str, Sequence[int]]:
    """Subject to its people of each week since it was begun, the last week first."""
    known = {"as_of": scope.as_of_date, "kind": kind}
    weeks: dict[str, list[int]] = {}
    for key, begun, week, people in bulk.streamed(warehouse, _WEEKS.format(kind=kind), known):
        weeks.setdefault(key, [0] * (begun + 1))[week] = people
    return weeks
