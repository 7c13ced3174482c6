"""Mail filters and networks wrap an address in one of their own: what is inside, without asking.

Nothing is fetched. Shorteners (t.co, lnkd.in, bit.ly, aka.ms) say nothing of where they lead and
stay as they are.
"""

import re
import string
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote

_GOOGLE = r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}"
_SUSPECT = (
    *("safelink", "/url", "/amp/", "ampproject", "l.php", "urldefense"),
    *("//l.", "//lm.", "/safety/go", "/redir/"),
)
_IN_QUERY = tuple(
    (re.compile(place, re.IGNORECASE), names)
    for place, names in (
        (r"[^/]*safelinks\.protection\.", ("url",)),
        (r"[^/]+/(?:.*/)?atp-safelinks\.html$", ("url",)),
        (r"outlook\.[^/]+/(?:.*/)?safelink\.html$", ("url",)),
        (r"lm?\.(?:facebook|instagram|messenger|threads|workplace)\.(?:com|net)/", ("u",)),
        (r"(?:www\.|m\.)?facebook\.com/l\.php$", ("u",)),
        (_GOOGLE + r"/url$", ("q", "url")),
        (r"(?:www\.)?linkedin\.com/(?:safety/go|redir/redirect)$", ("url",)),
    )
)
_AMP = re.compile(
    rf"(?:{_GOOGLE}/amp|[^/]+\.cdn\.ampproject\.org/[cv])/(s/)?(.+)", re.DOTALL | re.IGNORECASE
)
_PROOFPOINT = re.compile(r"urldefense\.(?:proofpoint\.)?(?:com|us)/(v[0-9]+)?", re.IGNORECASE)
_PROOFPOINT_3 = re.compile(
    r"https?://urldefense\.(?:proofpoint\.)?(?:com|us)/v3/__(.+?)__(?:;([^!]*)|$)",
    re.DOTALL | re.IGNORECASE,
)
_RUN = re.compile(r"\*(?:\*([A-Za-z0-9_-]))?")
_RUN_LENGTHS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_FEW_SLASHES = re.compile(r"^(https?):/+", re.IGNORECASE)


def is_suspect(text: str) -> bool:
    """Whether ``text`` may be a wrapper at all: one quick look before the many."""
    lowered = text.lower()
    return any(sign in lowered for sign in _SUSPECT)


def inside_text(text: str) -> str | None:
    """What a Proofpoint v3 address carries: it must be opened before its slashes are normalised.

    None if ``text`` is no such address, "" if its replaced characters do not add up.
    """
    found = _PROOFPOINT_3.match(text)
    if found is None:
        return None
    carried = _FEW_SLASHES.sub(r"\1://", unquote(found[1]))
    return _with_replaced(carried, found[2] or "") if "*" in carried else carried


def inside(host: str, path: str, query: Sequence[str], fragment: str) -> str | None:
    """What the normalised address carries: None if it wraps nothing, "" if nothing usable."""
    place = host + path
    if not is_suspect("//" + place):
        return None
    for pattern, names in _IN_QUERY:
        if pattern.match(place):
            return _first(query, names)
    if found := _AMP.match(place):
        ends = ("?" + "&".join(query) if query else "") + ("#" + fragment if fragment else "")
        return f"{'https' if found[1] else 'http'}://{found[2]}{ends}"
    if found := _PROOFPOINT.match(place):
        return _older_proofpoint(found[1], query)
    return None


def _first(query: Sequence[str], names: tuple[str, ...]) -> str:
    for parameter in query:
        name, _, value = parameter.partition("=")
        if value and name in names:
            return unquote(value)
    return ""


def _older_proofpoint(version: str | None, query: Sequence[str]) -> str:
    carried = _first(query, ("u",))
    if version == "v2":
        return unquote(carried.translate(str.maketrans("-_", "%/")))
    return carried if version == "v1" else ""


def _with_replaced(carried: str, encoded: str) -> str:
    """Put back what ``*`` (one) and ``**x`` (a run whose length x tells) stand for."""
    try:
        replaced = iter(urlsafe_b64decode(encoded + "==").decode("utf-8"))
        return _RUN.sub(lambda found: _next_of(replaced, found[1]), carried)
    except ValueError:  # not base64, not UTF-8, or too few characters
        return ""


def _next_of(replaced: Iterator[str], run: str | None) -> str:
    length = 1 if run is None else _RUN_LENGTHS.index(run) + 2
    taken = "".join(islice(replaced, length))
    if len(taken) < length:
        raise ValueError("fewer replaced characters than places")
    return taken
