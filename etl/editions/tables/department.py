"""The departments that are shown, what they are part of, and what became of them."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.organisation import read_register
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.department


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per department."""
    succession = read_register(warehouse).succession
    day = scope.as_of_date
    found = bulk.tuples(warehouse, "select department_id, name, parent_id from listed_department")
    for department_id, name, parent_id in found:
        now_id = succession.on(department_id, day)
        yield (
            department_id,
            name,
            parent_id,
            now_id if now_id != department_id else None,
            succession.comparable_since(now_id, day),
        )
