"""What the forecast is made of: members of every day, headcount, and the target."""

from datetime import date
from math import ceil

from etl import adoption
from etl.editions.daily import adopted, daily_counts
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.statistics.outlook import Outlook, Series, outlook
from etl.warehouse.engine import Warehouse

_WHOLE = f"select '{WHOLE}' as department_id"


def look_ahead(warehouse: Warehouse, scope: Scope) -> Outlook:
    """The outlook of the whole organisation; worked out once however many tables ask."""
    adoption.make_changes(warehouse, scope)
    counts = daily_counts(warehouse, "adoption_change", adoption.NAMES, _WHOLE)
    days = [adopted(row) for row in counts]
    headcount, eligible = (_known(days[-1][place]) for place in (2, 3))
    target = scope.settings.target
    needed = None
    if target.rate is not None and headcount:
        needed = ceil(round(target.rate * headcount, 9))
    return outlook(
        Series(
            members=tuple(_known(day[4]) or 0 for day in days),
            most=eligible or headcount,
            needed=needed,
            days_left=_until(scope, target.date),
        )
    )


def _known(count: object) -> int | None:
    return count if isinstance(count, int) else None


def _until(scope: Scope, end: date | None) -> int | None:
    return None if end is None else (end - scope.as_of_date).days
