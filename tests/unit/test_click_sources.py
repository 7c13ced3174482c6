"""Logs and tables of clicks: what each line becomes."""

import json
from pathlib import Path

import pytest

from etl.reading.samples import sample
from etl.settings import load_settings
from etl.source import Source
from etl.sources import click_csv
from tests.support.click_files import EDGE, load, utc

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


def json_request(at: object = "2026-11-23T09:25:54+01:00", **told: object) -> str:
    asked = {"time": at, "ip": "203.0.113.7", "method": "GET", "uri": "/abc", "status": 302}
    return json.dumps({**asked, "referer": "", "ua": EDGE, **told}) + "\n"


def test_an_access_log_as_json_has_the_same_clicks(tmp_path):
    lines = (
        json_request(),
        json_request(uri="/kept?utm_content=hr"),
        json_request(method="HEAD"),
        json_request(status=404),
        json_request(method="", uri="", status=400),
        json_request(ua="Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"),
    )
    loaded = load(tmp_path, "access.ndjson", "".join(lines), L)
    assert loaded.source.name == "access_log"
    at = utc(2026, 11, 23, 8, 25, 54)
    assert loaded.column("click", "link_key", "clicked_at", "bot_reason") == [
        ("l.council.example/abc", at, None),
        ("l.council.example/abc", at, "prefetch"),
        ("l.council.example/kept?utm_content=hr", at, None),
    ]
    assert (loaded.staged.read_count, loaded.staged.rejected_count) == (6, 0)


@pytest.mark.parametrize("at", ["23/Nov/2026:08:25:54 +0000", "2026-11-23T08:25:54Z", 1795422354.0])
def test_times_in_an_access_log_as_json(tmp_path, at):
    loaded = load(tmp_path, "access.json", json_request(at))
    assert loaded.column("click", "clicked_at") == [utc(2026, 11, 23, 8, 25, 54)]


def test_a_time_without_zone_in_an_access_log_is_a_reject(tmp_path):
    staged = load(
        tmp_path, "access.log", json_request() + json_request("2026-11-23T08:25:54")
    ).staged
    assert [(reject.line, reject.column) for reject in staged.rejects] == [(2, "logged_at")]
    assert staged.rejects[0].reason == (
        "is not a time with its zone, such as 23/Nov/2026:08:25:54 +0000"
    )


@pytest.mark.parametrize(
    "at", ["9" * 30, "1" + "0" * 400, "12", "2026-13-45T99:99:99Z", "99999-01-01T00:00:00Z"]
)
def test_a_time_that_cannot_be_costs_its_line_alone(tmp_path, at):
    staged = load(tmp_path, "access.ndjson", json_request() + json_request(at)).staged
    assert [(reject.line, reject.column) for reject in staged.rejects] == [(2, "logged_at")]
    staged = load(tmp_path, "access.log", request() + request(at=at)).staged
    assert [(reject.line, reject.column) for reject in staged.rejects] == [(2, "logged_at")]


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


def test_event_keys_need_the_key_of_the_installation(tmp_path):
    ours = load(tmp_path, "a.log", request()).column("click", "event_key")
    other = b"another key of tests, no secret"
    theirs = load(tmp_path, "a.log", request(), key=other).column("click", "event_key")
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
        "2026-11-02,https://l.example/a,GB,-3\n"
    )
    source = mapped(tmp_path, DAILY)
    loaded = load(tmp_path, "clicks.csv", content, DAILY, source)
    # a day in London in summer begins an hour before the day in UTC
    assert loaded.column("click_total", "start_at", "end_at", "click_count") == [
        (utc(2026, 6, 30, 23), utc(2026, 7, 1, 23), 5)
    ]
    # nor is fewer than none a count: a counter that was set back tells nothing of that day
    assert [reject.column for reject in loaded.staged.rejects] == ["Total", "Total"]


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
