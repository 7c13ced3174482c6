"""What stands between Uptake and the browser: security headers, and scripts sent compressed."""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
COMPRESSED = {
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
}


def content_security_policy(index: bytes) -> str:
    """The policy that lets the page of ``index`` (Streamlit's index.html) run and nothing else.

    Scripts come from this server, plus the exact inline scripts of the page, by their hash. The
    components are files, so that not even ``blob:`` is a source of scripts. WebAssembly may be
    compiled: the arithmetic of 64 bits that Streamlit's messages need tries it on every page. It
    can do only what a script that may run lets it do, and turns no text into a script.
    """
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(index))
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


def security_headers(index: bytes) -> Mapping[str, str]:
    """The headers of every answer, by name."""
    return {
        "Content-Security-Policy": content_security_policy(index),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


class SecurityHeaders:
    """Adds ``headers`` to every HTTP answer of ``app``."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, with_headers)


class CompressedScripts:
    """Sends the scripts and styles under ``folder`` gzipped, each compressed once.

    Streamlit leaves its 7 MB of scripts uncompressed, and compressing them anew for every visitor
    would hold up everybody else.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        file = self._file(scope)
        if file is None:
            await self.app(scope, receive, send)
            return
        body = _gzipped(file)
        headers = [
            (b"content-type", COMPRESSED[file.suffix]),
            (b"content-encoding", b"gzip"),
            (b"content-length", str(len(body)).encode()),
            (b"vary", b"accept-encoding"),
            (b"cache-control", b"public, immutable, max-age=31536000"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _file(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        _, found, rest = str(scope["path"]).partition("/static/")
        file = (self.folder / rest).resolve()
        is_ours = file.suffix in COMPRESSED and file.is_relative_to(self.folder)
        return file if found and is_ours and file.is_file() else None


@lru_cache(maxsize=512)
def _gzipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
