"""Click sources: files in the vendors' own shapes become clicks, counts, links and one series."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from etl.catalogue import recognise
from etl.errors import FileError
from etl.reading.samples import sample
from etl.settings import load_settings
from etl.source import Export, Notice, Opening, Source
from etl.sources import click_csv
from etl.staging import Staged, prepare_bench, stage

KEY = b"a key of tests, no secret"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)


@dataclass
class Loaded:
    """What a file gave: rows by table, and what staging said."""

    source: Source
    staged: Staged
    notices: tuple[Notice, ...]
    dated: datetime | None
    tables: dict[str, list[dict]]

    def column(self, table: str, *names: str) -> list:
        """The values of one column, or tuples of several, sorted."""
        rows = [tuple(row[name] for name in names) for row in self.tables[table]]
        rows.sort(key=lambda row: [str(value) for value in row])
        return [row[0] for row in rows] if len(names) == 1 else rows


def load(folder: Path, name: str, content: str, config: str = "", source=None) -> Loaded:
    """Load a file as a whole load would, but into memory."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    (folder / "config.toml").write_text(config, encoding="utf-8")
    settings = load_settings(folder, {})
    found = source or recognise(sample(path, name))
    con = duckdb.connect(config={"threads": 1})
    try:
        prepare_bench(con, settings, KEY)
        opening = Opening(con, path, name, "text_table", folder, settings)
        staged = stage(found, opening)
        export = Export(con, settings, name, name, "", datetime(2026, 11, 24, tzinfo=UTC))
        dated, notices = found.dated(export), found.prepare(export)
        given = found.parameters(export)
        tables = {each.table.name: _rows(con, each.select, given) for each in found.loads}
        return Loaded(found, staged, notices, dated, tables)
    finally:
        con.close()


def _rows(con, select, given):
    used = {name: value for name, value in given.items() if f"${name}" in select}
    result = con.execute(select, used)
    names = [column[0] for column in result.description]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    assert all(row["record_no"] is not None for row in rows)
    return rows


def utc(*parts: int) -> datetime:
    """An instant as the warehouse keeps it: UTC, without a zone."""
    return datetime(*parts)  # noqa: DTZ001


# --- YOURLS ----------------------------------------------------------------------------------

LOG = "click_id,click_time,shorturl,referrer,user_agent,ip_address,country_code\n"
YOURLS = LOG + (
    f'1,2026-11-23 08:19:41,repairhou,direct,"{EDGE}",203.0.113.7,\n'
    "2,2026-07-01 00:30:00,repairhou,direct,curl/8.5.0,203.0.113.8,\n"
    f'3,2026-11-23 08:20:00,binhr,https://web.yammer.com/,"{EDGE}",203.0.113.9,GB\n'
)
GO = '[clicks.yourls]\nbase = "https://go.council.example/"\n'


def test_yourls_clicks_in_the_time_of_the_server(tmp_path):
    loaded = load(tmp_path, "yourls_log.csv", YOURLS, GO)
    assert loaded.source.name == "yourls"
    assert loaded.column("click", "event_key", "link_key", "clicked_at", "bot_reason") == [
        ("1", "go.council.example/repairhou", utc(2026, 11, 23, 8, 19, 41), None),
        # British summer time is one hour ahead of UTC
        ("2", "go.council.example/repairhou", utc(2026, 6, 30, 23, 30), "user_agent"),
        ("3", "go.council.example/binhr", utc(2026, 11, 23, 8, 20), None),
    ]
    assert (loaded.staged.read_count, loaded.staged.rejected_count) == (3, 0)
    assert str(loaded.staged.covers_from) == "2026-07-01"
    assert str(loaded.staged.covers_to) == "2026-11-23"


def test_yourls_without_its_address_keeps_the_short_code(tmp_path):
    loaded = load(tmp_path, "yourls_log.csv", YOURLS)
    assert loaded.column("click", "link_key") == ["/binhr", "/repairhou", "/repairhou"]


def test_yourls_in_another_time_zone(tmp_path):
    loaded = load(tmp_path, "log.csv", YOURLS, '[clicks]\ntime_zone = "UTC"\n')
    assert utc(2026, 7, 1, 0, 30) in loaded.column("click", "clicked_at")
    assert loaded.column("click_series", "time_zone") == ["UTC"]


def test_yourls_has_one_series(tmp_path):
    (series,) = load(tmp_path, "yourls_log.csv", YOURLS).tables["click_series"]
    del series["record_no"]
    assert series == {
        "series_id": "yourls",
        "source": "yourls",
        "unit": "requests",
        "filter": "none",
        "grain": "event",
        "time_zone": "Europe/London",
        "is_at_least": False,
    }


def test_yourls_lines_that_cannot_be_read_are_rejects_without_their_content(tmp_path):
    rows = (
        "4,gestern um acht,a,direct,x,203.0.113.7,\n5,2026-11-23 08:00:00,,direct,x,203.0.113.7,\n"
    )
    staged = load(tmp_path, "yourls_log.csv", YOURLS + rows).staged
    assert (staged.read_count, staged.rejected_count) == (5, 2)
    assert [(reject.line, reject.column) for reject in staged.rejects] == [
        (5, "click_time"),
        (6, "shorturl"),
    ]
    assert "gestern" not in str(staged.rejects)


def test_yourls_a_scanner_is_flagged_and_a_proxy_is_told(tmp_path):
    scanner = "".join(
        f'{number},2026-11-23 09:00:0{number},link{number},direct,"{EDGE}",198.18.0.1,\n'
        for number in range(3)
    )
    loaded = load(tmp_path, "yourls_log.csv", LOG + scanner)
    assert loaded.column("click", "bot_reason") == ["burst"] * 3
    proxy = "".join(
        f'{number},2026-11-23 09:00:{number:02},link{number},direct,"{EDGE}",127.0.0.1,\n'
        for number in range(40)
    )
    loaded = load(tmp_path, "yourls_log.csv", LOG + proxy)
    assert loaded.column("click", "bot_reason") == [None] * 40
    assert [notice.code for notice in loaded.notices] == ["shared_address"]


def test_no_address_and_no_user_agent_reaches_the_facts(tmp_path):
    tables = load(tmp_path, "yourls_log.csv", YOURLS, GO).tables
    assert "203.0.113" not in str(tables)
    assert "Mozilla" not in str(tables)
    assert set(tables["click"][0]) == {
        "record_no",
        "series_id",
        "event_key",
        "link_key",
        "clicked_at",
        "bot_reason",
    }


def test_the_address_of_a_server_may_hold_any_sign(tmp_path):
    config = '[clicks.yourls]\nbase = "https://go.example/o\'neil/{x}"\n'
    loaded = load(tmp_path, "yourls_log.csv", YOURLS, config)
    assert all(key.startswith("go.example/o") for key in loaded.column("click", "link_key"))


def test_yourls_links_and_where_they_lead(tmp_path):
    content = (
        "keyword,url,title,timestamp,ip,clicks\n"
        "binhr,https://www.example.gov.uk/bins?id=42&utm_content=hr,Bin sensors,"
        "2026-11-23 08:19:37,127.0.0.1,21\n"
        "mail,mailto:x@example.org,Write to us,2026-11-23 08:19:37,127.0.0.1,2\n"
    )
    loaded = load(tmp_path, "yourls_url.csv", content, GO)
    assert loaded.source.name == "yourls_url"
    names = ("link_key", "address", "audience_label", "title")
    assert loaded.column("link_target", *names) == [
        (
            "go.council.example/binhr",
            "https://www.example.gov.uk/bins?id=42",
            "hr",
            "Bin sensors",
        )
    ]


# --- access log ------------------------------------------------------------------------------

L = '[clicks.access_log]\nbase = "https://l.council.example"\n'


def request(
    what: str = "GET /abc",
    status: int = 302,
    at: str = "23/Nov/2026:08:25:54 +0000",
    address: str = "203.0.113.7",
    agent: str = EDGE,
) -> str:
    return f'{address} - - [{at}] "{what} HTTP/1.1" {status} 145 "-" "{agent}"\n'


def test_a_click_is_a_get_that_was_redirected(tmp_path):
    lines = (
        request("GET /kept?utm_content=hr"),
        request("HEAD /head"),
        request("POST /post"),
        request("GET /lost", status=404),
        request("GET /page", status=200),
        *(request(f"GET /r{status}", status) for status in (301, 303, 307, 308)),
        '203.0.113.9 - - [23/Nov/2026:08:25:54 +0000] "\\x16\\x03garbage" 400 150 "-" "-"\n',
    )
    loaded = load(tmp_path, "access.log", "".join(lines), L)
    assert loaded.source.name == "access_log"
    assert loaded.column("click", "link_key") == [
        "l.council.example/kept?utm_content=hr",
        "l.council.example/r301",
        "l.council.example/r303",
        "l.council.example/r307",
        "l.council.example/r308",
    ]
    assert (loaded.staged.read_count, loaded.staged.rejected_count) == (10, 0)
    assert loaded.column("click_series", "unit", "filter", "grain", "time_zone") == [
        ("requests", "none", "event", "UTC")
    ]


def test_an_access_log_without_its_address_keeps_the_path(tmp_path):
    loaded = load(tmp_path, "access.log", request("GET /abc?x=1"))
    assert loaded.column("click", "link_key") == ["/abc?x=1"]


def test_the_common_format_and_other_time_zones(tmp_path):
    line = '203.0.113.7 - - [01/Jul/2026:00:30:00 +0100] "GET /abc HTTP/1.1" 302 145\n'
    loaded = load(tmp_path, "access.log", line)
    assert loaded.column("click", "clicked_at", "bot_reason") == [(utc(2026, 6, 30, 23, 30), None)]
    assert str(loaded.staged.covers_from) == "2026-07-01"


def test_lines_that_are_no_requests_are_rejects(tmp_path):
    lines = request() + "what is this\n" + request(at="no time")
    staged = load(tmp_path, "access.log", lines).staged
    assert (staged.read_count, staged.rejected_count) == (3, 2)
    assert [reject.line for reject in staged.rejects] == [2, 3]


def test_rotated_logs_that_overlap_agree_on_their_events(tmp_path):
    """Two equal lines are two clicks, and yet the same two in both files."""
    old, twice, new = (request(at=f"23/Nov/2026:08:25:5{second} +0000") for second in (3, 4, 5))
    first = load(tmp_path, "a.log", old + twice + twice)
    second = load(tmp_path, "b.log", twice + twice + new)
    keys = [set(loaded.column("click", "event_key")) for loaded in (first, second)]
    assert [len(each) for each in keys] == [3, 3]
    assert len(keys[0] | keys[1]) == 4


def test_event_keys_need_the_key_of_the_installation(tmp_path, monkeypatch):
    ours = load(tmp_path, "a.log", request()).column("click", "event_key")
    monkeypatch.setitem(globals(), "KEY", b"another key of tests, no secret")
    theirs = load(tmp_path, "a.log", request()).column("click", "event_key")
    assert ours != theirs
    assert len(ours[0]) == 20


def test_previews_and_scanners_in_an_access_log(tmp_path):
    scanner = "".join(
        request(f"GET /{name}", at=f"23/Nov/2026:09:00:0{n} +0000", address="198.18.0.1")
        for n, name in enumerate("abc")
    )
    preview = request(agent="Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")
    heads = "".join(
        request(f"HEAD /{name}", at="23/Nov/2026:10:00:00 +0000", address="198.18.0.2")
        for name in "abc"
    )
    loaded = load(tmp_path, "access.log", scanner + preview + heads)
    assert loaded.column("click", "bot_reason") == ["burst", "burst", "burst", "prefetch"]


# --- Shlink ----------------------------------------------------------------------------------


def visit(date: str, **more: object) -> dict:
    return {
        "referer": "",
        "date": date,
        "userAgent": EDGE,
        "visitLocation": None,
        "potentialBot": False,
        "visitedUrl": "https://s.example/abc?utm_source=x",
        **more,
    }


def shlink_link(code: str, tags: list[str], long: str) -> dict:
    return {
        "shortCode": code,
        "shortUrl": f"https://s.example/{code}",
        "longUrl": long,
        "tags": tags,
        "domain": None,
        "title": f"Title of {code}",
        "visitsSummary": {"total": 2, "nonBots": 1, "bots": 1},
    }


def fetched_file(source: str, *pages: tuple[str, dict]) -> str:
    return json.dumps(
        {
            "source": source,
            "fetched_at": "2026-11-23T05:30:00+00:00",
            "server": "https://s.example",
            "pages": [{"request": request, "response": body} for request, body in pages],
        }
    )


def shlink_file(visits: list[dict]) -> str:
    links = [
        shlink_link("abc", ["dept:housing", "2026"], "https://www.example.org/a?utm_content=hr"),
        shlink_link("quiet", [], "https://www.example.org/b?utm_content=waste"),
        shlink_link("two", ["dept:hr", "dept:waste"], "https://www.example.org/c"),
    ]
    return fetched_file(
        "shlink",
        ("/rest/v3/short-urls?page=1", {"shortUrls": {"data": links}}),
        ("/rest/v3/short-urls/abc/visits?page=1", {"visits": {"data": visits}}),
    )


def test_shlink_visits_are_clicks(tmp_path):
    same = visit("2026-11-22T10:00:00+01:00")
    bot = visit("2026-11-22T11:00:00+00:00", userAgent="crawler", potentialBot=True)
    loaded = load(tmp_path, "shlink.json", shlink_file([same, bot, same]))
    assert loaded.source.name == "shlink"
    assert loaded.dated == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    assert loaded.column("click", "link_key", "clicked_at", "bot_reason") == [
        ("s.example/abc", utc(2026, 11, 22, 9), None),
        ("s.example/abc", utc(2026, 11, 22, 9), None),
        ("s.example/abc", utc(2026, 11, 22, 11), "source"),
    ]
    assert len(set(loaded.column("click", "event_key"))) == 3
    assert loaded.column("click_series", "unit", "filter", "grain") == [("requests", "ua", "event")]


def test_shlink_windows_that_overlap_agree_on_their_events(tmp_path):
    old, twice, new = (visit(f"2026-11-2{day}T10:00:00+00:00") for day in (0, 1, 2))
    first = load(tmp_path, "a.json", shlink_file([twice, twice, old]))
    second = load(tmp_path, "b.json", shlink_file([new, twice, twice]))
    keys = [set(loaded.column("click", "event_key")) for loaded in (first, second)]
    assert [len(each) for each in keys] == [3, 3]
    assert len(keys[0] | keys[1]) == 4


def test_shlink_links_tell_their_idea_and_audience(tmp_path):
    loaded = load(tmp_path, "shlink.json", shlink_file([visit("2026-11-22T10:00:00Z")]))
    names = ("link_key", "address", "audience_label", "title")
    assert loaded.column("link_target", *names) == [
        ("s.example/abc", "https://www.example.org/a", "housing", "Title of abc"),
        ("s.example/quiet", "https://www.example.org/b", "waste", "Title of quiet"),
        ("s.example/two", "https://www.example.org/c", "hr, waste", "Title of two"),
    ]
    assert loaded.staged.read_count == 3  # one visit, and two links nobody opened


def test_shlink_an_answer_saved_by_hand(tmp_path):
    """The example of Shlink's own specification, in shape."""
    visits = [
        visit("2015-08-20T05:05:03+04:00", referer="https://twitter.com"),
        visit("2015-08-20T05:05:03+04:00", referer=None, potentialBot=True),
    ]
    document = {"visits": {"data": visits, "pagination": {"currentPage": 5, "pagesCount": 12}}}
    loaded = load(tmp_path, "visits.json", json.dumps(document))
    assert loaded.source.name == "shlink"
    assert loaded.dated is None
    assert loaded.column("click", "link_key", "clicked_at", "bot_reason") == [
        ("s.example/abc", utc(2015, 8, 20, 1, 5, 3), None),
        ("s.example/abc", utc(2015, 8, 20, 1, 5, 3), "source"),
    ]
    assert loaded.tables["link_target"] == []


def test_shlink_odd_values_are_rejects_and_break_nothing(tmp_path):
    odd = [
        visit("yesterday"),
        visit("2026-11-22T10:00:00Z", userAgent="\ud800 half \u0000", referer={"a": 1}),
        visit("2026-11-22T10:00:00Z", visitedUrl=None),
    ]
    loaded = load(tmp_path, "shlink.json", shlink_file(odd))
    assert [reject.column for reject in loaded.staged.rejects] == ["date"]
    assert len(loaded.tables["click"]) == 2


# --- Bitly -----------------------------------------------------------------------------------

BITLINKS = {
    "links": [
        {
            "id": "bit.ly/a",
            "link": "https://bit.ly/a",
            "long_url": "https://www.example.org/idea",
            "title": "Idea",
            "tags": ["dept:Adult Social Care"],
        },
        {"id": "bit.ly/b", "link": "https://bit.ly/b", "long_url": "not an address", "tags": []},
    ],
    "pagination": {"next": ""},
}
BITLY_DAYS = {
    "unit": "day",
    "units": -1,
    "link_clicks": [
        {"date": "2026-11-22T00:00:00+0000", "clicks": 7},
        {"date": "2026-11-21T00:00:00+0000", "clicks": 0},
    ],
}


def test_bitly_counts_by_day(tmp_path):
    pages = (
        ("/v4/groups/Bl1/bitlinks?size=100", BITLINKS),
        ("/v4/bitlinks/bit.ly/a/clicks?unit=day&units=-1", BITLY_DAYS),
    )
    loaded = load(tmp_path, "bitly.json", fetched_file("bitly", *pages))
    assert loaded.source.name == "bitly"
    names = ("series_id", "link_key", "start_at", "end_at", "click_count", "bot_count")
    assert loaded.column("click_total", *names) == [
        ("bitly", "bit.ly/a", utc(2026, 11, 21), utc(2026, 11, 22), 0, 0),
        ("bitly", "bit.ly/a", utc(2026, 11, 22), utc(2026, 11, 23), 7, 0),
    ]
    assert loaded.column("link_target", "link_key", "audience_label") == [
        ("bit.ly/a", "Adult Social Care")
    ]
    assert loaded.column("click_series", "unit", "filter", "grain") == [("clicks", "vendor", "day")]


def test_bitly_counts_alone_do_not_tell_the_link(tmp_path):
    with pytest.raises(FileError, match="does not say of which link"):
        load(tmp_path, "clicks.json", json.dumps(BITLY_DAYS))


def test_bitly_hours_are_not_days(tmp_path):
    pages = ("/v4/bitlinks/bit.ly/a/clicks", {**BITLY_DAYS, "unit": "hour"})
    with pytest.raises(FileError, match="by day"):
        load(tmp_path, "bitly.json", fetched_file("bitly", pages))


def test_bitly_a_page_of_links_saved_by_hand(tmp_path):
    loaded = load(tmp_path, "bitlinks.json", json.dumps(BITLINKS))
    assert loaded.source.name == "bitly"
    assert loaded.column("link_target", "link_key") == ["bit.ly/a"]
    assert loaded.tables["click_total"] == []
    assert loaded.tables["click_series"] == []


# --- Kutt ------------------------------------------------------------------------------------

KUTT_LINK = {
    "id": "973c4014",
    "address": "repairhr",
    "description": "repair-video | dept:hr",
    "target": "https://intranet.example.gov.uk/ideas/repair-video?utm_content=housing",
    "visit_count": 48,
    "link": "https://kutt.example/repairhr",
}
KUTT_STATS = {
    **KUTT_LINK,
    "lastMonth": {"stats": {}, "views": [0] * 28 + [5, 43], "total": 48},
    "updatedAt": "2026-11-23T05:24:25.035Z",
}


def test_kutt_statistics_saved_by_hand(tmp_path):
    loaded = load(tmp_path, "stats.json", json.dumps(KUTT_STATS))
    assert loaded.source.name == "kutt"
    totals = loaded.column("click_total", "start_at", "end_at", "click_count")
    assert len(totals) == 30
    # 24 hours up to 05:24 are mostly the day before
    assert totals[-2:] == [
        (utc(2026, 11, 21), utc(2026, 11, 22), 5),
        (utc(2026, 11, 22), utc(2026, 11, 23), 43),
    ]
    assert loaded.column("link_target", "link_key", "audience_label") == [
        ("kutt.example/repairhr", "hr")
    ]
    assert loaded.column("click_series", "is_at_least") == [False]


def test_kutt_late_in_the_day_the_newest_count_is_of_today(tmp_path):
    stats = {**KUTT_STATS, "updatedAt": "2026-11-23T20:00:00Z"}
    loaded = load(tmp_path, "stats.json", json.dumps(stats))
    assert loaded.column("click_total", "start_at")[-1] == utc(2026, 11, 23)


def test_kutt_with_older_clicks_is_at_least(tmp_path):
    stats = {**KUTT_STATS, "visit_count": 90}
    loaded = load(tmp_path, "stats.json", json.dumps(stats))
    assert loaded.column("click_series", "is_at_least") == [True]


def test_kutt_a_fetched_file_has_links_and_counts(tmp_path):
    other = {**KUTT_LINK, "id": "x", "link": "https://kutt.example/other", "visit_count": 0}
    pages = (
        ("/api/v2/links?limit=50&skip=0", {"total": 2, "data": [KUTT_LINK, other]}),
        ("/api/v2/links/973c4014/stats", KUTT_STATS),
    )
    loaded = load(tmp_path, "kutt.json", fetched_file("kutt", *pages))
    assert loaded.column("link_target", "link_key") == [
        "kutt.example/other",
        "kutt.example/repairhr",
    ]
    assert sum(loaded.column("click_total", "click_count")) == 48
    assert loaded.notices == ()


def test_kutt_a_page_of_links_has_no_clicks_and_says_so(tmp_path):
    page = {"total": 20, "limit": 10, "skip": 0, "data": [KUTT_LINK]}
    loaded = load(tmp_path, "links.json", json.dumps(page))
    assert loaded.source.name == "kutt"
    assert loaded.column("link_target", "link_key") == ["kutt.example/repairhr"]
    assert [notice.code for notice in loaded.notices] == ["no_clicks"]
    assert loaded.tables["click_series"] == []


@pytest.mark.parametrize("lacking", ["link", "updatedAt"])
def test_kutt_counts_that_do_not_say_of_what(tmp_path, lacking):
    stats = {name: value for name, value in KUTT_STATS.items() if name != lacking}
    with pytest.raises(FileError, match="of which link or when"):
        load(tmp_path, "stats.json", json.dumps(stats))


# --- any other tool --------------------------------------------------------------------------

NEWSLETTER = """
[clicks.csv.newsletter]
columns = { link = "Link", clicked_at = "Time", user_agent = "Browser" }
unit = "visits"
filter = "vendor"
"""
DAILY = '[clicks.csv.daily]\ncolumns = { link = "Link", date = "Day", clicks = "Total" }\n'


def mapped(folder: Path, config: str) -> Source:
    (folder / "config.toml").write_text(config, encoding="utf-8")
    (source,) = click_csv.configured(load_settings(folder, {}))
    return source


def test_a_mapped_csv_of_clicks(tmp_path):
    content = (
        "Time,Browser,Link,Who\n"
        f'2026-07-01 09:00:00,"{EDGE}",https://l.example/a,someone\n'
        f'2026-07-01 09:00:00,"{EDGE}",https://l.example/a,someone\n'
        "2026-11-01T09:00:00+00:00,curl/8.5.0,https://l.example/a,someone\n"
    )
    source = mapped(tmp_path, NEWSLETTER)
    loaded = load(tmp_path, "clicks.csv", content, NEWSLETTER, source)
    assert loaded.column("click", "series_id", "link_key", "clicked_at", "bot_reason") == [
        ("csv:newsletter", "l.example/a", utc(2026, 7, 1, 8), None),
        ("csv:newsletter", "l.example/a", utc(2026, 7, 1, 8), None),
        ("csv:newsletter", "l.example/a", utc(2026, 11, 1, 9), "user_agent"),
    ]
    assert len(set(loaded.column("click", "event_key"))) == 3
    assert loaded.column("click_series", "source", "unit", "filter", "grain") == [
        ("csv", "visits", "vendor", "event")
    ]


def test_a_mapped_csv_of_counts(tmp_path):
    content = (
        "Day,Link,Country,Total\n"
        "2026-07-01,https://l.example/a,GB,4\n"
        "2026-07-01,https://l.example/a,FR,1\n"
        "2026-11-01,https://l.example/a,GB,many\n"
    )
    source = mapped(tmp_path, DAILY)
    loaded = load(tmp_path, "clicks.csv", content, DAILY, source)
    # a day in London in summer begins an hour before the day in UTC
    assert loaded.column("click_total", "start_at", "end_at", "click_count") == [
        (utc(2026, 6, 30, 23), utc(2026, 7, 1, 23), 5)
    ]
    assert [reject.column for reject in loaded.staged.rejects] == ["Total"]


def test_a_mapped_csv_is_known_by_its_headers(tmp_path):
    source = mapped(tmp_path, DAILY)
    path = tmp_path / "x.csv"
    path.write_text("Day,Link,Total\n2026-07-01,https://l.example/a,4\n")
    assert source.recognise(sample(path, "x.csv")) > 0
    path.write_text("Day,Link\n2026-07-01,https://l.example/a\n")
    assert source.recognise(sample(path, "x.csv")) == 0


def test_without_a_mapping_no_csv_is_one(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Link,Time\nhttps://l.example/a,2026-07-01\n")
    assert click_csv.SOURCE.recognise(sample(path, "x.csv")) == 0
    assert click_csv.configured(load_settings(tmp_path, {})) == ()
