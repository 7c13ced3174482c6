"""Shlink REST v3: all short links, and every visit of each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from etl.fetching import Asked, Fetcher
from etl.web import Body, Page, Session

_WINDOW = timedelta(days=60)
_LINKS = "/rest/v3/short-urls"


def _numbered(path: str, name: str, query: dict[str, str], body: Body) -> str | None:
    """The request for the page after this one."""
    paging = body[name].get("pagination") or {}
    current, last = paging.get("currentPage", 1), paging.get("pagesCount", 1)
    if not isinstance(current, int) or not isinstance(last, int) or current >= last:
        return None
    return f"{path}?{urlencode({**query, 'page': str(current + 1)})}"


def _listing(session: Session, path: str, name: str, query: dict[str, str]) -> Iterator[Page]:
    return session.pages(
        f"{path}?{urlencode({**query, 'page': '1'})}",
        lambda body: session.listed(body, name, "data"),
        lambda body: _numbered(path, name, query, body),
    )


def _visits(session: Session, link: dict[str, Any], query: dict[str, str]) -> Iterator[Page]:
    if link.get("domain"):
        query = {**query, "domain": str(link["domain"])}
    path = f"{_LINKS}/{quote(str(link.get('shortCode', '')), safe='')}/visits"
    return _listing(session, path, "visits", query)


def _fetch(session: Session, asked: Asked) -> Iterator[Page]:
    """The end is fixed before the first page: visits that arrive meanwhile would shift the rest."""
    window = {"itemsPerPage": "1000", "endDate": asked.now.isoformat(timespec="seconds")}
    if asked.was_fetched:
        start = (asked.now - _WINDOW).replace(hour=0, minute=0, second=0, microsecond=0)
        window["startDate"] = start.isoformat(timespec="seconds")
    query = {"itemsPerPage": "100", "orderBy": "dateCreated-ASC"}
    for page in _listing(session, _LINKS, "shortUrls", query):
        yield page
        for link in session.listed(page.response, "shortUrls", "data"):
            if (link.get("visitsSummary") or {}).get("total") != 0:
                yield from _visits(session, link, window)


FETCHER = Fetcher(
    name="shlink",
    variable="UPTAKE_SHLINK_KEY",
    options=("server",),
    header=lambda token: ("X-Api-Key", token),
    fetch=_fetch,
)
