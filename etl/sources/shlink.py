"""Shlink REST v3: visits of short links, one by one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from etl import clicks
from etl.answers import Answer, Answers, audience, by_answer, fetched, opener, segment, text
from etl.reading.convert import Kind
from etl.reading.rows import Row
from etl.settings import Settings
from etl.source import Export, Field, Notice, Source

_HEADER = (
    "link",
    "destination",
    "title",
    "audience",
    "date",
    "userAgent",
    "referer",
    "visitedUrl",
    "potentialBot",
    "fetched_at",
)
_CLICKS = f"""
    select record_no, link, clicked_at, agent, null::ubigint as address,
        case when is_bot then 'source' else {clicks.JUDGED} end as bot_reason,
        {clicks.fingerprint("link", "clicked_at::varchar", "user_agent", "referrer", "visited")}
            as event_key
    from staged where clicked_at is not null
"""
_TARGETS = """
    create or replace temp view targets as
    select record_no, link, destination, audience, title from staged where destination is not null
"""


def _rows(answers: Answers) -> Iterator[Row]:
    """One row per visit with what is known of its link, and one per link without a visit."""
    links = {
        (str(link.get("domain") or ""), str(link.get("shortCode"))): link
        for page in answers.pages
        for link in page.rows("shortUrls", "data")
    }
    visited = set()
    for page in answers.pages:
        key = _asked(page)
        for visit in page.rows("visits", "data"):
            visited.add(key)
            link = links.get(key, {}) if key else {}
            yield (*_link(link, visit), *_visit(visit), answers.fetched_at)
    for key, link in links.items():
        if key not in visited:
            yield (*_link(link, {}), *_visit({}), answers.fetched_at)


def _asked(page: Answer) -> tuple[str, str] | None:
    """The link whose visits a page holds: its domain (if not the server's own) and short code."""
    code = segment(page.path, "/short-urls/", "/visits")
    return (page.query.get("domain", ""), code) if code else None


def _link(link: Mapping[str, Any], visit: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Of a page that tells no link the address that was opened, without what was added to it."""
    opened = (text(visit.get("visitedUrl")) or "").partition("?")[0].partition("#")[0]
    short = text(link.get("shortUrl")) or opened or None
    return short, text(link.get("longUrl")), text(link.get("title")), audience(link.get("tags"))


def _visit(visit: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(text(visit.get(name)) for name in _HEADER[4:9])


def _fields(not_human: Sequence[str] = ()) -> tuple[Field, ...]:
    return (
        Field("link", ("link",), required=True, filled=True),
        Field("destination", ("destination",)),
        Field("title", ("title",), Kind.LABEL),
        Field("audience", ("audience",), Kind.LABEL),
        Field("clicked_at", ("date",), Kind.INSTANT),
        Field("user_agent", ("userAgent",)),
        Field("referrer", ("referer",)),
        Field("visited", ("visitedUrl",)),
        Field("is_bot", ("potentialBot",), Kind.FLAG),
        Field("fetched_at", ("fetched_at",), Kind.INSTANT),
        *clicks.visitor(("userAgent",), ("referer",), not_human=not_human),
    )


def _fields_for(settings: Settings) -> tuple[Field, ...]:
    return _fields(settings.clicks.not_human)


def _prepare(export: Export) -> tuple[Notice, ...]:
    export.con.execute(_TARGETS)
    notices = clicks.prepare_events(export, _CLICKS)
    clicks.map_links(export)
    return notices


SOURCE = Source(
    name="shlink",
    label="Shlink short links and visits (REST v3)",
    open=opener(_HEADER, _rows),
    fields=_fields(),
    fields_for=_fields_for,
    addresses=("select link from staged", "select destination from staged"),
    prepare=_prepare,
    loads=(
        clicks.events("shlink"),
        clicks.TARGETS,
        clicks.series("shlink", unit="requests", vendor_filter="ua", grain="event"),
    ),
    covers=clicks.days_of("clicked_at"),
    dated=fetched,
    recognise=by_answer(
        "shlink",
        ("visits", "shortUrls"),
        ("visits", "potentialBot"),
        ("shortUrls", "shortCode"),
    ),
)
