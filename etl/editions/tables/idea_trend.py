"""Ideas that draw more people this week than is usual for them."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.picking_up import Spoken, picking_up
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_trend

_SPOKEN = Spoken("idea_message", "idea_id", "select idea_id, begun_date from idea_begun")


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea that stands out."""
    return picking_up(warehouse, scope, _SPOKEN)
