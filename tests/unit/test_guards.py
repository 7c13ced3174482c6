"""What stands before Streamlit: nothing is sent, cookies stay secure, files are their owner's."""

import asyncio
import hashlib
from datetime import UTC, datetime

import pytest

from dashboard.guards import CLOSED, OwnFiles, ReadingOnly, SecureCookies
from dashboard.visitors import Door, Identity
from etl.errors import SettingsError

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

FILE = b"Department,Members\nHousing,40\n"
MEDIA = "/media/3f2a.csv"


class Behind:
    """An application that remembers what reaches it."""

    def __init__(self, *, status=200, headers=(), body=FILE):
        self.asked = []
        self.start = {"type": "http.response.start", "status": status, "headers": list(headers)}
        self.body = body

    async def __call__(self, scope, receive, send):
        self.asked.append(scope)
        await send(dict(self.start))
        half = len(self.body) // 2
        more = {"type": "http.response.body", "body": self.body[:half], "more_body": True}
        await send(more)
        await send({"type": "http.response.body", "body": self.body[half:]})


class OneOwner(Door):
    """A door that gave out one file, to one visitor."""

    def __init__(self, owner):
        self.owner = owner

    def may_fetch(self, digest, identity, now):
        return digest == hashlib.sha256(FILE).hexdigest() and identity == self.owner


ANN, BEN = (Identity("https://id.example", who, NOW, None) for who in ("ann", "ben"))


def ask(app, path="/", method="GET", headers=(), kind="http"):
    """(status, headers, body) of one request; None where nothing was answered."""
    sent = []
    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": list(headers),
    }

    async def receive():
        raise AssertionError("a byte of the request was taken")

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start = next((each for each in sent if each["type"] == "http.response.start"), None)
    if start is None:
        return None
    return start["status"], start["headers"], b"".join(each.get("body", b"") for each in sent)


def guarded(behind, visitor):
    return OwnFiles(behind, OneOwner(ANN), lambda _door, _request: visitor)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get"])
@pytest.mark.parametrize("path", ["/", "/_stcore/stream", MEDIA])
def test_whatever_is_not_reading_is_refused_before_a_byte_is_taken(method, path):
    behind = Behind()
    status, headers, body = ask(ReadingOnly(behind), path, method)
    assert (status, body) == (405, b"Nothing can be sent here.")
    assert (b"allow", b"GET") in headers
    assert behind.asked == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_goes_through(method):
    behind = Behind()
    status, _, _ = ask(ReadingOnly(behind), "/departments", method)
    assert status == 200
    assert [scope["method"] for scope in behind.asked] == [method]


@pytest.mark.parametrize("path", [each for base in CLOSED for each in (base, f"/x{base}/y")])
def test_what_is_closed_is_not_there_below_any_path(path):
    behind = Behind()
    status, _, _ = ask(ReadingOnly(behind), path)
    assert status == 404
    assert behind.asked == []


def test_a_websocket_is_no_request_and_goes_through_every_guard():
    for guard in (ReadingOnly, SecureCookies, lambda app: guarded(app, None)):
        behind = Behind()
        ask(guard(behind), "/_stcore/stream", kind="websocket")
        assert len(behind.asked) == 1


@pytest.mark.parametrize(
    ("cookie", "marked"),
    [
        (
            b"_streamlit_user=abc; Path=/; HttpOnly",
            b"_streamlit_user=abc; Path=/; HttpOnly; Secure",
        ),
        (b"a=b; Path=/; secure", b"a=b; Path=/; secure"),
        (b"a=insecure", b"a=insecure; Secure"),
    ],
)
def test_every_cookie_is_marked_secure_once(cookie, marked):
    headers = [(b"Set-Cookie", cookie), (b"content-type", b"text/plain")]
    _, found, _ = ask(SecureCookies(Behind(headers=headers)))
    assert found == [(b"Set-Cookie", marked), (b"content-type", b"text/plain")]


def test_a_file_is_given_to_whom_it_was_made_for_and_kept_in_no_cache():
    status, headers, body = ask(guarded(Behind(), ANN), MEDIA)
    assert (status, body) == (200, FILE)
    assert (b"cache-control", b"no-store") in headers


@pytest.mark.parametrize("visitor", [BEN, None])
def test_nobody_else_gets_a_byte_of_it(visitor):
    status, headers, body = ask(guarded(Behind(), visitor), MEDIA)
    assert (status, body) == (403, b"This is not yours to see.")
    assert all(b"Housing" not in value for _, value in headers)


@pytest.mark.parametrize("form", [(b"Range", b"bytes=0-3"), (b"Accept-Encoding", b"gzip, br")])
def test_a_file_is_sent_as_it_was_made_for_only_so_is_it_recognised(form):
    behind = Behind()
    ask(guarded(behind, ANN), MEDIA, headers=[form, (b"x", b"y")])
    assert behind.asked[0]["headers"] == [(b"x", b"y")]


def test_where_the_roles_cannot_be_read_nobody_gets_a_file():
    def broken(_door, _request):
        raise SettingsError("access.toml cannot be read.")

    status, _, body = ask(OwnFiles(Behind(), OneOwner(ANN), broken), MEDIA)
    assert (status, body) == (403, b"This is not yours to see.")


@pytest.mark.parametrize(
    ("behind", "path"),
    [
        (Behind(headers=[(b"content-type", b"image/png")], body=b"png"), "/media/1.png"),
        (Behind(status=404, body=b"no such file"), MEDIA),
        (Behind(body=b"a font"), "/static/media/source.woff2"),
        (Behind(body=b"a page"), "/departments"),
    ],
)
def test_what_is_nobodys_is_everybodys(behind, path):
    status, _, body = ask(guarded(behind, None), path)
    assert (status, body) == (behind.start["status"], behind.body)
