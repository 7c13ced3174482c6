"""After how many days half of the colleagues had joined, and half of the members had written."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.editions.waits import waits
from etl.statistics.survival import waiting_curve
from etl.warehouse.engine import Warehouse

TABLE = schema.waiting_median


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per step that was watched in anybody."""
    for step, people in waits(warehouse, scope):
        if people:
            curve = waiting_curve(people, scope.settings.privacy.minimum_group)
            done = sum(each.happened for each in people)
            median = curve.median if curve else None
            days = None if median is None else round(median)
            yield step, schema.WHOLE, len(people), done, days
