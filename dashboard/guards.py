"""What a request may do before Streamlit sees it, and what an answer may hold after.

Streamlit takes uploads from anybody with a session, gives a made file to whoever knows its address,
and tells its metrics to everybody. None of it is needed here.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from dashboard.visitors import Door, Identity, identity_of
from etl.errors import UptakeError

READING = frozenset({"GET", "HEAD", "OPTIONS"})
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/upload_file")
FORMS = frozenset({b"range", b"accept-encoding"})
"""What asks for a part of a file or for a compressed one: neither is known as what was made."""
IDENTIFY = Callable[[Door, HTTPConnection], Identity | None]


class ReadingOnly:
    """Refuses whatever is not reading, before a byte of it is taken: there is nothing to send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            if scope["method"] not in READING:
                refusal = PlainTextResponse("Nothing can be sent here.", 405, {"Allow": "GET"})
                await refusal({**scope, "method": "GET"}, receive, send)
                return
            if any(path in str(scope["path"]) for path in CLOSED):
                await PlainTextResponse("There is nothing here.", 404)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class SecureCookies:
    """Marks every cookie as one that never travels unencrypted; for where visitors use https."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, value + b"; Secure" if _is_plain_cookie(name, value) else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        await self.app(scope, receive, marked if scope["type"] == "http" else send)


def _is_plain_cookie(name: bytes, value: bytes) -> bool:
    parts = {part.strip().lower() for part in value.split(b";")}
    return name.lower() == b"set-cookie" and b"secure" not in parts


class OwnFiles:
    """Gives a made file only to the visitor it was made for; pictures of the page to everybody."""

    def __init__(self, app: ASGIApp, door: Door, identify: IDENTIFY) -> None:
        self.app = app
        self.door = door
        self.identify = identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not _is_made(str(scope["path"])):
            await self.app(scope, receive, send)
            return
        started: list[Message] = []
        body = bytearray()

        async def held(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self.app(_whole(scope), receive, held)
        if not started:
            return
        if self._is_open(started[0]) or self._is_theirs(bytes(body), HTTPConnection(scope)):
            MutableHeaders(scope=started[0])["Cache-Control"] = "no-store"
            await send(started[0])
            await send({"type": "http.response.body", "body": bytes(body)})
            return
        refusal = PlainTextResponse("This is not yours to see.", 403)
        await refusal(scope, receive, send)

    def _is_open(self, start: Message) -> bool:
        """Not found, or a picture: none of the files that are made is one."""
        kind = Headers(raw=start["headers"]).get("content-type", "")
        return start["status"] >= 400 or kind.startswith("image/")

    def _is_theirs(self, body: bytes, request: HTTPConnection) -> bool:
        digest = hashlib.sha256(body).hexdigest()
        try:
            identity = self.identify(self.door, request)
            return self.door.may_fetch(digest, identity, datetime.now(UTC))
        except UptakeError:
            return False


def _is_made(path: str) -> bool:
    """Whether a path is that of a file which a session made, and not a font of Streamlit's."""
    return "/media/" in path and "/static/media/" not in path


def _whole(scope: Scope) -> Scope:
    """The request for the file as it was made, whatever form of it was asked for."""
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in FORMS]
    return {**scope, "headers": kept, "method": "GET"}


def identity_in(door: Door, request: HTTPConnection) -> Identity | None:
    """Who sends a request, by the cookie that Streamlit signed or by the proxy's headers."""
    if door.sign_in is not None and door.sign_in.proxy_header:
        return door.proxied(dict(request.headers), datetime.now(UTC))
    try:
        text = _get_signed_cookie_with_chunks(request.cookies, USER_COOKIE_NAME)
        claims = json.loads(text) if text else None
    except ValueError:
        return None
    return identity_of(claims) if isinstance(claims, dict) else None
