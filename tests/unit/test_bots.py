"""Which clicks are flagged as not human, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import bots
from etl.settings import load_settings
from etl.source import Export

START = datetime(2026, 11, 23, 9, 0, 0)  # noqa: DTZ001  instants are UTC without a zone
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)


def hit(seconds, link="/a", address="a", agent=EDGE, referrer="", says_bot=False):
    """One click: so many seconds after nine, of one link, from one address."""
    return (START + timedelta(seconds=seconds), link, address, agent, referrer, says_bot)


def flagged(clicks, not_human=()):
    """{place in the list: reason} of the clicks flagged, and the notices."""
    con = duckdb.connect(config={"threads": 1})
    con.execute(
        "create table clicks (record_no bigint, clicked_at timestamp, link varchar, "
        "address varchar, user_agent varchar, referrer varchar, says_bot boolean)"
    )
    rows = [(number, *click) for number, click in enumerate(clicks)]
    if rows:
        con.executemany("insert into clicks values (?, ?, ?, ?, ?, ?, ?)", rows)
    configured = load_settings(Path("nowhere"), {})
    configured = replace(configured, clicks=replace(configured.clicks, not_human=not_human))
    export = Export(con, configured, "log.csv", "log.csv", "", datetime.now(UTC))
    notices = bots.flag(export)
    reasons = con.execute("select record_no, bot_reason from not_human").fetchall()
    con.close()
    assert len(reasons) == len(dict(reasons)), "a click is flagged once"
    return dict(reasons), notices


@pytest.mark.parametrize(
    "agent",
    [
        EDGE,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/111.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; CUBOT_NOTE_S Build/O) AppleWebKit/537.36 Chrome/80.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Teams/24295.605 Chrome/126",
        "",
        None,
    ],
)
def test_people_are_not_flagged(agent):
    assert flagged([hit(0, agent=agent)])[0] == {}


@pytest.mark.parametrize(
    ("agent", "reason"),
    [
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "user_agent"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "user_agent"),
        ("some_web_crawler/1.4", "user_agent"),
        ("curl/8.5.0", "user_agent"),
        ("Wget/1.21.4", "user_agent"),
        ("python-requests/2.32.3", "user_agent"),
        ("Go-http-client/2.0", "user_agent"),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0.0.0 Safari/537.36", "user_agent"),
        ("Slackbot 1.0 (+https://api.slack.com/robots)", "user_agent"),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "prefetch"),
        (
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 "
            "skype-url-preview@microsoft.com",
            "prefetch",
        ),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "prefetch"),
        ("WhatsApp/2.23.20.0", "prefetch"),
        ("Twitterbot/1.0", "prefetch"),
        ("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient)", "prefetch"),
        ("Mozilla/4.0 (compatible; ms-office; MSOffice 16)", "prefetch"),
    ],
)
def test_programs_that_say_so(agent, reason):
    assert flagged([hit(0, agent=agent)])[0] == {0: reason}


def test_a_link_check_of_the_mail_gateway_is_a_prefetch():
    gateway = "https://eur01.safelinks.protection.outlook.com/"
    assert flagged([hit(0, referrer=gateway)])[0] == {0: "prefetch"}


def test_what_the_source_says_comes_first():
    assert flagged([hit(0, agent="curl/8.5.0", says_bot=True)])[0] == {0: "source"}


def test_further_words_are_configured_in_any_case():
    assert flagged([hit(0, agent="Acme Link Warden 3")], ("link WARDEN", " "))[0] == {
        0: "user_agent"
    }


def test_three_links_in_ten_seconds_are_a_burst_of_all_their_hits():
    clicks = [hit(0, "/a"), hit(4, "/b"), hit(5, "/a"), hit(10, "/c")]
    assert flagged(clicks)[0] == dict.fromkeys(range(4), "burst")


def test_eleven_seconds_are_no_burst():
    assert flagged([hit(0, "/a"), hit(4, "/b"), hit(11, "/c")])[0] == {}


def test_two_links_however_often_are_no_burst():
    assert flagged([hit(second, "/a" if second % 2 else "/b") for second in range(9)])[0] == {}


def test_two_addresses_do_not_make_one_burst():
    assert flagged([hit(0, "/a"), hit(1, "/b"), hit(2, "/c", address="b")])[0] == {}


def test_hits_before_and_after_a_burst_are_left_alone():
    clicks = [hit(0, "/a"), hit(30, "/a"), hit(31, "/b"), hit(32, "/c"), hit(60, "/d")]
    assert flagged(clicks)[0] == {1: "burst", 2: "burst", 3: "burst"}


def test_a_known_reason_is_kept_inside_a_burst():
    clicks = [hit(0, "/a"), hit(1, "/b", agent="curl/8.5.0"), hit(2, "/c")]
    assert flagged(clicks)[0] == {0: "burst", 1: "user_agent", 2: "burst"}


def test_without_an_address_nothing_is_a_burst():
    assert flagged([hit(n, f"/{n}", address=None) for n in range(5)])[0] == {}


def test_an_address_of_many_people_is_not_searched_and_said():
    """All of an office, or a proxy: nine kinds of browsers within a few seconds."""
    clicks = [hit(n / 5, f"/{n}", agent=f"{EDGE} {n % 9}") for n in range(30)]
    reasons, notices = flagged(clicks)
    assert reasons == {}
    assert [notice.code for notice in notices] == ["shared_address"]
    assert "log.csv" in notices[0].sentence


def test_an_address_that_makes_up_a_fifth_of_all_clicks_is_one_of_many_people():
    office = [hit(n / 5, f"/{n}") for n in range(30)]
    others = [hit(n * 60, "/a", address=f"home {n}") for n in range(120)]
    assert flagged(office + others)[0] == {}
    scanner = dict.fromkeys(range(30), "burst")
    assert flagged([*office, *others, hit(9000, address="one more")])[0] == scanner


def test_no_clicks_at_all():
    assert flagged([]) == ({}, ())


def burst_by_the_book(clicks):
    """The rule read literally: every window of ten seconds that begins with a click."""
    found = set()
    for start, _, owner, *_ in clicks:
        inside = [
            number
            for number, (at, _, address, *_) in enumerate(clicks)
            if address == owner and timedelta(0) <= at - start <= timedelta(seconds=10)
        ]
        if len({clicks[number][1] for number in inside}) >= 3:
            found |= set(inside)
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            hit,
            st.integers(0, 60),
            st.sampled_from(["/a", "/b", "/c", "/d"]),
            st.sampled_from(["a", "b"]),
        ),
        max_size=20,
    )
)
def test_bursts_are_those_of_the_rule(clicks):
    assert set(flagged(clicks)[0]) == burst_by_the_book(clicks)
