"""Members expected, day by day of the periods to come."""

from collections.abc import Iterable
from datetime import timedelta

from etl.editions import schema
from etl.editions.ahead import look_ahead
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.forecast


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per period ahead, as far as the band says something."""
    return [
        (scope.as_of_date + timedelta(days=each.days), each.count, each.low, each.high)
        for each in look_ahead(warehouse, scope).ahead
    ]
