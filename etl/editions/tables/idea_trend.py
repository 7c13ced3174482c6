"""Ideas that draw more people this week than is usual for them."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.picking_up import picking_up
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_trend


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea that stands out."""
    return picking_up(warehouse, scope, "idea")
