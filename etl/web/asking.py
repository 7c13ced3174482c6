"""What is asked of a server: how, how long, how often, and what comes back."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from requests.auth import AuthBase

Body = Mapping[str, Any]
"""What a server answered: a JSON object."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much. ``wait_seconds``: the longest wait that a server may ask for."""

    connect_seconds: float = 10
    read_seconds: float = 60
    answer_seconds: float = 300
    answer_bytes: int = 64 << 20
    wait_seconds: float = 900
    attempts: int = 5
    redirects: int = 3
    pages: int = 20_000


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that a test need not wait for it."""

    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ticks: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Access:
    """A server and the header that opens it. ``variable``: where the token came from.

    ``allow_private``: whether the server may be inside the network.
    """

    name: str
    server: str
    variable: str
    header: tuple[str, str] = field(repr=False)
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, with the path and query that asked for it."""

    request: str
    response: Body


@dataclass(frozen=True, slots=True)
class Later:
    """An attempt that failed in a way that may pass, and how long the server asks to wait."""

    problem: str
    seconds: float | None = None
    is_limit: bool = False


class Redirected(Exception):
    """A server says that the answer is elsewhere."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


class Token(AuthBase):
    """Sets the header. As ``auth``, because a .netrc would otherwise take its place."""

    def __init__(self, header: tuple[str, str]) -> None:
        self._header = header

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        name, value = self._header
        request.headers[name] = value
        return request


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, written as seconds or as an HTTP date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
