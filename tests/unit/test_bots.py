"""Which clicks are flagged as not human, and why."""

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
NOW = datetime(2026, 11, 24, tzinfo=UTC)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)


def hit(seconds, link="/a", address="a", agent=EDGE, reason=None):
    """One click: so many seconds after nine, of one link, from one address."""
    return (START + timedelta(seconds=seconds), link, address, agent, reason)


def bursts(clicks):
    """The places in the list of the clicks that are part of a burst, and the notices."""
    con = duckdb.connect(config={"threads": 1})
    con.execute(
        "create table given (record_no bigint, clicked_at timestamp, link varchar, "
        "address varchar, agent varchar, bot_reason varchar)"
    )
    rows = [(number, *click) for number, click in enumerate(clicks)]
    if rows:
        con.executemany("insert into given values (?, ?, ?, ?, ?, ?)", rows)
    con.execute("create view clicks as select * from given")
    settings = load_settings(Path("nowhere"), {})
    notices = bots.find_bursts(Export(con, settings, "log.csv", "log.csv", "", NOW, NOW))
    found = [record_no for (record_no,) in con.execute("select record_no from burst").fetchall()]
    con.close()
    assert len(found) == len(set(found))
    return set(found), notices


def reason_of(agent, not_human=()):
    con = duckdb.connect(config={"threads": 1})
    query = f"select {bots.bot_reason('$agent::varchar', not_human)}"
    (row,) = con.execute(query, {"agent": agent}).fetchall()
    con.close()
    return row[0]


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
    assert reason_of(agent) is None


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
    assert reason_of(agent) == reason


def test_a_link_check_of_the_mail_gateway_is_told_by_its_referrer():
    con = duckdb.connect()
    referrers = ("https://EUR01.safelinks.protection.outlook.com/", "https://web.yammer.com/", None)
    told = [
        row
        for it in referrers
        for (row,) in con.execute(
            f"select {bots.is_gateway('$it::varchar')}", {"it": it}
        ).fetchall()
    ]
    con.close()
    assert told == [True, False, False]


def test_further_words_are_configured_in_any_case_and_are_no_patterns():
    words = ("link WARDEN", " ", "o'neil (c.1)")
    assert reason_of("Acme Link Warden 3", words) == "user_agent"
    assert reason_of("O'Neil (c.1)", words) == "user_agent"
    assert reason_of("O'Neil (cx1)", words) is None
    assert reason_of(EDGE, words) is None


def test_three_links_in_ten_seconds_are_a_burst_of_all_their_hits():
    clicks = [hit(0, "/a"), hit(4, "/b"), hit(5, "/a"), hit(10, "/c")]
    assert bursts(clicks)[0] == {0, 1, 2, 3}


def test_eleven_seconds_are_no_burst():
    assert bursts([hit(0, "/a"), hit(4, "/b"), hit(11, "/c")])[0] == set()


def test_two_links_however_often_are_no_burst():
    assert bursts([hit(n, "/a" if n % 2 else "/b") for n in range(9)])[0] == set()


def test_two_addresses_do_not_make_one_burst():
    assert bursts([hit(0, "/a"), hit(1, "/b"), hit(2, "/c", address="b")])[0] == set()


def test_hits_before_and_after_a_burst_are_left_alone():
    clicks = [hit(0, "/a"), hit(30, "/a"), hit(31, "/b"), hit(32, "/c"), hit(60, "/d")]
    assert bursts(clicks)[0] == {1, 2, 3}


def test_programs_that_say_so_are_part_of_a_burst():
    clicks = [hit(0, "/a"), hit(1, "/b", reason="user_agent"), hit(2, "/c")]
    assert bursts(clicks)[0] == {0, 1, 2}


def test_without_an_address_nothing_is_a_burst():
    assert bursts([hit(n, f"/{n}", address=None) for n in range(5)])[0] == set()


def test_an_address_of_many_people_is_not_searched_and_said():
    """All of an office, or a proxy: nine kinds of browsers within a few seconds."""
    clicks = [hit(n / 5, f"/{n}", agent=f"{EDGE} {n % 9}") for n in range(30)]
    found, notices = bursts(clicks)
    assert found == set()
    assert [notice.code for notice in notices] == ["shared_address"]
    assert "log.csv" in notices[0].sentence


def test_an_address_that_makes_up_a_fifth_of_all_clicks_is_one_of_many_people():
    office = [hit(n / 5, f"/{n}") for n in range(30)]
    others = [hit(n * 60, "/a", address=f"home {n}") for n in range(120)]
    assert bursts(office + others)[0] == set()
    assert bursts([*office, *others, hit(9000, address="one more")])[0] == set(range(30))


def test_no_clicks_at_all():
    assert bursts([]) == (set(), ())


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
    assert bursts(clicks)[0] == burst_by_the_book(clicks)
