"""Security headers on every answer, and scripts that are sent compressed."""

import asyncio
import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.delivery import CompressedScripts, SecurityHeaders, security_headers

INDEX = b"<html><script>window.a = 1</script><script src='/x.js'></script></html>"


def ask(app, path, headers=()):
    """(status, headers, body) of a GET, through plain ASGI."""
    sent = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent)
    named = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return start["status"], named, body


async def hello(request):
    return PlainTextResponse("hello")


@pytest.fixture
def plain():
    return Starlette(routes=[Route("/{path:path}", hello)])


def directives(policy):
    return {part.split()[0]: part.split()[1:] for part in policy.split("; ")}


def test_every_answer_carries_the_headers(plain):
    _, headers, body = ask(SecurityHeaders(plain, security_headers(INDEX)), "/anything")
    assert body == b"hello"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert directives(headers["content-security-policy"])["frame-ancestors"] == ["'none'"]


def test_only_the_inline_script_of_the_page_may_run_and_nothing_from_elsewhere():
    policy = directives(security_headers(INDEX)["Content-Security-Policy"])
    digest = base64.b64encode(hashlib.sha256(b"window.a = 1").digest()).decode()
    assert policy["script-src"] == ["'self'", "'wasm-unsafe-eval'", f"'sha256-{digest}'"]
    assert policy["default-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'"]


def test_the_installed_page_has_one_inline_script_and_it_is_allowed():
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    scripts = re.findall(rb"<script(?![^>]*\bsrc=)[^>]*>", index)
    sources = directives(security_headers(index)["Content-Security-Policy"])["script-src"]
    assert len(scripts) == 1
    assert sources == ["'self'", "'wasm-unsafe-eval'", *sources[2:]]
    assert len(sources) == 3


def test_what_is_no_web_request_passes_untouched():
    seen = []

    async def app(scope, receive, send):
        seen.append(send)

    async def send(message): ...

    wrapped = CompressedScripts(SecurityHeaders(app, {}), Path())

    async def receive():
        return {}

    asyncio.run(wrapped({"type": "lifespan"}, receive, send))
    assert seen == [send]


@pytest.fixture
def scripts(tmp_path):
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "a.js").write_text("let a = 1;" * 100)
    (folder / "picture.png").write_bytes(b"png")
    (tmp_path / "secret.js").write_text("secret")
    return folder


def test_a_script_is_sent_gzipped_to_who_can_read_it(plain, scripts):
    app = CompressedScripts(plain, scripts)
    status, headers, body = ask(app, "/static/js/a.js", [("accept-encoding", "gzip, br")])
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"].startswith("text/javascript")
    assert headers["content-length"] == str(len(body))
    assert gzip.decompress(body) == b"let a = 1;" * 100


@pytest.mark.parametrize(
    ("path", "accepts"),
    [
        ("/static/js/a.js", "br"),
        ("/static/picture.png", "gzip"),
        ("/static/js/missing.js", "gzip"),
        ("/static/../secret.js", "gzip"),
        ("/static//secret.js", "gzip"),
        ("/other/a.js", "gzip"),
    ],
)
def test_everything_else_is_left_to_streamlit(plain, scripts, path, accepts):
    app = CompressedScripts(plain, scripts)
    _, headers, body = ask(app, path, [("accept-encoding", accepts)])
    assert "content-encoding" not in headers
    assert body == b"hello"
