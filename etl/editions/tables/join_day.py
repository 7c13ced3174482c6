"""How many colleagues became members, day by day."""

from collections.abc import Iterable
from datetime import date, timedelta

from etl.editions import schema
from etl.editions.scope import Scope
from etl.statistics.steps import bulk_days
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.join_day

_JOINED = """
    select date, cast(sum(people) as integer) as people
    from (select min(valid_from) as date, 1 as people from presence group by person_key
          union all
          select date, joined_count from departed_day where joined_count > 0) began
    group by date
"""
# A list of the accounts without a lower bound tells of every day up to its last.
_COVERED = """
    select covers_from, covers_to from snapshot_part
    where source = 'yammer_users' and covers_to is not null
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per day. Where no export says what it covers, all days count as covered."""
    joined = dict(bulk.tuples(warehouse, _JOINED))
    covered = [(row[0] or date.min, row[1]) for row in bulk.tuples(warehouse, _COVERED)]
    bulk_made = bulk_days(joined)
    day = scope.first_date
    while day <= scope.as_of_date:
        is_covered = not covered or any(start <= day <= end for start, end in covered)
        yield day, joined.get(day, 0), is_covered, day in bulk_made
        day += timedelta(days=1)
