"""The access log of a web server that redirects short links: common, combined, or as JSON.

A click is a GET that was answered with a redirect. Other requests are read and are none: a HEAD
looks whether a page is there, a 404 led nowhere. What a request is known by is its line, so the
same log in two forms would count twice.
"""

from collections.abc import Sequence

from etl import clicks
from etl.reading.convert import Kind
from etl.reading.csvfile import TextTable
from etl.reading.logfile import open_log
from etl.reading.request import COMBINED, JSON, NAMES, is_json_request
from etl.reading.samples import Sample, sample
from etl.settings import Settings
from etl.source import Export, Field, Notice, Opening, Source

_IS_CLICK = "method = 'GET' and status in ('301', '302', '303', '307', '308')"
_CLICKS = f"""
    select record_no, {clicks.fingerprint("line_digest")} as event_key, link, clicked_at,
        {clicks.JUDGED} as bot_reason, address, agent
    from staged where {_IS_CLICK}
"""
# Seconds since 1970 have ten digits from 2001 on; more than there are days for would end the load.
_TIME = """timezone('UTC', coalesce(
    try_strptime({value}, '%d/%b/%Y:%H:%M:%S %z'),
    case when regexp_full_match({value}, '[0-9]{{4}}-[0-9-]+T[0-9:.]+(Z|[+-][0-9:]+)')
        then try_cast({value} as timestamptz) end,
    case when regexp_full_match({value}, '[12][0-9]{{9}}([.][0-9]+)?')
        then to_timestamp(try_cast({value} as double)) end))"""


def _open(opening: Opening) -> TextTable:
    is_json = _is_json(sample(opening.path, opening.name))
    return open_log(
        opening.con,
        opening.path,
        name=opening.name,
        view=opening.view,
        workspace=opening.workspace,
        form=JSON if is_json else COMBINED,
    )


def _recognise(sample: Sample) -> int:
    return 80 if sample.kind == "log" or _is_json(sample) else 0


def _is_json(sample: Sample) -> bool:
    """Whether the first line is a request as JSON."""
    first = sample.head.lstrip().partition("\n")[0]
    return sample.kind in ("json", "ndjson") and is_json_request(first)


def _called(part: str) -> tuple[str, ...]:
    """The header of a part, and for the handbook what it is called in JSON."""
    return tuple(dict.fromkeys((part, *NAMES[part])))


def _fields(not_human: Sequence[str] = ()) -> tuple[Field, ...]:
    return (
        Field("line_digest", ("line",), expression="md5({value})"),
        Field(
            "clicked_at",
            _called("logged_at"),
            Kind.INSTANT,
            required=True,
            expression=_TIME,
            check=(
                "clicked_at is not null",
                "is not a time with its zone, such as 23/Nov/2026:08:25:54 +0000",
            ),
        ),
        Field("method", _called("method"), expression=clicks.AS_WRITTEN),
        Field("link", _called("target"), expression=clicks.AS_WRITTEN),
        Field("status", _called("status"), required=True, expression=clicks.AS_WRITTEN),
        *clicks.visitor(_called("user_agent"), _called("referrer"), _called("address"), not_human),
    )


def _fields_for(settings: Settings) -> tuple[Field, ...]:
    return _fields(settings.clicks.not_human)


def _prepare(export: Export) -> tuple[Notice, ...]:
    notices = clicks.prepare_events(export, _CLICKS)
    clicks.map_links(export, "access_log")
    return notices


SOURCE = Source(
    name="access_log",
    label="Access log of a web server (common or combined format, or JSON)",
    open=_open,
    fields=_fields(),
    fields_for=_fields_for,
    prepare=_prepare,
    loads=(
        clicks.events("access_log"),
        clicks.series("access_log", unit="requests", vendor_filter="none", grain="event"),
    ),
    covers=clicks.days_of("clicked_at"),
    recognise=_recognise,
)
