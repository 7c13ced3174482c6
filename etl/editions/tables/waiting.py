"""Within how many days colleagues join, and members first write."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.editions.waits import waits
from etl.statistics.survival import waiting_curve
from etl.warehouse.engine import Warehouse

TABLE = schema.waiting

DAYS = (1, 7, 14, 28, 56, 91, 182, 273, 364, 546, 728)


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per step and number of days; without a share where too few were watched so long."""
    for step, people in waits(warehouse, scope):
        curve = waiting_curve(people, scope.settings.privacy.minimum_group)
        if curve is None:
            continue
        longest = max(each.time for each in people)
        for days in DAYS:
            if days <= longest:
                yield step, days, schema.WHOLE, len(people), curve.done_by(days)
