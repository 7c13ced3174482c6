"""Bitly v4: clicks of links by day, cleaned of bots by Bitly's own means."""

from collections.abc import Iterator, Mapping
from typing import Any

from etl import clicks
from etl.answers import Answer, Answers, audience, by_answer, fetched, opener, segment, text
from etl.reading.convert import Kind
from etl.reading.rows import Row
from etl.source import Export, Field, Notice, Source

_HEADER = ("link", "destination", "title", "audience", "date", "clicks", "fetched_at")
_TOTALS = """
    create or replace temp view totals as
    select record_no, link, start_at, start_at + interval 1 day as end_at, click_count
    from staged where start_at is not null and click_count is not null
"""
_TARGETS = """
    create or replace temp view targets as
    select record_no, link, destination, audience, title from staged where destination is not null
"""


def _rows(answers: Answers) -> Iterator[Row]:
    """One row per link and day with what is known of the link, and one per link without a day."""
    links = {str(link.get("id")): link for page in answers.pages for link in page.rows("links")}
    counted = set()
    for page in answers.pages:
        for day in page.rows("link_clicks"):
            identity = _counted(answers, page)
            counted.add(identity)
            told = _link(identity, links.get(identity, {}))
            yield (*told, text(day.get("date")), text(day.get("clicks")), answers.fetched_at)
    for identity, link in links.items():
        if identity not in counted:
            yield (*_link(identity, link), None, None, answers.fetched_at)


def _counted(answers: Answers, page: Answer) -> str:
    """The link that a page counts."""
    identity = segment(page.path, "/bitlinks/", "/clicks")
    if identity is None:
        raise answers.unreadable(
            "counts clicks but does not say of which link",
            'Fetch it with "uptake run", which notes the link beside each answer',
        )
    if page.body.get("unit") not in {"day", None}:
        raise answers.unreadable("does not count clicks by day", "Ask for unit=day")
    return identity


def _link(identity: str, link: Mapping[str, Any]) -> tuple[str | None, ...]:
    return (
        text(link.get("link")) or f"https://{identity}",
        text(link.get("long_url")),
        text(link.get("title")),
        audience(link.get("tags")),
    )


def _prepare(export: Export) -> tuple[Notice, ...]:
    export.con.execute(_TOTALS)
    export.con.execute(_TARGETS)
    return ()


SOURCE = Source(
    name="bitly",
    label="Bitly links and clicks by day (API v4)",
    open=opener(_HEADER, _rows),
    fields=(
        Field("link", ("link",), required=True, filled=True),
        Field("destination", ("destination",)),
        Field("title", ("title",), Kind.LABEL),
        Field("audience", ("audience",), Kind.LABEL),
        Field("start_at", ("date",), Kind.INSTANT),
        Field("click_count", ("clicks",), Kind.COUNT),
        Field("fetched_at", ("fetched_at",), Kind.INSTANT),
    ),
    addresses=("select link from staged", "select destination from staged"),
    prepare=_prepare,
    loads=(
        clicks.totals("bitly"),
        clicks.TARGETS,
        clicks.series("bitly", unit="clicks", vendor_filter="vendor", grain="day"),
    ),
    covers=clicks.days_of("start_at"),
    dated=fetched,
    recognise=by_answer(
        "bitly",
        ("links", "pagination", "link_clicks", "unit", "units", "unit_reference"),
        ("link_clicks",),
        ("links", "long_url"),
    ),
)
