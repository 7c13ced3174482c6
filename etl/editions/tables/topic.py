"""The topics of the reviewed list."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.topic


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per topic, also where nobody has said a word of it."""
    return bulk.tuples(
        warehouse,
        """
        select l.topic_id, l.name, coalesce(i.ideas, 0), m.last_date
        from (select topic_id, min(name collate "C") as name from topic_list group by topic_id) l
        left join (select topic_id, count(*) as ideas from topic_idea group by topic_id) i
            on i.topic_id = l.topic_id
        left join (
            select topic_id, max(last_date) as last_date
            from (select topic_id, date as last_date from topic_message
                  union all
                  select subject_id, last_date from bygone_spoken where kind = 'topic') said
            group by topic_id) m on m.topic_id = l.topic_id
        """,
    )
