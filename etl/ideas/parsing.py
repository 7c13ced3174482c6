"""From the text of an address to its normalised parts; ``url-normalize`` does the normalising."""

import re
from typing import NamedTuple

from url_normalize import url_normalize

_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]"
)
_AMPERSAND = re.compile(r"&(?:amp;)+", re.IGNORECASE)
_LEADING = " <([{\"'“‘«"
_TRAILING = frozenset(".,;:!?\"'<>“”‘’«»…")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_ENCODED_TRAILING = (
    *("%20", "%22", "%C2%A0", "%EF%BB%BF"),
    *("%E2%80%8B", "%E2%80%8C", "%E2%80%8D", "%E2%80%99", "%E2%80%9D"),
)

# What url-normalize would give back unchanged; anything else goes through it.
_IN_PATH = "[A-Za-z0-9_~!$&'()*+,;=:@.-]"
_IN_QUERY = "(?:[A-Za-z0-9_~:/?@!$'()*+,.-]++|%20)*+"
_PLAIN = re.compile(
    r"https?://([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*+)"
    rf"((?:/(?!\.)(?:{_IN_PATH}|%20)(?:{_IN_PATH}++|%20)*+)*+/?)"
    rf"(?:\?({_IN_QUERY}(?:={_IN_QUERY})?(?:&{_IN_QUERY}(?:={_IN_QUERY})?)*+))?"
    r"(?:#(.*))?",
    re.DOTALL,
)
_WRITTEN = re.compile(
    r"(https?)://(?:[^/?#\\]*@)?([^/?#@\\]{1,260})([^?#]*)(?:\?([^#]*))?(?:#(.*))?",
    re.DOTALL | re.IGNORECASE,
)
_NORMAL = re.compile(
    r"https?://([a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?(/[^?]*)(?:\?(.*))?"
)


class Parts(NamedTuple):
    """A normalised address. ``port`` with its colon or ""; ``fragment`` as it was written."""

    host: str
    port: str
    path: str
    query: list[str]
    fragment: str


def clean(text: str) -> str:
    """``text`` without what pasting and sentences leave around and inside an address."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if "&" in text:
        text = _AMPERSAND.sub("&", text)
    return _without_trailing(text.lstrip().lstrip(_LEADING))


def _without_trailing(text: str) -> str:
    while text:
        last = text[-1]
        if last in _CLOSING:
            if text.count(last) <= text.count(_CLOSING[last]):
                return text
            text = text[:-1]
        elif last in _TRAILING or last.isspace():
            text = text[:-1]
        elif "%" in text[-3:]:
            shorter = _without_encoded(text)
            if shorter == text:
                return text
            text = shorter
        else:
            return text
    return text


def _without_encoded(text: str) -> str:
    end = text[-9:].upper()
    cut = next((len(code) for code in _ENCODED_TRAILING if end.endswith(code)), 0)
    return text[: len(text) - cut]


def in_parts(text: str) -> Parts | None:
    """A cleaned address, normalised; None if it is no http(s) address with a host."""
    return plain(text) or normalised(text)


def plain(text: str) -> Parts | None:
    """The parts of an address that is normal as it stands, as most are; None if it may not be."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    host, path, query, fragment = found.groups("")
    return Parts(host, "", path or "/", _parameters(query), fragment)


def as_written(text: str) -> Parts | None:
    """The parts of an address before any normalising, without its user name."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    _, host, path, query, fragment = found.groups("")
    return Parts(host, "", path, query.split("&"), fragment)


def normalised(text: str) -> Parts | None:
    """The parts of any address after ``url_normalize``; None if it has no possible host."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    scheme, authority, path, query, fragment = written.groups("")
    try:
        tidy = url_normalize(f"{scheme}://{authority}{path}?{query}")
    except ValueError:  # a host that cannot be one, half a surrogate pair
        return None
    found = _NORMAL.fullmatch(tidy or "")
    if found is None:
        return None
    host, port, path, query = found.groups("")
    kept_port = "" if port in (":80", ":443") else port
    return Parts(host, kept_port, path, _parameters(query), fragment)


def _parameters(query: str) -> list[str]:
    return [part for part in query.split("&") if part] if query else []
