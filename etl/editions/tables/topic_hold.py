"""In which departments each topic took hold, to the last of them."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.topic_hold


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per topic and department in which it took hold."""
    return bulk.tuples(warehouse, "select topic_id, department_id, step, held_date from topic_hold")
