"""What the counts of activity rest on, for every day and window."""

from collections.abc import Iterable
from datetime import date, timedelta

from etl.editions import schema
from etl.editions.schema import AT_LEAST, EXACT, WINDOWS
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.activity_basis

_DAY = timedelta(days=1)


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """Active is exact on a report's refresh date, and where single-day reports fill the window.

    Contributors are exact where network exports cover the window.
    """
    refreshed, single = _reports(warehouse)
    posted = _covered(warehouse, scope)
    day = scope.first_date
    while day <= scope.as_of_date:
        for days in WINDOWS:
            is_exact = day in refreshed or _fills(single, day, days, scope)
            contributors = EXACT if _fills(posted, day, days, scope) else AT_LEAST
            yield day, days, EXACT if is_exact else AT_LEAST, contributors
        day += _DAY


def _fills(covered: set[date], day: date, days: int, scope: Scope) -> bool:
    window = (day - timedelta(days=back) for back in range(days))
    return all(each in covered for each in window if each >= scope.first_date)


def _reports(warehouse: Warehouse) -> tuple[set[date], set[date]]:
    refreshed, single = set(), set()
    found = bulk.rows(
        warehouse,
        "select refresh_date, period_days, bool_and(is_concealed) as is_concealed "
        "from engagement_person group by refresh_date, period_days",
    )
    for row in found:
        if row["period_days"] > 1:
            refreshed.add(row["refresh_date"])
        elif not row["is_concealed"]:
            single.add(row["refresh_date"])
    return refreshed, single


def _covered(warehouse: Warehouse, scope: Scope) -> set[date]:
    covered: set[date] = set()
    found = bulk.rows(
        warehouse,
        "select covers_from, covers_to from snapshot_part "
        "where source = 'yammer_messages' and covers_to is not null",
    )
    for row in found:
        day = max(row["covers_from"] or scope.first_date, scope.first_date)
        while day <= min(row["covers_to"], scope.as_of_date):
            covered.add(day)
            day += _DAY
    return covered
