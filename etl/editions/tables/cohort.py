"""Of those who joined in a month, how many were active in each month since."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.cohort

_ACTIVE = """
    with began as (
        select person_no, cast(date_trunc('month', min(valid_from)) as date) as cohort
        from presence group by person_no),
    months as (
        select distinct person_no, cast(date_trunc('month', date) as date) as month
        from active_day where date <= cast(:last as date))
    select b.cohort, m.month, cast(count(*) as integer) as people
    from began b left join months m on m.person_no = b.person_no and m.month > b.cohort
    where b.cohort <= cast(:last as date)
    group by b.cohort, m.month
"""
_SIZES = """
    select cohort, cast(sum(people) as integer) from (
        select cast(date_trunc('month', min(valid_from)) as date) as cohort, 1 as people
        from presence group by person_no
        union all
        select cast(date_trunc('month', date) as date), joined_count from departed_day) began
    where cohort <= cast(:last as date) group by cohort
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per cohort and month since, from the first whole one on.

    A cohort smaller than the minimum group has no row. A month that is not over has no figure, nor
    has one in which few were active, or few were not.
    """
    last = scope.as_of_date
    active = {(row[0], row[1]): row[2] for row in bulk.tuples(warehouse, _ACTIVE, {"last": last})}
    privacy = scope.settings.privacy
    for cohort, size in sorted(bulk.tuples(warehouse, _SIZES, {"last": last})):
        if cohort < scope.first_date.replace(day=1) or size < privacy.minimum_group:
            continue
        for number, month in enumerate(_months_after(cohort, last), start=1):
            is_mature = _next(month) - timedelta(days=1) <= last
            count = active.get((cohort, month), 0)
            is_shown = is_mature and min(count, size - count) >= privacy.minimum_cell
            yield cohort, number, schema.WHOLE, size, count if is_shown else None, is_mature


def _months_after(cohort: date, last: date) -> Iterator[date]:
    month = _next(cohort)
    while month <= last:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
