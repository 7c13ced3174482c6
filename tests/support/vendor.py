"""A server on loopback that answers as a test decides: like the vendors', or in trouble."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from etl.web import Clock

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
TOKEN = "not-a-real-token-0123456789"


@dataclass
class Reply:
    """What the server answers to one request."""

    body: object = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None

    @property
    def content(self) -> bytes:
        return json.dumps(self.body).encode() if self.raw is None else self.raw


@dataclass
class Vendor:
    """A server whose answers a test decides. It remembers what it was asked."""

    answer: Callable[[str], Reply]
    address: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def vendor(answer: Callable[[str], Reply]) -> Iterator[Vendor]:
    here = Vendor(answer)

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            here.asked.append(self.path)
            here.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = here.answer(self.path)
            self.send_response(reply.status)
            headers = {"Content-Length": str(len(reply.content)), **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    here.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield here
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


class Naps:
    """A clock that notes how long it was to sleep, and sleeps not at all."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.clock = Clock(sleep=self.taken.append, now=lambda: NOW)


def in_turn(*replies: Reply) -> Callable[[str], Reply]:
    """Answers one after the other; the last one again and again."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]
