"""Who took part in each idea, by department, over windows of days."""

from collections.abc import Iterable
from datetime import date, timedelta

from etl.editions import schema
from etl.editions.schema import IDEA_WINDOWS, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_department


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea, window and department with people; '*' holds each of them once."""
    for days in IDEA_WINDOWS:
        since = scope.as_of_date - timedelta(days=days) if days else date.min
        yield from _counted(warehouse, days, since)


def _counted(warehouse: Warehouse, days: int, since: date) -> Iterable[tuple[object, ...]]:
    found = bulk.tuples(
        warehouse,
        f"""
        select idea_id, {days} as window_days, coalesce(department_id, '{WHOLE}'),
            count(distinct person_key), count(*) filter (where is_post),
            count(*) filter (where not is_post)
        from idea_message where date > :since
        group by grouping sets ((idea_id, department_id), (idea_id))
        """,
        {"since": since},
    )
    return found
