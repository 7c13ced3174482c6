"""Time zones as query expressions: the same instants as Python's, at the edges of summer too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.zones import local_from_utc, utc_from_local

ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")


@pytest.fixture(scope="module")
def ask():
    con = duckdb.connect(config={"threads": 1})

    def answer(expression, value):
        query = f"select {expression} from (select $value::timestamp as t)"
        (row,) = con.execute(query, {"value": value}).fetchall()
        return row[0]

    yield answer
    con.close()


def plain(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  the warehouse keeps instants without a zone


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (plain(2026, 1, 15, 12), plain(2026, 1, 15, 12)),
        (plain(2026, 7, 15, 12), plain(2026, 7, 15, 11)),
        (plain(2026, 7, 1, 0, 30), plain(2026, 6, 30, 23, 30)),
        # summer begins: 00:59:59 is followed by 02:00:00
        (plain(2026, 3, 29, 0, 59, 59), plain(2026, 3, 29, 0, 59, 59)),
        (plain(2026, 3, 29, 2), plain(2026, 3, 29, 1)),
        # summer ends: 01:30 occurs twice and is taken for the second
        (plain(2026, 10, 25, 0, 59, 59), plain(2026, 10, 24, 23, 59, 59)),
        (plain(2026, 10, 25, 1, 30), plain(2026, 10, 25, 1, 30)),
        (plain(2026, 10, 25, 2), plain(2026, 10, 25, 2)),
    ],
)
def test_clocks_in_london(ask, local, utc):
    assert ask(utc_from_local("t", "Europe/London"), local) == utc


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(plain(2001, 1, 1), plain(2059, 12, 31)))
def test_every_instant_is_that_of_python(ask, zone, instant):
    local = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert ask(local_from_utc("t", zone), instant) == local


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(plain(2001, 1, 1), plain(2059, 12, 31)))
def test_there_and_back_is_the_same_local_time(ask, zone, instant):
    local = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    back = ask(utc_from_local("t", zone), local)
    assert back - instant in {timedelta(), timedelta(hours=1), timedelta(minutes=30)}
    assert ask(local_from_utc("t", zone), back) == local


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("America/Boa_Vista", datetime(2000, 10, 11, tzinfo=UTC)),  # summer lasted a week
        ("Africa/Casablanca", datetime(2019, 5, 5, tzinfo=UTC)),
        ("Africa/Casablanca", datetime(2019, 6, 9, tzinfo=UTC)),
    ],
)
def test_clocks_that_soon_change_back(ask, zone, around):
    for hours in range(-24 * 6, 24 * 6):
        instant = around + timedelta(hours=hours)
        local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert ask(local_from_utc("t", zone), instant.replace(tzinfo=None)) == local


def test_a_time_that_is_not_known_stays_unknown(ask):
    assert ask(utc_from_local("t", "Europe/London"), None) is None
