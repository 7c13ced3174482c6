"""Members against headcount, for every day and department, as it was on that day."""

from collections.abc import Iterable

from etl import adoption
from etl.editions import schema
from etl.editions.daily import adopted, daily_counts
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.adoption


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department; headcount is unknown before the first staff list.

    Who is eligible is unknown where the list, or any department's line, does not say it.
    """
    adoption.make_changes(warehouse, scope)
    return map(adopted, daily_counts(warehouse, "adoption_change", adoption.NAMES))
