"""Hashtags that are on no list, for review.

A hashtag may be the name of a person. It is listed once a minimum group of people in three
departments used it within a year: then it is a word of the organisation, and no longer one of a
team. What nobody reviews is not remembered for longer.
"""

from collections.abc import Iterable
from datetime import timedelta

from etl.disclosure.cells import rounded
from etl.editions import schema
from etl.editions.schema import HASHTAG_DEPARTMENTS, UNKNOWN, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.hashtag

_A_YEAR = timedelta(days=365)

_UNLISTED = """
    with used as (
        select hashtag, department_id, person_key, date from hashtag_message where date > :since
        union all
        select subject_id, department_id, null, last_date from bygone_beside_last
        where kind = 'hashtag' and last_date > :since),
    beside as (
        select hashtag, count(*) as people from used where department_id = :whole group by hashtag),
    people as (
        select u.hashtag, count(distinct u.person_key) + coalesce(max(b.people), 0) as people,
            count(distinct case when u.department_id not in (:unknown, :whole)
                then u.department_id end) as departments,
            max(u.date) as last_date
        from used u left join beside b on b.hashtag = u.hashtag
        group by u.hashtag)
    select p.hashtag, p.people, p.last_date
    from people p left join topic_list l on l.kind = 'hashtag' and l.term = p.hashtag
    where l.term is null and p.people >= :people and p.departments >= :departments
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per hashtag."""
    since = scope.as_of_date - _A_YEAR
    floor = {"people": scope.policy.minimum_group, "departments": HASHTAG_DEPARTMENTS}
    for tag, people, last in bulk.tuples(
        warehouse, _UNLISTED, {**floor, "unknown": UNKNOWN, "whole": WHOLE, "since": since}
    ):
        yield tag, rounded(people), last
