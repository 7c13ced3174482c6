"""The life of each idea: shared, seen, discussed, adopted, outcome."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_step

# Seen: the first click, or the first word of somebody else. Discussed: when so many people had
# taken part as may be shown.
_STAGES = """
    with numbered as (
        select idea_id, came_date, row_number() over (
            partition by idea_id order by came_date) as number
        from idea_newcomer),
    clicked as (
        select c.idea_id, min(c.date) as day from idea_click_day c
        join idea_begun b on b.idea_id = c.idea_id and b.begun_date <= c.date
        where c.click_count > 0 group by c.idea_id),
    reached as (
        select idea_id, 'shared' as stage, begun_date as day from idea_begun
        union all select idea_id, 'seen', day from clicked
        union all select idea_id, 'seen', came_date from numbered where number = 2
        union all select idea_id, 'discussed', came_date from numbered where number = :enough
        union all select idea_id, stage, recorded_date from idea_record)
    select idea_id, stage, min(day) from reached group by idea_id, stage
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea and stage that it has reached."""
    enough = scope.settings.privacy.minimum_cell
    return bulk.streamed(warehouse, _STAGES, {"enough": enough})
