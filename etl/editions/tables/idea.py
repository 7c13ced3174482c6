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

# The clicks of each idea on its best series, from the start of its busiest hour on. They are
# counted by hour, and only those of the hour in which the half was reached are put in order.
_AFTER_PEAK = """
    with human as not materialized (
        select l.idea_id, c.series_id, date_trunc('hour', c.clicked_at) as hour_at, c.clicked_at
        from click c join link l on l.link_key = c.link_key
        where c.bot_reason is null and l.idea_id is not null and c.clicked_at < :end_at),
    hourly as (
        select h.idea_id, h.series_id, s.rank, h.hour_at, count(*) as clicks
        from human h join series s on s.series_id = h.series_id
        group by h.idea_id, h.series_id, s.rank, h.hour_at),
    best as (select idea_id, min(rank) as rank from hourly group by idea_id),
    chosen as (
        select h.idea_id, h.series_id, h.hour_at, h.clicks,
            first_value(h.hour_at) over (
                partition by h.idea_id order by h.clicks desc, h.hour_at) as peak_at
        from hourly h join best b on b.idea_id = h.idea_id and b.rank = h.rank),
    after as (
        select idea_id, series_id, hour_at, clicks, peak_at,
            sum(clicks) over (partition by idea_id order by hour_at) as reached,
            sum(clicks) over (partition by idea_id) as total
        from chosen where hour_at >= peak_at),
    middle as (
        select idea_id, series_id, hour_at, peak_at, total, reached - clicks as before
        from after where 2 * reached >= total and 2 * (reached - clicks) < total),
    numbered as (
        select m.idea_id, m.peak_at, h.clicked_at, m.total, m.before + row_number() over (
            partition by m.idea_id order by h.clicked_at) as number
        from middle m join human h
            on h.idea_id = m.idea_id and h.series_id = m.series_id and h.hour_at = m.hour_at)
    select idea_id, peak_at, clicked_at as half_at, cast(total as integer) as clicks
    from numbered where 2 * number >= total and 2 * (number - 1) < total
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
    found = bulk.rows(warehouse, _AFTER_PEAK, {"end_at": end_at})
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
