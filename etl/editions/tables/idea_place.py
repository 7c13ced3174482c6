"""Where each idea was posted."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_place


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and community."""
    found = bulk.tuples(
        warehouse,
        """
        select m.idea_id, m.place_id,
            coalesce(min(c.name),
                case when m.place_id = 'all_company' then 'All Company'
                     else 'Community ' || m.place_id end) as place_name,
            min(m.date) as first_date, count(*) as posts
        from idea_message m left join community c on c.place_id = m.place_id
        where m.is_post group by m.idea_id, m.place_id
        """,
    )
    return found
