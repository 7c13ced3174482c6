"""What the counts of activity rest on, for every day and window."""

from collections.abc import Iterable
from datetime import timedelta

from etl.editions import schema
from etl.editions.coverage import find_coverage
from etl.editions.schema import AT_LEAST, EXACT, WINDOWS
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.activity_basis


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and window; at least is what the exports do not cover whole."""
    coverage = find_coverage(warehouse, scope)
    day = scope.first_date
    while day <= scope.as_of_date:
        for days in WINDOWS:
            active = EXACT if coverage.is_active_exact(day, days) else AT_LEAST
            contributor = EXACT if coverage.is_contributor_exact(day, days) else AT_LEAST
            yield day, days, active, contributor
        day += timedelta(days=1)
