"""On which days counts of activity are exact: the exports cover the window without a gap."""

from dataclasses import dataclass
from datetime import date, timedelta

from etl.editions.schema import SETTLED_WITHIN_DAYS
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Days told of: by reports on their refresh date, by single-day reports, by network exports.

    ``concealed``: refresh dates of which no report shows names.
    """

    first_date: date
    refreshed: frozenset[date]
    concealed: frozenset[date]
    single: frozenset[date]
    posted: frozenset[date]

    def is_active_exact(self, day: date, window_days: int) -> bool:
        """Active is exact on a report's refresh date, and where single-day reports fill it."""
        return day in self.refreshed or self._fills(self.single, day, window_days)

    def is_contributor_exact(self, day: date, window_days: int) -> bool:
        """Contributors are exact where network exports cover the window."""
        return self._fills(self.posted, day, window_days)

    def is_exact(self, kind: str, day: date, window_days: int) -> bool:
        """Whether counts of this kind (active or contributor) are exact."""
        exact = self.is_active_exact if kind == "active" else self.is_contributor_exact
        return exact(day, window_days)

    def settled(self, kind: str, day: date, window_days: int) -> date | None:
        """The newest day up to 14 days before ``day``, itself included, with exact counts."""
        days = (day - back * _DAY for back in range(SETTLED_WITHIN_DAYS + 1))
        return next((each for each in days if self.is_exact(kind, each, window_days)), None)

    def _fills(self, covered: frozenset[date], day: date, days: int) -> bool:
        window = (day - back * _DAY for back in range(days))
        return all(each in covered for each in window if each >= self.first_date)


def find_coverage(warehouse: Warehouse, scope: Scope) -> Coverage:
    """What the exports cover of the days of the edition."""
    reports = bulk.rows(
        warehouse,
        "select refresh_date as day, period_days > 1 as is_long, bool_and(is_concealed) as hides "
        "from engagement_person group by refresh_date, period_days > 1",
    )
    named = {row["day"] for row in reports if row["is_long"] and not row["hides"]}
    refreshed = {row["day"] for row in reports if row["is_long"]}
    single = {row["day"] for row in reports if not row["is_long"] and not row["hides"]}
    return Coverage(
        scope.first_date,
        frozenset(refreshed),
        frozenset(refreshed - named),
        frozenset(single),
        frozenset(_posted(warehouse, scope)),
    )


def _posted(warehouse: Warehouse, scope: Scope) -> set[date]:
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
