"""In which departments each idea took hold, to the last of them."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_hold


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and department in which it took hold."""
    return bulk.streamed(warehouse, "select idea_id, department_id, step, held_date from idea_hold")
