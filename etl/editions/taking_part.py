"""Who took part in what (ideas, topics), by department, over windows of days."""

from collections.abc import Iterable
from datetime import date, timedelta

from etl.editions.schema import IDEA_WINDOWS, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse


def taking_part(
    warehouse: Warehouse, scope: Scope, messages: str, subject: str
) -> Iterable[tuple[object, ...]]:
    """Subject, window, department, people, posts and replies; '*' holds each person once.

    ``messages``: a table of messages with their person and department, by the column ``subject``.
    """
    for days in IDEA_WINDOWS:
        since = scope.as_of_date - timedelta(days=days) if days else date.min
        yield from bulk.tuples(
            warehouse,
            f"""
            select {subject}, {days} as window_days, coalesce(department_id, '{WHOLE}'),
                count(distinct person_key), count(*) filter (where is_post),
                count(*) filter (where not is_post)
            from {messages} where date > :since
            group by grouping sets (({subject}, department_id), ({subject}))
            """,
            {"since": since},
        )
