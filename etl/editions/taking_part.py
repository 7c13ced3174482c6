"""Who took part in what (ideas, topics), by department, over windows of days."""

from collections.abc import Iterable
from datetime import timedelta

from etl.editions.schema import IDEA_WINDOWS, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_WITHIN = """
    select {kind}_id, coalesce(department_id, :whole), count(distinct person_key),
        count(*) filter (where is_post), count(*) filter (where not is_post)
    from {kind}_message where date > :since
    group by grouping sets (({kind}_id, department_id), ({kind}_id))
"""
_EVER = """
    with said as (
        select {kind}_id as subject_id, department_id, case when is_post then 1 else 0 end as posts,
            case when is_post then 0 else 1 end as replies
        from {kind}_message
        union all
        select subject_id, department_id, post_count, reply_count
        from bygone_spoken where kind = :kind),
    came as (
        select {kind}_id as subject_id, department_id from {kind}_comer
        union all select {kind}_id, department_id from {kind}_newcomer),
    people as (
        select subject_id, department_id as place, count(*) as people
        from came group by subject_id, department_id)
    select s.subject_id, s.place, p.people, cast(s.posts as integer), cast(s.replies as integer)
    from (select subject_id, coalesce(department_id, :whole) as place, sum(posts) as posts,
              sum(replies) as replies
          from said group by grouping sets ((subject_id, department_id), (subject_id))) s
    join people p on p.subject_id = s.subject_id and p.place = s.place
"""


def taking_part(warehouse: Warehouse, scope: Scope, kind: str) -> Iterable[tuple[object, ...]]:
    """Subject, window, department, people, posts and replies; '*' holds each person once.

    ``kind``: idea or topic.
    """
    for days in IDEA_WINDOWS:
        if days:
            since = {"since": scope.as_of_date - timedelta(days=days), "whole": WHOLE}
            found = bulk.streamed(warehouse, _WITHIN.format(kind=kind), since)
        else:
            ever = {"kind": kind, "whole": WHOLE}
            found = bulk.streamed(warehouse, _EVER.format(kind=kind), ever)
        for subject_id, *counts in found:
            yield subject_id, days, *counts
