"""The course of each idea, day by day."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_day


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and day on which somebody spoke of it."""
    return bulk.streamed(
        warehouse,
        """
        select idea_id, date, cast(sum(people) as integer), cast(sum(posts) as integer),
            cast(sum(replies) as integer)
        from (select idea_id, date, count(distinct person_key) as people,
                  count(*) filter (where is_post) as posts,
                  count(*) filter (where not is_post) as replies
              from idea_message group by idea_id, date
              union all
              select idea_id, date, people_count, post_count, reply_count from bygone_day) said
        group by idea_id, date
        order by idea_id, date
        """,
    )
