"""yourls_log: one row per request that the YOURLS server answered, bots and previews included."""

from collections.abc import Sequence

from etl import clicks
from etl.reading.convert import Kind
from etl.settings import Settings
from etl.source import Export, Field, Notice, Source, by_header

_CLICKS = f"""
    select record_no, event_key, link, clicked_at, {clicks.JUDGED} as bot_reason, address, agent
    from staged
"""


def _fields(time_zone: str, not_human: Sequence[str] = ()) -> tuple[Field, ...]:
    time = clicks.local_time(time_zone)
    return (
        _needed("event_key", "click_id", clicks.AS_WRITTEN, clicks.IS_NUMBER),
        _needed("clicked_at", "click_time", time, clicks.IS_LOCAL_TIME, Kind.INSTANT),
        _needed("link", "shorturl", "'/' || {value}", clicks.IS_FILLED),
        *clicks.visitor(("user_agent",), ("referrer",), ("ip_address",), not_human),
    )


def _needed(
    column: str, header: str, expression: str, check: tuple[str, str], kind: Kind = Kind.TEXT
) -> Field:
    return Field(column, (header,), kind, required=True, expression=expression, check=check)


def _fields_for(settings: Settings) -> tuple[Field, ...]:
    """Times are those of the server's clock."""
    return _fields(settings.clicks.time_zone, settings.clicks.not_human)


def _prepare(export: Export) -> tuple[Notice, ...]:
    notices = clicks.prepare_events(export, _CLICKS, is_numbered=False)
    clicks.map_links(export, "yourls")
    return notices


SOURCE = Source(
    name="yourls",
    label="YOURLS click log (table yourls_log as CSV)",
    fields=_fields("Europe/London"),
    fields_for=_fields_for,
    prepare=_prepare,
    parameters=clicks.own_time_zone,
    loads=(
        clicks.events("yourls", is_numbered=False),
        clicks.series(
            "yourls",
            unit="requests",
            vendor_filter="none",
            grain="event",
            time_zone="$time_zone",
        ),
    ),
    covers=clicks.days_of("clicked_at"),
    recognise=by_header("click_id", "click_time", "shorturl", "user_agent"),
)
