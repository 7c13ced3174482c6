"""Clean, unwrap, normalise, drop what tracks, sort: in this order, for ideas and for links."""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_plus

from etl.ideas.parsing import Parts, as_written, clean, in_parts, normalised, plain
from etl.ideas.tracking import MACHINE_ADDED, is_campaign, is_personal, site_noise
from etl.ideas.wrappers import inside, inside_text, is_suspect

MOST_CHARACTERS = 2_000
"""A longer address is no idea: it is a page's whole state, or garbage."""

_ROUNDS = 5
_ID_CHARACTERS = 16

_YOUTUBE_HOSTS = frozenset(("youtube.com", "m.youtube.com", "www.youtube.com"))
_YOUTUBE_VIDEO = re.compile(r"/(?:shorts/|embed/|live/)([\w-]{11})/?", re.ASCII)
_SHORT_VIDEO = re.compile(r"/([\w-]{11})/?", re.ASCII)


class Link(NamedTuple):
    """All that one address tells: the link as posted, its idea, and whom it was posted to."""

    key: str
    idea_id: str
    address: str
    audience_tag: str | None


def idea_address(raw: str) -> str | None:
    """The canonical address of the idea that ``raw`` stands for, at most 2,000 ASCII characters.

    https, unwrapped, no user name, no tracking names, sorted query, no fragment but a page's own
    route (``#/`` or ``#!``), no e-mail address. None if ``raw`` is no http(s) address with a
    host, is too long, or is still wrapped after five rounds. Never raises, never fetches;
    ``idea_address`` of a canonical address is that address.
    """
    opened = _opened(raw)
    return None if opened is None else _idea_address(opened[1])


def idea_id(address: str) -> str:
    """16 hexadecimal characters of SHA-256 over a canonical address (public, so no key)."""
    return hashlib.sha256(address.encode()).hexdigest()[:_ID_CHARACTERS]


def audience_tag(raw: str) -> str | None:
    """The ``utm_content`` of ``raw`` once unwrapped, in lower case; None if absent or empty."""
    opened = _opened(raw)
    return None if opened is None else _audience_tag(opened[1])


def link_key(raw: str) -> str | None:
    """What identifies a link as posted: host, path and query with its utm_* names.

    No scheme, fragment, user name, click ids or e-mail address. None as in ``idea_address``.
    """
    opened = _opened(raw)
    return None if opened is None else _link_key(opened[1])


def read_link(raw: str) -> Link | None:
    """All of the above in one go, at the cost of one; None if any but the tag would be None."""
    opened = _opened(raw)
    if opened is None:
        return None
    key, address = _link_key(opened[1]), _idea_address(opened[1])
    if key is None or address is None:
        return None
    return Link(key, idea_id(address), address, _audience_tag(opened[1]))


def unwrapped(raw: str) -> str | None:
    """``raw`` without paste junk and wrappers, else as it was written; None as above."""
    opened = _opened(raw)
    return None if opened is None else opened[0]


def _opened(raw: str) -> tuple[str, Parts] | None:
    """The address in its wrappers, as written and in parts; None if there is none."""
    if len(raw) > MOST_CHARACTERS:
        return None
    text = raw
    for _ in range(_ROUNDS + 1):
        text = clean(text)
        carried = _carried(text) if is_suspect(text) else None
        if carried is None:
            parts = plain(text)
            if parts is None:
                parts = normalised(text)
                if parts is None:
                    return None
                # Once more: an escape that is now undone may have hidden a wrapper.
                carried = inside(parts.host, parts.path, parts.query, parts.fragment)
            if carried is None:
                return text, parts
        text = carried
    return None


def _carried(text: str) -> str | None:
    carried = inside_text(text)
    written = as_written(text)
    if carried is not None or written is None:
        return carried
    return inside(written.host.lower(), written.path, written.query, written.fragment)


def _idea_address(parts: Parts) -> str | None:
    """Decoding and dropping can bring new paste junk to the end: go round until it rests."""
    settled: Parts | None = parts
    for _ in range(_ROUNDS):
        if settled is None:
            return None
        address = _canonical(settled)
        cleaned = clean(address)
        if cleaned == address:
            return address if len(address) <= MOST_CHARACTERS else None
        settled = in_parts(cleaned)
    return None


def _canonical(parts: Parts) -> str:
    parts = _video(parts)
    query = _query(parts.query, parts.host, keep_campaign=False)
    return f"https://{parts.host}{parts.port}{_public(parts.path)}{query}{_route(parts)}"


def _link_key(parts: Parts) -> str | None:
    query = _query(parts.query, parts.host, keep_campaign=True)
    key = f"{parts.host}{parts.port}{_public(parts.path)}{query}"
    return key if len(key) <= MOST_CHARACTERS else None


def _query(query: list[str], host: str, *, keep_campaign: bool) -> str:
    if not query:
        return ""
    noise = site_noise(host)
    kept = []
    for parameter in query:
        name = parameter.partition("=")[0]
        lowered = name.lower()
        if lowered in MACHINE_ADDED or name in noise or is_personal(parameter):
            continue
        if keep_campaign or not is_campaign(lowered):
            kept.append(parameter)
    kept.sort()
    return "?" + "&".join(kept) if kept else ""


def _public(path: str) -> str:
    """``path`` with an ``@`` in the place of each part that carries an e-mail address."""
    if not is_personal(path):
        return path
    return "/".join("@" if is_personal(part) else part for part in path.split("/"))


def _route(parts: Parts) -> str:
    """The fragment, if it is the route of a page that lives behind one address; else ""."""
    inner = _route_parts(parts.fragment)
    if inner is None or is_personal(inner.path):
        return ""
    path = inner.path if parts.fragment[0] == "/" else inner.path[1:]
    if path[:1] not in ("/", "!"):
        return ""
    return f"#{path}{_query(inner.query, parts.host, keep_campaign=False)}"


def _route_parts(fragment: str) -> Parts | None:
    if fragment[:1] == "/":
        return in_parts("https://route" + fragment)
    return in_parts("https://route/" + fragment) if fragment[:1] == "!" else None


def _video(parts: Parts) -> Parts:
    """A video of YouTube has one address, whichever way it was shared."""
    if parts.host == "youtu.be":
        found = _SHORT_VIDEO.fullmatch(parts.path)
    elif parts.host in _YOUTUBE_HOSTS:
        found = _YOUTUBE_VIDEO.fullmatch(parts.path)
    else:
        return parts
    if found is None:
        return parts._replace(host="www.youtube.com") if parts.host != "youtu.be" else parts
    query = [f"v={found[1]}", *parts.query]
    return parts._replace(host="www.youtube.com", path="/watch", query=query)


def _audience_tag(parts: Parts) -> str | None:
    for value in _contents(parts):
        tag = unquote_plus(value).strip().lower()
        if tag and not is_personal(tag):
            return tag
    return None


def _contents(parts: Parts) -> Iterator[str]:
    route = _route_parts(parts.fragment)
    for parameter in [*parts.query, *(route.query if route else ())]:
        name, _, value = parameter.partition("=")
        if name.lower() == "utm_content":
            yield value
