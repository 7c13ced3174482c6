"""Members against headcount of the departments that changed, as the organisation is now."""

from collections.abc import Iterable

from etl import adoption
from etl.editions import schema
from etl.editions.daily import RECAST, adopted, daily_counts
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.adoption_now


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department that another one became, over all of its past."""
    if not adoption.make_recast(warehouse, scope):
        return ()
    adoption.make_changes(warehouse, scope)
    adoption.make_changes_now(warehouse, scope)
    found = daily_counts(warehouse, "adoption_change_now", adoption.NAMES, places=RECAST)
    return map(adopted, found)
