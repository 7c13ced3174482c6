"""The departments that are shown, what they are part of, and what became of them."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.organisation import read_register
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.department
LISTED = "select department_id, name from listed_department"


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per department."""
    register = read_register(warehouse)
    succession, day = register.succession, scope.as_of_date
    parents = register.hierarchy.on(day)
    for department_id, name in bulk.tuples(warehouse, LISTED):
        now_id = succession.on(department_id, day)
        yield (
            department_id,
            name,
            parents.get(department_id),
            now_id if now_id != department_id else None,
            succession.comparable_since(now_id, day),
        )
