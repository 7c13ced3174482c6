"""A session: asks one server, and no other."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from etl.errors import FetchError
from etl.web.asking import Access, Body, Clock, Later, Limits, Page, Redirected, Token, retry_after
from etl.web.connecting import LookedAt
from etl.web.place import is_loopback, origin

_AGAIN_LATER = 'Run "uptake run" again later'
_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {408, 425, 429, 500, 502, 503, 504}


def _refuse_constant(_: str) -> float:
    raise ValueError("not a number of JSON")


class Session:
    """Asks one server, and no other."""

    def __init__(
        self, access: Access, limits: Limits | None = None, clock: Clock | None = None
    ) -> None:
        self.name = access.name
        self.server = access.server.rstrip("/")
        self._variable = access.variable
        self._limits = limits or Limits()
        self._clock = clock or Clock()
        self._check_server()
        if not access.header[1].isascii() or not access.header[1].isprintable():
            raise FetchError(f"{self._variable} holds characters that no key has. Set it again.")
        self._http = requests.Session()
        self._http.auth = Token(access.header)
        self._http.headers["Accept"] = "application/json"
        self._http.headers["User-Agent"] = "uptake"
        self._http.trust_env = not is_loopback(origin(self.server)[1])
        looked_at = LookedAt(f"fetch.{self.name}", allow_private=access.allow_private)
        for scheme in ("https://", "http://"):
            self._http.mount(scheme, looked_at)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def get(self, request: str) -> Body:
        """The JSON object that a path and query, or an address on the same server, answers.

        Raises FetchError: after the last attempt, or at once where another could not help.
        """
        url, attempt, hops, problem = self._url(request), 0, 0, ""
        while attempt < self._limits.attempts:
            try:
                answer = self._attempt(url)
            except Redirected as redirected:
                hops += 1
                if hops > self._limits.redirects:
                    raise self._error("redirects in a circle. Check its address") from None
                url = self._url(redirected.url)
                continue
            if not isinstance(answer, Later):
                return answer
            attempt, problem = attempt + 1, answer.problem
            if attempt < self._limits.attempts:
                self._clock.sleep(self._pause(answer, attempt))
        raise self._error(f"{problem}, {attempt} times. {_AGAIN_LATER}")

    def pages(
        self,
        first: str,
        items: Callable[[Body], object],
        following: Callable[[Body], str | None],
    ) -> Iterator[Page]:
        """Every page of a listing. Raises FetchError where pages run in a circle or are endless.

        ``items``: the rows of a page; two pages with the same rows mean that paging does not work.
        """
        asked, seen = set[str](), set[bytes]()
        request: str | None = first
        while request is not None:
            if request in asked or len(asked) >= self._limits.pages:
                raise self._circle()
            asked.add(request)
            body = self.get(request)
            rows = items(body)
            mark = hashlib.sha256(json.dumps(rows).encode()).digest()
            if rows and mark in seen:
                raise self._circle()
            seen.add(mark)
            yield Page(self._relative(request), body)
            request = following(body)

    def listed(self, body: Body, *path: str) -> list[Any]:
        """The list at ``path`` of an answer. Raises FetchError where there is none."""
        value: Any = body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, list):
            return value
        raise self._error(
            f"answered without {'.'.join(path)}. Check that server is the address of the API"
        )

    def _check_server(self) -> None:
        scheme, host, _ = origin(self.server)
        is_safe = scheme == "https" or (scheme == "http" and is_loopback(host))
        if not host or not is_safe or "@" in self.server:
            raise FetchError(
                f"[fetch.{self.name}] server must be an address that begins with https://. "
                "Mend config.toml."
            )

    def _url(self, request: str) -> str:
        url = f"{self.server}{request}" if request.startswith("/") else request
        if origin(url) != origin(self.server):
            raise self._error(
                "points to another host, which is not followed. Set server to the address that "
                "answers by itself"
            )
        return url

    def _relative(self, request: str) -> str:
        parts = urlsplit(self._url(request))
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def _attempt(self, url: str) -> Body | Later:
        timeout = (self._limits.connect_seconds, self._limits.read_seconds)
        try:
            with self._http.get(
                url, timeout=timeout, stream=True, allow_redirects=False
            ) as response:
                return self._answered(url, response)
        except requests.exceptions.SSLError as error:
            raise self._error("shows a certificate that is not trusted. Check its name") from error
        except requests.Timeout:
            return Later("took too long to answer")
        except requests.RequestException:
            return Later("could not be reached, or broke off")

    def _answered(self, url: str, response: requests.Response) -> Body | Later:
        status = response.status_code
        if status in _REDIRECTS:
            raise Redirected(urljoin(url, response.headers.get("Location", "")))
        if status in {401, 403}:
            raise self._error(f"refused the key (status {status}). Check {self._variable}")
        if status in _PASSING:
            asked = retry_after(response.headers.get("Retry-After"), self._clock.now())
            return Later(f"answered with status {status}", asked, status == 429)
        if status != 200:
            raise self._error(
                f"answered with status {status}. Check [fetch.{self.name}] in config.toml"
            )
        return self._parsed(self._read(response))

    def _read(self, response: requests.Response) -> bytes:
        until = self._clock.ticks() + self._limits.answer_seconds
        blocks, size = [], 0
        for block in response.iter_content(1 << 16):
            size += len(block)
            if size > self._limits.answer_bytes:
                raise self._error(
                    f"answered with more than {self._limits.answer_bytes >> 20} MB at once. "
                    "Check that server is the address of the API"
                )
            if self._clock.ticks() > until:
                raise self._error(f"answered too slowly. {_AGAIN_LATER}")
            blocks.append(block)
        return b"".join(blocks)

    def _parsed(self, content: bytes) -> Body | Later:
        try:
            body = json.loads(content, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            return Later("answered with something cut off, or not JSON")
        return body if isinstance(body, dict) else Later("answered with no JSON object")

    def _pause(self, answer: Later, attempt: int) -> float:
        asked = answer.seconds or 0.0
        if asked > self._limits.wait_seconds:
            minutes = -(-int(asked) // 60)
            raise self._error(f"asks to wait {minutes} minutes. {_AGAIN_LATER}")
        first = 15.0 if answer.is_limit and not asked else 1.0
        return max(asked, first * (1 << (attempt - 1)))

    def _circle(self) -> FetchError:
        return self._error("gives pages that never end. Nothing of it was kept; tell its operator")

    def _error(self, problem: str) -> FetchError:
        return FetchError(f"{self.name}: {origin(self.server)[1]} {problem}.")
