"""Distinct members active, and contributing, over windows of days; for every day and department."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from etl import activity
from etl.editions import schema
from etl.editions.daily import SHOWN
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.activity

# A report with concealed names proves how many were active, for the whole organisation, on its
# refresh date; unless another report of that date names them. Reports of a single day do not
# matter here: who was active on an earlier day need not be on them.
_CONCEALED = """
    select refresh_date, last_activity_date, count(*) as people
    from engagement_person
    where is_concealed and period_days > 1 and last_activity_date is not null
        and coalesce(state, '') not in ('deleted', 'suspended')
        and period_days = (
            select max(p.period_days) from engagement_person p
            where p.refresh_date = engagement_person.refresh_date and p.is_concealed)
        and refresh_date not in (
            select refresh_date from engagement_person
            where not is_concealed and period_days > 1)
    group by refresh_date, last_activity_date
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day and department: a count per window, active first."""
    counted = activity.count_windows(warehouse, scope.first_date, scope.as_of_date)
    concealed = _concealed(warehouse)
    for (department_id,) in bulk.tuples(warehouse, SHOWN):
        for number, counts in enumerate(counted.of(department_id).tolist()):
            day = scope.first_date + timedelta(days=number)
            if department_id == schema.WHOLE and day in concealed:
                counts[: len(schema.WINDOWS)] = concealed[day]
            yield (day, department_id, *counts)


def concealed_days(warehouse: Warehouse) -> Collection[date]:
    """Days on which the whole's active members are as a report without names has them."""
    return _concealed(warehouse).keys()


def _concealed(warehouse: Warehouse) -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    for row in bulk.rows(warehouse, _CONCEALED):
        counts = found.setdefault(row["refresh_date"], [0] * len(schema.WINDOWS))
        for index, days in enumerate(schema.WINDOWS):
            if row["last_activity_date"] > row["refresh_date"] - timedelta(days=days):
                counts[index] += row["people"]
    return found
