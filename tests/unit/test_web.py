"""HTTP: what is asked, waited for, followed and refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from etl.errors import FetchError
from etl.web import Access, Limits, Session
from etl.web.asking import retry_after
from tests.support.vendor import NOW, TOKEN, Naps, Reply, Vendor, in_turn, vendor


@contextmanager
def session(server: str, naps: Naps | None = None, **limits: int) -> Iterator[Session]:
    header = ("X-Api-Key", TOKEN)
    access = Access("shlink", server, "UPTAKE_SHLINK_KEY", header, allow_private=True)
    opened = Session(access, Limits(**limits), (naps or Naps()).clock)
    try:
        yield opened
    finally:
        opened.close()


def failure(server: str, told: str, naps: Naps | None = None, **limits: int) -> str:
    """The sentence with which a request fails."""
    with session(server, naps, **limits) as asking, pytest.raises(FetchError, match=told) as raised:
        asking.get("/x")
    return str(raised.value)


# --- one request -----------------------------------------------------------------------------


def test_an_answer_is_a_json_object_and_the_token_goes_in_the_header_alone():
    with vendor(in_turn(Reply({"ok": 1}))) as there, session(there.address) as asking:
        assert asking.get("/rest/health?x=1") == {"ok": 1}
        assert there.asked == ["/rest/health?x=1"]
        assert there.headers[0]["x-api-key"] == TOKEN


def test_a_netrc_file_does_not_replace_the_token(tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with vendor(in_turn(Reply({"ok": 1}))) as there:
        header = ("Authorization", "Bearer x")
        access = Access("bitly", there.address, "UPTAKE_BITLY_TOKEN", header, allow_private=True)
        asking = Session(access, clock=Naps().clock)
        asking.get("/v4/user")
        asking.close()
        assert there.headers[0]["authorization"] == "Bearer x"


def test_a_limit_waits_as_long_as_the_server_asks():
    naps = Naps()
    replies = in_turn(Reply(status=429, headers={"Retry-After": "7"}), Reply({"ok": 1}))
    with vendor(replies) as there, session(there.address, naps) as asking:
        assert asking.get("/x") == {"ok": 1}
    assert naps.taken == [7.0]


def test_a_limit_may_be_a_date():
    naps = Naps()
    until = {"Retry-After": "Mon, 23 Nov 2026 05:32:00 GMT"}
    replies = in_turn(Reply(status=429, headers=until), Reply({"ok": 1}))
    with vendor(replies) as there, session(there.address, naps) as asking:
        asking.get("/x")
    assert naps.taken == [120.0]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("90", 90.0),
        ("Mon, 23 Nov 2026 05:29:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 05:30:30 -0000", 30.0),
        ("soon", None),
        ("-5", None),
        (None, None),
    ],
)
def test_retry_after_in_every_form(value, seconds):
    assert retry_after(value, NOW) == seconds


def test_errors_of_the_server_are_tried_again_with_longer_and_longer_pauses():
    naps = Naps()
    replies = in_turn(Reply(status=500), Reply(status=503), Reply(status=502), Reply({"ok": 1}))
    with vendor(replies) as there, session(there.address, naps) as asking:
        assert asking.get("/x") == {"ok": 1}
    assert naps.taken == [1.0, 2.0, 4.0]


def test_a_limit_without_a_time_waits_longer_than_an_error():
    naps = Naps()
    replies = in_turn(Reply(status=429), Reply(status=429), Reply({"ok": 1}))
    with vendor(replies) as there, session(there.address, naps) as asking:
        asking.get("/x")
    assert naps.taken == [15.0, 30.0]


def test_the_attempts_are_bounded():
    naps = Naps()
    with vendor(in_turn(Reply(status=500))) as there:
        failure(there.address, r"answered with status 500, 5 times.*uptake run", naps)
    assert len(there.asked) == 5
    assert len(naps.taken) == 4


def test_a_wait_of_hours_is_not_waited_for():
    naps = Naps()
    reply = Reply(status=429, headers={"Retry-After": "7200"})
    with vendor(in_turn(reply)) as there:
        failure(there.address, "asks to wait 120 minutes", naps)
    assert len(there.asked) == 1
    assert naps.taken == []


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(raw=b'{"visits": {"data": ['), "cut off, or not JSON"),
        (Reply(raw=b"<html>a web client that answers everything</html>"), "not JSON"),
        (Reply(raw=b'{"a": 1}', headers={"Content-Length": "80"}), "broke off"),
        (Reply(raw=b'{"a": NaN}'), "not JSON"),
        (Reply(raw=b"[" * 100_000), "not JSON"),
        (Reply([1, 2]), "no JSON object"),
    ],
)
def test_an_answer_that_is_cut_off_or_no_json_is_told(reply, told):
    with vendor(in_turn(reply)) as there:
        failure(there.address, told, attempts=2)
    assert len(there.asked) == 2


def test_an_answer_without_bound_is_not_read():
    huge = Reply(raw=b'{"a": "' + b"x" * (3 << 20) + b'"}')
    with vendor(in_turn(huge)) as there:
        failure(there.address, "more than 1 MB at once", answer_bytes=1 << 20)
    assert len(there.asked) == 1


def test_a_refused_key_names_the_variable_and_never_the_key():
    refusal = Reply({"title": "Invalid API key"}, 401)
    with vendor(in_turn(refusal)) as there:
        said = failure(there.address, "UPTAKE_SHLINK_KEY")
    assert TOKEN not in said
    assert len(there.asked) == 1


def test_another_host_is_not_followed_and_gets_no_token():
    with vendor(in_turn(Reply({"stolen": True}))) as elsewhere:
        away = Reply(status=302, headers={"Location": f"{elsewhere.address}/x"})
        with vendor(in_turn(away)) as there:
            failure(there.address, "another host")
        assert elsewhere.asked == []


def test_a_redirect_on_the_same_host_is_followed_and_a_circle_is_not():
    def answer(path: str) -> Reply:
        if path == "/old":
            return Reply(status=301, headers={"Location": "/new"})
        return (
            Reply({"at": path}) if path == "/new" else Reply(status=302, headers={"Location": "/a"})
        )

    with vendor(answer) as there, session(there.address) as asking:
        assert asking.get("/old") == {"at": "/new"}
        with pytest.raises(FetchError, match="circle"):
            asking.get("/a")


@pytest.mark.parametrize(
    "server",
    [
        "http://go.council.example",
        "ftp://go.council.example",
        "file:///etc",
        "go.council.example",
        "https://user:secret@go.council.example",
        "https://go.council.example:port",
        "",
    ],
)
def test_only_https_or_this_machine(server):
    with pytest.raises(FetchError, match="https://") as raised, session(server):
        pass
    assert "secret" not in str(raised.value)


def test_a_server_that_is_not_there_is_told():
    with vendor(in_turn(Reply({}))) as there:
        gone = there.address
    with (
        session(gone, attempts=2) as asking,
        pytest.raises(FetchError, match="could not be reached"),
    ):
        asking.get("/x")


def test_a_key_with_a_line_break_is_refused_without_being_shown():
    access = Access("shlink", "https://go.example", "UPTAKE_SHLINK_KEY", ("X-Api-Key", "abc\ndef"))
    with pytest.raises(FetchError, match="UPTAKE_SHLINK_KEY") as raised:
        Session(access)
    assert "abc" not in str(raised.value)
    assert "abc" not in repr(access)


# --- pages -----------------------------------------------------------------------------------


def pages_of(there: Vendor, most: int = 100) -> list[str]:
    with session(there.address, pages=most) as asking:
        pages = asking.pages("/page/1", lambda body: body["rows"], lambda body: body.get("next"))
        return [page.request for page in pages]


def test_every_page_is_followed():
    book = {
        "/page/1": Reply({"rows": [1], "next": "/page/2?after=x"}),
        "/page/2?after=x": Reply({"rows": [2], "next": "/page/3"}),
        "/page/3": Reply({"rows": []}),
    }
    with vendor(book.__getitem__) as there:
        assert pages_of(there) == ["/page/1", "/page/2?after=x", "/page/3"]


def test_a_cursor_that_comes_back_is_a_circle():
    book = {
        "/page/1": Reply({"rows": [1], "next": "/page/2"}),
        "/page/2": Reply({"rows": [2], "next": "/page/1"}),
    }
    with vendor(book.__getitem__) as there, pytest.raises(FetchError, match="never end"):
        pages_of(there)


def test_the_same_rows_under_new_addresses_are_a_circle():
    def answer(path: str) -> Reply:
        return Reply({"rows": [1, 2], "next": f"/page/{int(path.split('/')[-1]) + 1}"})

    with vendor(answer) as there, pytest.raises(FetchError, match="never end"):
        pages_of(there)
    assert len(there.asked) == 2


def test_pages_without_end_end():
    def answer(path: str) -> Reply:
        number = int(path.split("/")[-1])
        return Reply({"rows": [number], "next": f"/page/{number + 1}"})

    with vendor(answer) as there, pytest.raises(FetchError, match="never end"):
        pages_of(there, most=7)
    assert len(there.asked) == 7


def test_a_next_page_on_another_host_is_not_asked_for():
    with vendor(in_turn(Reply({"rows": []}))) as elsewhere:
        first = Reply({"rows": [1], "next": f"{elsewhere.address}/page/2"})
        with vendor(in_turn(first)) as there, pytest.raises(FetchError, match="another host"):
            pages_of(there)
        assert elsewhere.asked == []
