"""What the click sources share: series, event keys, and the way from a click to the facts."""

from collections.abc import Mapping

from etl import bots
from etl.source import Export, Load, Notice
from etl.warehouse.schema import click, click_series, click_total, link_target

_DIGITS = 20

EVENTS = Load(
    click,
    """
    select c.record_no, $series_id as series_id,
        c.event_key || coalesce('-' || repeated.number, '') as event_key,
        coalesce(a.link_key, c.link) as link_key, c.clicked_at, not_human.bot_reason
    from clicks c
    left join addresses a on a.raw = c.link
    left join not_human using (record_no)
    left join repeated using (record_no)
    """,
)
"""Clicks that a source recorded one by one: ``clicks`` as ``prepare_events`` needs it.

A link that is no address (a short code of a server that is not configured) is its own key.
"""

TOTALS = Load(
    click_total,
    """
    select max(record_no) as record_no, $series_id as series_id,
        coalesce(a.link_key, t.link) as link_key, start_at, end_at,
        sum(click_count)::integer as click_count, 0 as bot_count
    from totals t left join addresses a on a.raw = t.link
    group by all
    """,
)
"""Counts of clicks: ``totals`` has record_no, link, start_at, end_at and click_count."""

TARGETS = Load(
    link_target,
    """
    select max(t.record_no) as record_no, coalesce(a.link_key, t.link) as link_key,
        d.idea_id, d.address, coalesce(t.audience, d.audience) as audience_label, t.title
    from targets t
    left join addresses a on a.raw = t.link
    join addresses d on d.raw = t.destination
    where d.idea_id is not null
    group by all
    """,
)
"""Where links lead: ``targets`` has record_no, link, destination, audience and title."""


def series(unit: str, grain: str, rows: str) -> Load:
    """The one row of click_series, if ``rows`` (a view) has any."""
    select = f"""
        select 0 as record_no, $series_id as series_id, $source as source, '{unit}' as unit,
            $filter as filter, '{grain}' as grain, $time_zone as time_zone,
            $is_at_least as is_at_least
        where exists (select 1 from {rows})
    """
    return Load(click_series, select)
