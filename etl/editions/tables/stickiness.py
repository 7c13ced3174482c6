"""How many of those active in 28 days are active on a usual workday."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from etl.editions import schema
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.holidays import days_off

TABLE = schema.stickiness

WINDOW = 28
_SATURDAY = 5


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per kind, where single days as well as the window are exact.

    Reading shows on single days only in single-day reports, so of active members this is rarely
    known; of contributors the network export tells every day.
    """
    for kind in ("active", "contributor"):
        day = published.settled_day(kind, WINDOW, scope.as_of_date)
        if day is None:
            continue
        workdays = _workdays(day, scope)
        if workdays and set(workdays) <= published.exact_days(kind, 1):
            yield from _figures(published, kind, day, workdays)


def _workdays(last: date, scope: Scope) -> Sequence[date]:
    days = [last - timedelta(days=back) for back in range(WINDOW)]
    free = days_off(scope.settings.calendar, days[-1], last)
    within = [day for day in days if day >= scope.first_date]
    return [day for day in within if day.weekday() < _SATURDAY and day not in free]


def _figures(
    published: Published, kind: str, last: date, workdays: Sequence[date]
) -> Iterator[tuple[object, ...]]:
    rows = {row["date"]: row for row in published.rows("activity", department_id=schema.WHOLE)}
    daily = [rows[day][f"{kind}_1_count"] for day in workdays]
    people = rows[last][f"{kind}_{WINDOW}_count"]
    if people and None not in daily:
        yield kind, schema.WHOLE, last, len(daily), sum(daily) / len(daily), people
