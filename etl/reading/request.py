"""How a line of an access log tells of one request: in the common or combined format, or as JSON.

What a JSON log calls its parts its owner decides, so each part has the names that nginx and its
like give it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PARTS = ("address", "logged_at", "method", "target", "status", "referrer", "user_agent")
"""``target``: the path and query that were asked for."""

NAMES = {
    "address": ("remote_addr", "ip", "client_ip", "remote_ip", "address"),
    "logged_at": ("time_iso8601", "time_local", "time", "timestamp", "@timestamp", "msec"),
    "method": ("request_method", "method"),
    "target": ("request_uri", "uri", "url", "path"),
    "status": ("status", "status_code"),
    "referrer": ("http_referer", "referer", "referrer"),
    "user_agent": ("http_user_agent", "user_agent", "ua", "agent"),
}
"""Names in a JSON log by part: of several that a line has, the first that is filled holds."""

_REQUEST = r"([A-Z]+) (\S+)(?: HTTP/[\d.]+)?"
_WHOLE, _OF_WHOLE = "request", ("method", "target")
"""A name for both in one, as the combined format has them."""

_CELL = r'(?:[^"\\]|\\.)*'
_LINE = (
    rf'^(\S+) \S+ \S+ \[([^\]]+)\] "(?:{_REQUEST}|{_CELL})" (\d{{3}}) \S+'
    rf'(?: "({_CELL})" "({_CELL})")?'
)


@dataclass(frozen=True, slots=True)
class Form:
    """How lines are taken apart, in workbench SQL.

    ``cell``: what a line holds, worked out of ``line`` once. ``parts``: each of PARTS, out of
    ``cell``. ``is_request``: whether a cell is one. ``is_none``: whether a line is rejected, at
    less cost than taking it apart where that can be had, and ``reason`` why.
    """

    cell: str
    parts: Mapping[str, str]
    is_request: str
    is_none: str
    reason: str


def _json() -> Form:
    parts = {part: f"coalesce({', '.join(_told(part))})" for part in PARTS}
    parts["target"] = f"replace({parts['target']}, chr(0), '\N{REPLACEMENT CHARACTER}')"
    shape = dict.fromkeys(
        [*(name for names in NAMES.values() for name in names), _WHOLE], "VARCHAR"
    )
    has_status = f"regexp_full_match({parts['status']}, '[0-9]+')"
    is_request = f"{has_status} and {parts['logged_at']} is not null"
    return Form(
        cell=f"case when json_valid(line) then from_json(line, '{json.dumps(shape)}') end",
        parts=parts,
        is_request=is_request,
        is_none=f"not coalesce({is_request}, false)",
        reason="is not a request as JSON with time and status",
    )


def _told(part: str) -> Iterator[str]:
    """What tells a part, by name, and of method and target also what tells both."""
    for name in NAMES[part]:
        yield f"nullif(cell.\"{name}\", '')"
    if part in _OF_WHOLE:
        group = _OF_WHOLE.index(part) + 1
        yield f"regexp_extract(cell.{_WHOLE}, '^{_REQUEST}$', {group})"


COMBINED = Form(
    cell=f"regexp_extract(line, '{_LINE}', {list(PARTS)})",
    parts={part: f"cell.{part}" for part in PARTS},
    is_request="cell.status <> ''",
    is_none=f"not regexp_matches(line, '{_LINE}')",
    reason="is not a request in the common or combined log format",
)
JSON = _json()


def is_json_request(line: str) -> bool:
    """Whether a line is an object that names the status, the time and the path of a request."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(told, dict):
        return False
    asked = (*NAMES["target"], _WHOLE)
    return all(
        any(name in told for name in names)
        for names in (NAMES["status"], NAMES["logged_at"], asked)
    )
