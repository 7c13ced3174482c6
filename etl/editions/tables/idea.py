"""The ideas: their titles, where they were found, and how long they are talked of."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea

_ENOUGH_CLICKS = 20
_WINDOW_SHARE = 4
"""A half-life is told once four of it were observed; sooner it would read too short."""

_IDEAS = """
    with found as (
        select idea_id, found_in, row_number() over (
            partition by idea_id
            order by exported_at desc, snapshot_id desc, found_in collate "C") as rank
        from registry where found_in is not null),
    spoken as (
        select idea_id, max(date) as last_date
        from (select idea_id, date from idea_message
              union all select idea_id, date from bygone_day) said
        group by idea_id),
    clicked as (
        select idea_id, max(date) as last_date from idea_click_day
        where click_count > 0 group by idea_id)
    select t.idea_id, t.title, t.title_from, t.address, f.found_in, b.begun_date,
        greatest(s.last_date, c.last_date) as last_seen_date
    from idea_title t
    left join found f on f.idea_id = t.idea_id and f.rank = 1
    left join idea_begun b on b.idea_id = t.idea_id
    left join spoken s on s.idea_id = t.idea_id
    left join clicked c on c.idea_id = t.idea_id
"""

# The clicks of each idea on its best series, from the start of its busiest hour on.
_AFTER_PEAK = """
    with human as (
        select l.idea_id, c.series_id, s.rank, c.clicked_at
        from click c join link l on l.link_key = c.link_key
        join series s on s.series_id = c.series_id
        where c.bot_reason is null and l.idea_id is not null and c.clicked_at < :end_at),
    best as (select idea_id, min(rank) as rank from human group by idea_id),
    chosen as (
        select h.idea_id, h.clicked_at from human h
        join best b on b.idea_id = h.idea_id and b.rank = h.rank),
    hourly as (
        select idea_id, date_trunc('hour', clicked_at) as peak_at, count(*) as clicks
        from chosen group by 1, 2),
    peak as (
        select idea_id, peak_at, row_number() over (
            partition by idea_id order by clicks desc, peak_at) as rank
        from hourly),
    after as (
        select c.idea_id, p.peak_at, c.clicked_at,
            row_number() over (partition by c.idea_id order by c.clicked_at) as number,
            count(*) over (partition by c.idea_id) as clicks
        from chosen c join peak p on p.idea_id = c.idea_id and p.rank = 1
            and c.clicked_at >= p.peak_at)
    select idea_id, peak_at, clicked_at as half_at, clicks
    from after where number = (clicks + 1) {half}
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea."""
    lives = _half_lives(warehouse, scope)
    for row in bulk.rows(warehouse, _IDEAS):
        yield (*row.values(), *lives.get(row["idea_id"], (None, "no_data")))


def _half_lives(warehouse: Warehouse, scope: Scope) -> dict[str, tuple[float | None, str]]:
    """Hours until half of the clicks after the busiest hour had come, and whether that is told."""
    next_day = scope.as_of_date + timedelta(days=1)
    end_at = datetime(next_day.year, next_day.month, next_day.day)  # noqa: DTZ001 (stored as UTC)
    divided = "// 2" if warehouse.is_embedded else "/ 2"
    found = bulk.rows(warehouse, _AFTER_PEAK.format(half=divided), {"end_at": end_at})
    return {
        row["idea_id"]: _told(row["peak_at"], row["half_at"], row["clicks"], end_at)
        for row in found
    }


def _told(
    peak_at: datetime, half_at: datetime, clicks: int, end_at: datetime
) -> tuple[float | None, str]:
    half_life = half_at - peak_at
    if clicks < _ENOUGH_CLICKS:
        return None, "too_few"
    if end_at - peak_at < _WINDOW_SHARE * half_life:
        return None, "too_early"
    return half_life.total_seconds() / 3600, "ok"
