"""What each engagement report says of its own period. Never spread over days."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.schema import UNKNOWN, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.engagement_period

_COUNTS = """
    cast(count(*) as integer) as listed_count,
    cast(count(*) filter (last_activity_date > refresh_date - period_days) as integer),
    cast(count(*) filter (post_count > 0) as integer),
    cast(count(*) filter (reaction_count > 0) as integer),
    cast(count(*) filter (read_count > 0) as integer),
    cast(coalesce(sum(post_count), 0) as integer),
    cast(coalesce(sum(reaction_count), 0) as integer),
    cast(coalesce(sum(read_count), 0) as integer),
    bool_or(is_concealed)
""".replace("filter (", "filter (where ")

_PLACED = """
    with listed as (
        select e.*, a.person_key from engagement_person e
        left join addressee a on a.email_key = e.email_key
            and a.known_from <= e.refresh_date and e.refresh_date < a.valid_to
        where coalesce(e.state, '') not in ('deleted', 'suspended') and e.refresh_date <= :as_of)
    select l.*, coalesce((
        select min(w.department_id) from employment w
        where w.person_key = l.person_key
            and w.valid_from <= l.refresh_date and l.refresh_date < w.valid_to), :unknown)
        as department_id
    from listed l
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per report and department; '*' holds everybody listed."""
    parameters = {"as_of": scope.as_of_date, "unknown": UNKNOWN}
    bulk.make(warehouse, "engagement_listed", _PLACED, parameters)
    for place in (f"'{WHOLE}'", "department_id"):
        found = bulk.tuples(
            warehouse,
            f"select refresh_date, period_days, {place} as place, {_COUNTS} "
            "from engagement_listed group by 1, 2, 3",
        )
        yield from found
