"""Members active, and contributing, in the departments that changed, as the organisation is now."""

from collections.abc import Iterable

from etl import activity, adoption
from etl.editions import schema
from etl.editions.daily import RECAST, daily_counts
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.activity_now


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department that another one became: a count per window."""
    if not adoption.make_recast(warehouse, scope):
        return ()
    activity.make_windows(warehouse, "presence_now")
    return daily_counts(warehouse, "active_window", activity.COUNTS, places=RECAST)
