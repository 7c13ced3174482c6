"""Answers of click services: visits, counts by day and where links lead."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl.catalogue import sources
from etl.errors import FileError
from etl.reading.samples import sample
from tests.support.click_files import EDGE, load, utc

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


def recognised(folder: Path, document: object) -> list[str]:
    path = folder / "document.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    looked = sample(path, path.name)
    return [source.name for source in sources() if source.recognise(looked)]


@pytest.mark.parametrize(
    "document",
    [
        {"get": {"example": {"visits": {"data": [visit("2026-11-22")]}}}},
        {"openapi": "3.1.0", "links": [{"long_url": "https://x.example"}]},
        {"source": "umami", "pages": [{"response": {"visits": {"data": []}}}]},
        {"source": {"lastMonth": {"views": []}}},
        {"links": [{"url": "https://x.example"}]},
        [{"lastMonth": {"views": []}}],
    ],
)
def test_other_json_is_nobodys(tmp_path, document):
    assert recognised(tmp_path, document) == []


def test_a_fetched_file_is_known_by_its_source_alone(tmp_path):
    for name in ("bitly", "kutt", "shlink"):
        assert recognised(tmp_path, json.loads(fetched_file(name))) == [name]


def test_a_fetched_file_without_anything_in_it_is_empty_and_no_error(tmp_path):
    for name in ("bitly", "kutt", "shlink"):
        loaded = load(tmp_path, f"{name}.json", fetched_file(name))
        assert loaded.staged.read_count == 0
        assert not any(loaded.tables.values())
