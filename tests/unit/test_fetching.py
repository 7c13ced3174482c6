"""Fetching: every page of every API that is configured becomes a file in the inbox."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from etl.catalogue import recognise
from etl.errors import FetchError
from etl.fetching import fetch_all, fetchers
from etl.reading.samples import sample
from etl.settings import Settings, load_settings
from tests.support.vendor import NOW, TOKEN, Naps, Reply, Vendor, in_turn, vendor


def settings_for(home: Path, name: str, **options: str) -> Settings:
    lines = "\n".join(f'{key} = "{value}"' for key, value in options.items())
    config = f"[fetch.{name}]\n{lines}\nallow_private = true\n"  # the vendor is on loopback
    (home / "config.toml").write_text(config, encoding="utf-8")
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
    assert recognise(sample(path, path.name), settings).name in path.name
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
            '[fetch.bitly]\ngroup = "Bl1"\n'
            f'[fetch.kutt]\nserver = "{there.address}"\nallow_private = true\n'
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
