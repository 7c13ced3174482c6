"""Why clicks were set apart as not human."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.click_bot


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per series and reason."""
    found = bulk.tuples(
        warehouse,
        """
        select series_id, bot_reason, cast(sum(count) as integer) from click_day
        where bot_reason <> '' and date <= :as_of
        group by series_id, bot_reason
        """,
        {"as_of": scope.as_of_date},
    )
    return found
