"""Topics that draw more people this week than is usual for them."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.picking_up import Spoken, picking_up
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.topic_trend

_SPOKEN = Spoken(
    "topic_message",
    "topic_id",
    "select topic_id, min(date) as begun_date from topic_message group by topic_id",
    is_bursty=True,
)


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per topic that stands out."""
    return picking_up(warehouse, scope, _SPOKEN)
