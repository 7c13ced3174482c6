"""The ways to look ahead, beside how each would have done so far."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.ahead import look_ahead
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.forecast_method


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per method; a ceiling only where one can be told."""
    return [
        (
            way.method,
            way.reason,
            *(way.ceiling or (None, None, None)),
            way.held_count,
            way.tested_count,
            *way.errors,
        )
        for way in look_ahead(warehouse, scope).ways
    ]
