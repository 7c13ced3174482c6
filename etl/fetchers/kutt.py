"""Kutt 3: all links, and the statistics of each that was opened."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from etl.fetching import Asked, Fetcher
from etl.web import Body, Page, Session

_LINKS = "/api/v2/links"
_PAGE = 50


def _next(session: Session, body: Body) -> str | None:
    """Pages are counted by what came, because Kutt cuts a limit above 50 without a word."""
    skipped: Any = body.get("skip", 0)
    total: Any = body.get("total", 0)
    came = len(session.listed(body, "data"))
    if not came or int(skipped) + came >= int(total):
        return None
    return f"{_LINKS}?limit={_PAGE}&skip={int(skipped) + came}"


def _fetch(session: Session, _: Asked) -> Iterator[Page]:
    pages = session.pages(
        f"{_LINKS}?limit={_PAGE}&skip=0",
        lambda body: session.listed(body, "data"),
        lambda body: _next(session, body),
    )
    for page in pages:
        yield page
        for link in session.listed(page.response, "data"):
            if link.get("visit_count") != 0:
                request = f"{_LINKS}/{quote(str(link.get('id', '')), safe='')}/stats"
                yield Page(request, session.get(request))


FETCHER = Fetcher(
    name="kutt",
    variable="UPTAKE_KUTT_KEY",
    options=("server",),
    header=lambda token: ("X-API-KEY", token),
    fetch=_fetch,
)
