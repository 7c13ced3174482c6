"""How the forecast was made, and the chance of the target."""

from collections.abc import Iterable
from datetime import timedelta

from etl.editions import schema
from etl.editions.ahead import look_ahead
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.outlook


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row."""
    found = look_ahead(warehouse, scope)
    bulk = found.bulk_day
    bulk_date = None if bulk is None else scope.first_date + timedelta(days=bulk)
    return [
        (
            scope.as_of_date,
            found.status,
            found.step_days,
            found.path_count,
            found.reaching_count,
            bulk_date,
            found.bulk_count,
        )
    ]
