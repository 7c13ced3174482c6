"""Who is new among active members, who stayed, who came back, and who lapsed."""

from collections.abc import Iterable
from datetime import timedelta

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.coming

WINDOW = 28
MOST = 26

# Windows are numbered back from the last day. Of each person the windows with activity, and the
# next older and newer one of them, tell everything.
_KINDS = f"""
    with windows as (
        select distinct person_no, cast(floor((cast(:last as date) - date) / {WINDOW}.0) as integer)
            as number
        from active_day where date <= cast(:last as date)),
    beside as (
        select person_no, number,
            lag(number) over (partition by person_no order by number desc) as older,
            lead(number) over (partition by person_no order by number desc) as newer
        from windows)
    select number, 'new' as kind, count(*) from beside where older is null group by number
    union all
    select number, 'stayed', count(*) from beside where older = number + 1 group by number
    union all
    select number, 'back', count(*) from beside where older > number + 1 group by number
    union all
    select number - 1, 'lapsed', count(*) from beside
    where number > 0 and coalesce(newer, -1) < number - 1 group by number
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per whole stretch of 28 days that has one before it, the newest 26 of them.

    None where the people of both stretches are fewer than a minimum group.
    """
    counts: dict[tuple[int, str], int] = {}
    for number, kind, people in bulk.tuples(warehouse, _KINDS, {"last": scope.as_of_date}):
        counts[number, kind] = people
    whole = ((scope.as_of_date - scope.first_date).days + 1) // WINDOW
    for number in range(min(whole - 1, MOST)):
        end = scope.as_of_date - timedelta(days=number * WINDOW)
        kinds = ("new", "stayed", "back", "lapsed")
        found = [counts.get((number, kind), 0) for kind in kinds]
        if sum(found) >= scope.settings.privacy.minimum_group:
            yield end, schema.WHOLE, *found
