"""The series of clicks that were received. They are never added to each other."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.click_series


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per series, with the clicks it holds before and after bots are set apart."""
    found = bulk.tuples(
        warehouse,
        """
        select s.series_id, s.source, s.unit, s.filter, s.grain, s.time_zone, r.rank,
            min(d.date) as first_date, max(d.date) as last_date,
            cast(coalesce(sum(d.click_count), 0) as integer) as clicks,
            cast(coalesce(sum(d.bot_count), 0) as integer) as bots, s.is_at_least
        from click_series s
        join series r on r.series_id = s.series_id
        left join idea_click_day d on d.series_id = s.series_id
        group by s.series_id, s.source, s.unit, s.filter, s.grain, s.time_zone, r.rank,
            s.is_at_least
        """,
    )
    return found
