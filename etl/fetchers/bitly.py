"""Bitly v4: all links of a group, and the clicks of each by UTC day."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from etl.fetching import Asked, Fetcher
from etl.web import Body, Page, Session

_DAYS = 60


def _next(body: Body) -> str | None:
    """Bitly names the next page by its whole address; an empty one ends the listing."""
    paging: Any = body.get("pagination") or {}
    return str(paging.get("next") or "") or None


def _clicks(session: Session, link: dict[str, Any], asked: Asked) -> Page:
    query = {
        "unit": "day",
        "units": str(_DAYS) if asked.was_fetched else "-1",
        "unit_reference": asked.now.strftime("%Y-%m-%dT%H:%M:%S%z"),
    }
    path = f"/v4/bitlinks/{quote(str(link.get('id', '')), safe='/')}/clicks"
    request = f"{path}?{urlencode(query)}"
    return Page(request, session.get(request))


def _fetch(session: Session, asked: Asked) -> Iterator[Page]:
    path = f"/v4/groups/{quote(asked.options['group'], safe='')}/bitlinks"
    pages = session.pages(
        f"{path}?{urlencode({'size': '100', 'archived': 'both'})}",
        lambda body: session.listed(body, "links"),
        _next,
    )
    for page in pages:
        yield page
        for link in session.listed(page.response, "links"):
            yield _clicks(session, link, asked)


FETCHER = Fetcher(
    name="bitly",
    variable="UPTAKE_BITLY_TOKEN",
    options=("group",),
    server="https://api-ssl.bitly.com",
    header=lambda token: ("Authorization", f"Bearer {token}"),
    fetch=_fetch,
)
