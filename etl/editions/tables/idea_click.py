"""The clicks on the links of each idea, by the audience that each link was posted to."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_click


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea, series, audience department and day."""
    return bulk.streamed(
        warehouse,
        """
        select idea_id, series_id, department_id, date, click_count, bot_count
        from idea_click_day where idea_id is not null
        """,
    )
