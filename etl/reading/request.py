"""How a line of an access log tells of one request: in the common or combined format, or as JSON.

What a JSON log calls its parts its owner decides, so each part has the names that nginx and its
like give it.
"""

import json
from collections.abc import Mapping
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
_WHOLE = "request"
"""A name for method and target in one, as the combined format has them."""

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
    names = (*(name for part in PARTS for name in NAMES[part]), _WHOLE)
    value = {name: f"nullif(cell.\"{name}\", '')" for name in names}
    found = {part: [value[name] for name in NAMES[part]] for part in PARTS}
    for group, part in enumerate(("method", "target"), 1):
        found[part].append(f"regexp_extract({value[_WHOLE]}, '^{_REQUEST}$', {group})")
    parts = {part: f"coalesce({', '.join(values)})" for part, values in found.items()}
    parts["target"] = f"replace({parts['target']}, chr(0), '\N{REPLACEMENT CHARACTER}')"
    is_whole = (
        f"regexp_full_match({parts['status']}, '[0-9]+') and {parts['logged_at']} is not null"
    )
    shape = json.dumps(dict.fromkeys(names, "VARCHAR"))
    return Form(
        f"case when json_valid(line) then from_json(line, '{shape}') end",
        parts,
        is_whole,
        f"not coalesce({is_whole}, false)",
        "is not a request as JSON with time and status",
    )


COMBINED = Form(
    f"regexp_extract(line, '{_LINE}', {list(PARTS)})",
    {part: f"cell.{part}" for part in PARTS},
    "cell.status <> ''",
    f"not regexp_matches(line, '{_LINE}')",
    "is not a request in the common or combined log format",
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
