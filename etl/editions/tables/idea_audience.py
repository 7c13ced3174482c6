"""The clicks on links that were posted to one department alone, over windows of days."""

from collections.abc import Iterable
from datetime import date, timedelta

from etl.editions import schema
from etl.editions.schema import IDEA_WINDOWS, UNKNOWN, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_audience


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea, series, window and department; '*' holds their sum."""
    for days in IDEA_WINDOWS:
        since = scope.as_of_date - timedelta(days=days) if days else date.min
        for place in (f"'{WHOLE}'", "department_id"):
            yield from bulk.tuples(
                warehouse,
                f"""
                select idea_id, series_id, {days} as window_days, {place} as place,
                    cast(sum(click_count) as integer)
                from idea_click_day
                where idea_id is not null and department_id <> :unknown
                    and date > :since and date <= :as_of
                group by 1, 2, 3, 4
                """,
                {"unknown": UNKNOWN, "since": since, "as_of": scope.as_of_date},
            )
