"""Who took part in what (ideas, topics), by department, over windows of days."""

from collections.abc import Iterable
from datetime import date, timedelta

from etl.editions.schema import IDEA_WINDOWS, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_COUNTS = """
    with said as (
        select {kind}_id as subject_id, department_id, case when is_post then 1 else 0 end as posts,
            case when is_post then 0 else 1 end as replies
        from {kind}_message where date > :since
        union all
        select subject_id, department_id, post_count, reply_count
        from bygone_spoken where kind = :kind and last_date > :since),
    people as ({people})
    select s.subject_id, s.place, p.people, cast(s.posts as integer), cast(s.replies as integer)
    from (select subject_id, coalesce(department_id, :whole) as place, sum(posts) as posts,
              sum(replies) as replies
          from said group by grouping sets ((subject_id, department_id), (subject_id))) s
    join people p on p.subject_id = s.subject_id and p.place = s.place
    order by s.subject_id, s.place
"""
_WITHIN = """
    select subject_id, place, cast(sum(people) as integer) as people
    from (select {kind}_id as subject_id, coalesce(department_id, :whole) as place,
              count(distinct person_key) as people
          from {kind}_message where date > :since
          group by grouping sets (({kind}_id, department_id), ({kind}_id))
          union all
          select subject_id, department_id, count(*)
          from bygone_beside_last where kind = :kind and last_date > :since
          group by subject_id, department_id) told
    group by subject_id, place
"""
_EVER = """
    select {kind}_id as subject_id, department_id as place, count(*) as people
    from (select {kind}_id, department_id from {kind}_comer
          union all select {kind}_id, department_id from {kind}_newcomer) came
    group by {kind}_id, department_id
"""


def taking_part(warehouse: Warehouse, scope: Scope, kind: str) -> Iterable[tuple[object, ...]]:
    """Subject, window, department, people, posts and replies; '*' holds each person once.

    ``kind``: idea or topic.
    """
    for days in IDEA_WINDOWS:
        since = scope.as_of_date - timedelta(days=days) if days else date.min
        people = (_WITHIN if days else _EVER).format(kind=kind)
        query = _COUNTS.format(kind=kind, people=people)
        asked = {"since": since, "kind": kind, "whole": WHOLE}
        for subject_id, *counts in bulk.streamed(warehouse, query, asked):
            yield subject_id, days, *counts
