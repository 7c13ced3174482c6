"""What each department was part of, from day to day."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.organisation import read_register
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.department_parent
LISTED = "select department_id from listed_department"


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per department on the first day, and on each day it came under another parent."""
    hierarchy = read_register(warehouse).hierarchy
    first, last = scope.first_date, scope.as_of_date
    days = [first, *(day for day in hierarchy.days if first < day <= last)]
    for (department_id,) in bulk.tuples(warehouse, LISTED):
        before: str | None = ""
        for day in days:
            parent = hierarchy.on(day).get(department_id)
            if parent != before:
                yield department_id, day, parent
            before = parent
