"""Kutt 3: clicks of the last thirty days by day, without the bots that say what they are."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from etl import clicks
from etl.answers import Answers, audience, by_answer, fetched, opener, text
from etl.reading.convert import Kind
from etl.reading.rows import Row
from etl.source import Export, Field, Notice, Source

_HEADER = ("link", "destination", "audience", "day", "clicks", "has_earlier", "fetched_at")
_PERIODS = ("lastDay", "lastWeek", "lastMonth", "lastYear")
_TOTALS = """
    create or replace temp view totals as
    select record_no, link, day::timestamp as start_at, day + interval 1 day as end_at, click_count
    from staged where day is not null and click_count is not null
"""
_TARGETS = """
    create or replace temp view targets as
    select record_no, link, destination, audience, null::varchar as title
    from staged where destination is not null
"""
_EARLIER = "coalesce((select bool_or(has_earlier) from staged), false)"


def _rows(answers: Answers) -> Iterator[Row]:
    """One row per link and day with what is known of the link, and one per link without days."""
    counted = set()
    for page in answers.pages:
        if page.has("lastMonth"):
            counted.add(page.body.get("id"))
            yield from _days(answers, page.body)
    for page in answers.pages:
        for link in page.rows("data"):
            if link.get("id") not in counted:
                yield (*_link(link), None, None, None, answers.fetched_at)


def _days(answers: Answers, body: Mapping[str, Any]) -> Iterator[Row]:
    """The thirty last counts, the newest at the end. They have no dates.

    Kutt counts stretches of 24 hours back from the moment of the answer, so a stretch lies in two
    UTC days; it is told as the one in which most of it lies.
    """
    made_at = text(body.get("updatedAt")) or answers.fetched_at
    if not text(body.get("link")) or made_at is None:
        raise answers.unreadable(
            "has counts but does not say of which link or when",
            "Save the whole answer of /api/v2/links/ID/stats, with link and updatedAt",
        )
    middle = _instant(answers, made_at) - timedelta(hours=12)
    views = body["lastMonth"].get("views") if isinstance(body["lastMonth"], dict) else None
    counts = views if isinstance(views, list) else []
    total = sum(count for count in counts if isinstance(count, int))
    visits = body.get("visit_count")
    has_earlier = text(isinstance(visits, int) and visits > total)
    for age, count in enumerate(reversed(counts)):
        day = (middle - timedelta(days=age)).date().isoformat()
        yield (*_link(body), day, text(count), has_earlier, made_at)


def _instant(answers: Answers, value: str) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as error:
        raise answers.unreadable("has a date that is none", "Save the answer again") from error
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def _link(link: Mapping[str, Any]) -> tuple[str | None, ...]:
    return text(link.get("link")), text(link.get("target")), audience(link.get("description"))


def _prepare(export: Export) -> tuple[Notice, ...]:
    export.con.execute(_TOTALS)
    export.con.execute(_TARGETS)
    if export.one("select 1 from totals limit 1"):
        return ()
    sentence = (
        f"{export.file}: tells where links lead, but no clicks. Load the answers of "
        "/api/v2/links/ID/stats too."
    )
    return (Notice("no_clicks", sentence),)


SOURCE = Source(
    name="kutt",
    label="Kutt links and statistics (API v2)",
    open=opener(_HEADER, _rows),
    fields=(
        Field("link", ("link",), required=True, filled=True),
        Field("destination", ("destination",)),
        Field("audience", ("audience",), Kind.LABEL),
        Field("day", ("day",), Kind.DATE),
        Field("click_count", ("clicks",), Kind.COUNT),
        Field("has_earlier", ("has_earlier",), Kind.FLAG),
        Field("fetched_at", ("fetched_at",), Kind.INSTANT),
    ),
    addresses=("select link from staged", "select destination from staged"),
    prepare=_prepare,
    loads=(
        clicks.totals("kutt"),
        clicks.TARGETS,
        clicks.series("kutt", unit="clicks", vendor_filter="ua", grain="day", at_least=_EARLIER),
    ),
    covers="day",
    dated=fetched,
    recognise=by_answer(
        "kutt",
        ("total", "limit", "skip", "data", "id", "address", *_PERIODS),
        ("lastMonth", "views"),
        ("visit_count", "target", "address"),
    ),
)
