"""Fetching: a server on loopback that behaves like the vendors', and like servers in trouble."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from etl.errors import FetchError
from etl.fetching import fetch_all, fetchers
from etl.settings import Settings, load_settings
from etl.web import Access, Clock, Limits, Session, retry_after

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


@contextmanager
def session(server: str, naps: Naps | None = None, **limits: int) -> Iterator[Session]:
    access = Access("shlink", server, "UPTAKE_SHLINK_KEY", ("X-Api-Key", TOKEN))
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


def in_turn(*replies: Reply) -> Callable[[str], Reply]:
    """Answers one after the other; the last one again and again."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


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
        access = Access("bitly", there.address, "UPTAKE_BITLY_TOKEN", ("Authorization", "Bearer x"))
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


# --- the vendors -----------------------------------------------------------------------------


def settings_for(home: Path, name: str, **options: str) -> Settings:
    lines = "\n".join(f'{key} = "{value}"' for key, value in options.items())
    (home / "config.toml").write_text(f"[fetch.{name}]\n{lines}\n", encoding="utf-8")
    tokens = ("UPTAKE_SHLINK_KEY", "UPTAKE_BITLY_TOKEN", "UPTAKE_KUTT_KEY")
    return load_settings(home, dict.fromkeys(tokens, TOKEN))


def fetched(settings: Settings) -> tuple[Path, dict]:
    said: list[str] = []
    (path,) = fetch_all(settings, NOW, said.append, clock=Naps().clock)
    assert path.parent == settings.inbox
    assert path.name in said[0]
    text = path.read_text(encoding="utf-8")
    assert TOKEN not in text
    assert TOKEN not in "".join(said)
    assert [each.name for each in settings.inbox.iterdir()] == [path.name]
    return path, json.loads(text)


def shlink_link(code: str, total: int, domain: str | None = None) -> dict:
    return {
        "shortCode": code,
        "shortUrl": f"https://{domain or 's.example'}/{code}",
        "longUrl": "https://www.example.org/idea",
        "domain": domain,
        "tags": [],
        "visitsSummary": {"total": total, "nonBots": total, "bots": 0},
    }


def shlink_answer(path: str) -> Reply:
    """Three links on two pages; the first has three visits on two pages."""
    parts, query = urlsplit(path), {k: v[0] for k, v in parse_qs(urlsplit(path).query).items()}
    page = int(query["page"])
    paging = {"currentPage": page, "pagesCount": 2}
    if parts.path == "/rest/v3/short-urls":
        rows = [
            [shlink_link("ab", 3), shlink_link("none", 0)],
            [shlink_link("c/d", 1, "t.example")],
        ]
        return Reply({"shortUrls": {"data": rows[page - 1], "pagination": paging}})
    if parts.path == "/rest/v3/short-urls/ab/visits":
        visits = [[{"date": "a"}, {"date": "b"}], [{"date": "c"}]][page - 1]
        return Reply({"visits": {"data": visits, "pagination": paging}})
    once = {"currentPage": 1, "pagesCount": 1}
    return Reply({"visits": {"data": [{"date": "d"}], "pagination": once}})


def test_shlink_all_links_and_all_visits(tmp_path):
    with vendor(shlink_answer) as there:
        path, document = fetched(settings_for(tmp_path, "shlink", server=there.address))
    assert path.name == "shlink-2026-11-23T0530.json"
    assert document["source"] == "shlink"
    assert document["fetched_at"] == "2026-11-23T05:30:00+00:00"
    assert document["server"] == there.address
    paths = [urlsplit(page["request"]).path for page in document["pages"]]
    assert paths == [
        "/rest/v3/short-urls",
        "/rest/v3/short-urls/ab/visits",
        "/rest/v3/short-urls/ab/visits",
        "/rest/v3/short-urls",
        "/rest/v3/short-urls/c%2Fd/visits",
    ]
    assert document["pages"][1]["response"] == {
        "visits": {
            "data": [{"date": "a"}, {"date": "b"}],
            "pagination": {"currentPage": 1, "pagesCount": 2},
        }
    }
    assert "domain=t.example" in there.asked[-1]
    assert all("startDate" not in request for request in there.asked)


def test_shlink_asks_for_sixty_days_once_it_was_fetched(tmp_path):
    kept = tmp_path / "data" / "snapshots" / "shlink"
    kept.mkdir(parents=True)
    (kept / "20261122T053000Z_0123456789abcdef_shlink.json").write_text("{}")
    with vendor(shlink_answer) as there:
        fetched(settings_for(tmp_path, "shlink", server=there.address))
    query = parse_qs(urlsplit(there.asked[1]).query)
    assert query["startDate"] == ["2026-09-24T00:00:00+00:00"]
    assert query["endDate"] == ["2026-11-23T05:30:00+00:00"]


def bitly_answer(there: list[Vendor]) -> Callable[[str], Reply]:
    def answer(path: str) -> Reply:
        if path.startswith("/v4/groups/Bl1/bitlinks?page=2"):
            return Reply({"links": [{"id": "bit.ly/b"}], "pagination": {"next": ""}})
        if path.startswith("/v4/groups/Bl1/bitlinks"):
            following = f"{there[0].address}/v4/groups/Bl1/bitlinks?page=2"
            return Reply({"links": [{"id": "bit.ly/a"}], "pagination": {"next": following}})
        return Reply({"unit": "day", "link_clicks": [{"date": "2026-11-22T00:00:00+0000"}]})

    return answer


def test_bitly_all_links_and_their_days(tmp_path):
    place: list[Vendor] = []
    with vendor(bitly_answer(place)) as there:
        place.append(there)
        _, document = fetched(settings_for(tmp_path, "bitly", server=there.address, group="Bl1"))
    assert [page["request"].split("?")[0] for page in document["pages"]] == [
        "/v4/groups/Bl1/bitlinks",
        "/v4/bitlinks/bit.ly/a/clicks",
        "/v4/groups/Bl1/bitlinks",
        "/v4/bitlinks/bit.ly/b/clicks",
    ]
    query = parse_qs(urlsplit(there.asked[1]).query)
    assert query["unit"] == ["day"]
    assert query["units"] == ["-1"]
    assert query["unit_reference"] == ["2026-11-23T05:30:00+0000"]
    assert there.headers[0]["authorization"] == f"Bearer {TOKEN}"


def kutt_answer(path: str) -> Reply:
    """120 links, 50 a page; every fortieth was opened."""
    parts = urlsplit(path)
    if parts.path.endswith("/stats"):
        return Reply({"lastMonth": {"views": [0] * 30}, "id": parts.path.split("/")[-2]})
    skip = int(parse_qs(parts.query)["skip"][0])
    rows = [
        {"id": f"n{number}", "visit_count": int(number % 40 == 0)}
        for number in range(skip, min(skip + 50, 120))
    ]
    return Reply({"total": 120, "limit": 50, "skip": skip, "data": rows})


def test_kutt_all_links_and_the_statistics_of_those_opened(tmp_path):
    with vendor(kutt_answer) as there:
        _, document = fetched(settings_for(tmp_path, "kutt", server=there.address))
    assert [page["request"] for page in document["pages"]] == [
        "/api/v2/links?limit=50&skip=0",
        "/api/v2/links/n0/stats",
        "/api/v2/links/n40/stats",
        "/api/v2/links?limit=50&skip=50",
        "/api/v2/links/n80/stats",
        "/api/v2/links?limit=50&skip=100",
    ]


def test_a_page_without_rows_says_that_the_address_may_be_wrong(tmp_path):
    with vendor(in_turn(Reply({"hello": "world"}))) as there:
        settings = settings_for(tmp_path, "kutt", server=there.address)
        with pytest.raises(FetchError, match="address of the API"):
            fetch_all(settings, NOW, lambda _: None, clock=Naps().clock)
    assert not list(settings.inbox.iterdir())
    assert not list(settings.data.glob(".*"))


def test_one_api_in_trouble_does_not_stop_the_others(tmp_path):
    with vendor(kutt_answer) as there:
        (tmp_path / "config.toml").write_text(
            f'[fetch.bitly]\ngroup = "Bl1"\n[fetch.kutt]\nserver = "{there.address}"\n'
        )
        settings = load_settings(tmp_path, {"UPTAKE_KUTT_KEY": TOKEN})
        with pytest.raises(FetchError, match="UPTAKE_BITLY_TOKEN is not set"):
            fetch_all(settings, NOW, lambda _: None, clock=Naps().clock)
    assert [path.name for path in settings.inbox.iterdir()] == ["kutt-2026-11-23T0530.json"]


def test_what_is_not_configured_is_not_fetched(tmp_path):
    assert fetch_all(load_settings(tmp_path, {}), NOW, lambda _: None) == []


def test_an_api_nobody_knows_is_told(tmp_path):
    (tmp_path / "config.toml").write_text('[fetch.umami]\nserver = "https://x.example"\n')
    with pytest.raises(FetchError, match=r"bitly, kutt, shlink"):
        fetch_all(load_settings(tmp_path, {}), NOW, lambda _: None)


def test_every_fetcher_names_its_key_in_the_environment():
    assert {fetcher.name: fetcher.variable for fetcher in fetchers()} == {
        "bitly": "UPTAKE_BITLY_TOKEN",
        "kutt": "UPTAKE_KUTT_KEY",
        "shlink": "UPTAKE_SHLINK_KEY",
    }
