"""Where each idea was posted."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_place


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and community."""
    return bulk.streamed(
        warehouse,
        """
        select m.idea_id, m.place_id,
            coalesce(min(c.name),
                case when m.place_id = 'all_company' then 'All Company'
                     else 'Community ' || m.place_id end) as place_name,
            min(m.first_date) as first_date, cast(sum(m.post_count) as integer) as posts
        from (select idea_id, place_id, date as first_date, 1 as post_count
              from idea_message where is_post
              union all
              select idea_id, place_id, first_date, post_count from bygone_place) m
        left join community c on c.place_id = m.place_id
        group by m.idea_id, m.place_id
        order by m.idea_id, m.place_id
        """,
    )
