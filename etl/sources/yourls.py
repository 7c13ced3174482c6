"""yourls_log: one row per request that the YOURLS server answered, bots and previews included."""

from etl import clicks
from etl.reading.convert import Kind
from etl.settings import Settings
from etl.source import Export, Field, Notice, Source, by_header

_CLICKS = """
    select record_no, event_key, link, clicked_at, user_agent, referrer, address,
        false as says_bot
    from staged
"""


def _fields(time_zone: str, link: str) -> tuple[Field, ...]:
    return (
        Field("event_key", ("click_id",), Kind.ID, required=True, filled=True),
        Field(
            "clicked_at",
            ("click_time",),
            Kind.INSTANT,
            required=True,
            filled=True,
            zone=time_zone,
        ),
        Field("link", ("shorturl",), required=True, filled=True, expression=link),
        Field("referrer", ("referrer",)),
        Field("user_agent", ("user_agent",)),
        Field("address", ("ip_address",), expression=clicks.UNNAMED),
    )


def _fields_for(settings: Settings) -> tuple[Field, ...]:
    """Times are those of the server's clock; short codes belong to its address."""
    return _fields(settings.clicks.time_zone, clicks.appended(settings.clicks.bases.get("yourls")))


def _prepare(export: Export) -> tuple[Notice, ...]:
    return clicks.prepare_events(export, _CLICKS, is_numbered=False)


SOURCE = Source(
    name="yourls",
    label="YOURLS click log (table yourls_log as CSV)",
    fields=_fields("Europe/London", clicks.appended(None)),
    fields_for=_fields_for,
    addresses=("select distinct link from staged",),
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
