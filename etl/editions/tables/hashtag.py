"""Hashtags that are on no list, for review.

A hashtag may be the name of a person. It is listed once a minimum group of people in three
departments used it within a year: then it is a word of the organisation, and no longer one of a
team. What nobody reviews is not remembered for longer.
"""

from collections.abc import Iterable
from datetime import timedelta

from etl.disclosure.cells import rounded
from etl.editions import schema
from etl.editions.schema import HASHTAG_DEPARTMENTS, UNKNOWN
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.hashtag

_A_YEAR = timedelta(days=365)

_UNLISTED = """
    select s.hashtag, count(distinct s.person_key), max(s.date)
    from hashtag_message s
    left join topic_list l on l.kind = 'hashtag' and l.term = s.hashtag
    where l.term is null and s.date > :since
    group by s.hashtag
    having count(distinct s.person_key) >= :people
        and count(distinct case when s.department_id <> :unknown then s.department_id end)
            >= :departments
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per hashtag."""
    since = scope.as_of_date - _A_YEAR
    floor = {"people": scope.policy.minimum_group, "departments": HASHTAG_DEPARTMENTS}
    for tag, people, last in bulk.tuples(
        warehouse, _UNLISTED, {**floor, "unknown": UNKNOWN, "since": since}
    ):
        yield tag, rounded(people), last
