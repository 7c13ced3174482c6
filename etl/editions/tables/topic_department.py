"""Who took part in each topic, by department, over windows of days."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.editions.taking_part import taking_part
from etl.warehouse.engine import Warehouse

TABLE = schema.topic_department


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per topic, window and department with people; '*' holds each of them once."""
    return taking_part(warehouse, scope, "topic")
