"""What the counts of activity rest on, for every day and window."""

from collections.abc import Iterable
from datetime import timedelta

from etl.editions import schema
from etl.editions.coverage import find_coverage
from etl.editions.history_file import told_rows
from etl.editions.schema import AT_LEAST, EXACT, WINDOWS
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.activity_basis


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and window; at least is what the exports do not cover whole.

    Of days that were told before, as the counts then rested on it.
    """
    coverage = find_coverage(warehouse, scope)
    told = {
        (row["date"], row["window_days"]): tuple(row.values())
        for row in told_rows(scope.settings, TABLE.name)
    }
    day = scope.first_date
    while day <= scope.as_of_date:
        for days in WINDOWS:
            active = EXACT if coverage.is_active_exact(day, days) else AT_LEAST
            contributor = EXACT if coverage.is_contributor_exact(day, days) else AT_LEAST
            yield told.get((day, days), (day, days, active, contributor))
        day += timedelta(days=1)
