"""Columns of text become typed columns, whatever the time zone of the session is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.reading.convert import Kind, converted, problem, reason

CON = duckdb.connect()
LONDON = "Europe/London"


def value(kind: Kind, text: str | None, **how: object) -> object:
    """The value of a cell; the exception is one that is a problem."""
    row = CON.execute(
        f"select {converted(kind, 'x', **how)}, {problem(kind, 'x', **how)} "  # type: ignore[arg-type]
        "from (select ?::varchar as x)",
        [text],
    ).fetchone()
    assert row is not None
    if row[1]:
        assert row[0] is None or kind is Kind.ID
        return ValueError
    assert row[1] is False
    return row[0]


@pytest.fixture(params=["UTC", "America/New_York"], autouse=True)
def _session(request) -> Iterator[None]:
    CON.execute(f"set timezone = '{request.param}'")
    yield
    CON.execute("set timezone = 'UTC'")


EVERY = [pytest.param(kind, id=kind.value) for kind in Kind]


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("text", [None, "", " ", "\u00a0\t\u200b", "null", "NULL", " Null\u00a0"])
def test_nothing_is_no_value_and_no_problem(kind, text):
    assert value(kind, text) is None


@pytest.mark.parametrize("kind", EVERY)
def test_a_missing_column_can_be_converted(kind):
    row = CON.execute(
        f"select {converted(kind, 'null::varchar')}, {problem(kind, 'null::varchar')}"
    ).fetchone()
    assert row == (None, False)


@pytest.mark.parametrize("kind", EVERY)
def test_reasons_hold_no_value(kind):
    assert reason(kind).startswith(("is ", "was "))
    assert "{" not in reason(kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NA", "NA"),
        ("n/a", "n/a"),
        ("nullable", "nullable"),
        (" \u00a0Adult  Social\u00a0Care\u200b\ufeff\r\n", "Adult  Social\u00a0Care"),
        ("É", "É"),
        ("Hou\u200bsing", "Hou\u200bsing"),
        ("\u200dx", "x"),
        ("007", "007"),
    ],
)
def test_text_is_trimmed(text, expected):
    assert value(Kind.TEXT, text) == expected
    assert value(Kind.ID, text) == expected


@pytest.mark.parametrize("blank", " \t\n\v\f\r\u00a0\u200b")
def test_one_blank_at_either_end_alone_is_trimmed(blank):
    assert value(Kind.ID, f"123{blank}") == value(Kind.ID, f"{blank}123") == "123"
    assert value(Kind.TEXT, f"1{blank}3") == f"1{blank}3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Adult Social Care", "Adult Social Care"),
        (" Adult \u00a0 Social\tCare ", "Adult Social Care"),
        ("Adult\r\nSocial\u2003Care", "Adult Social Care"),
        ("Hou\u200bsing\u00ad", "Housing"),
        ("Café  Né", "Café Né"),
        ("नि\u200dक", "नि\u200dक"),
    ],
)
def test_labels_are_on_one_line(text, expected):
    assert value(Kind.LABEL, text) == expected


@pytest.mark.parametrize("text", ["2.00034E+15", "2,00034E+15", "2e+15", " 2.0E+15\u00a0"])
def test_an_id_that_a_spreadsheet_lost(text):
    assert value(Kind.ID, text) is ValueError
    assert "scientific notation" in reason(Kind.ID)


@pytest.mark.parametrize(
    "text", ["2000337749565441", "1E05", "E+12", "a2.0E+15", "12.5E+3", "1.E+5"]
)
def test_an_id_that_only_looks_lost(text):
    assert value(Kind.ID, text) == text


def at(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-22T21:16:05Z", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22T21:16:05.25Z", at(2026, 7, 22, 21, 16, 5, 250_000)),
        ("2026-07-22T21:16:05.1234567Z", at(2026, 7, 22, 21, 16, 5, 123_456)),
        (" 2026-07-22T21:16:05Z\u00a0", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22T21:16Z", at(2026, 7, 22, 21, 16)),
        ("2026-07-22t21:16:05z", ValueError),
        ("2026-07-22T21:16:05z", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22T21:16:05+01:00", at(2026, 7, 22, 20, 16, 5)),
        ("2026-07-22T21:16:05.5+0100", at(2026, 7, 22, 20, 16, 5, 500_000)),
        ("2026-07-22T21:16:05-05", at(2026, 7, 23, 2, 16, 5)),
        ("2026-07-22T21:16-01:30", at(2026, 7, 22, 22, 46)),
        ("2022/11/11 20:59:10 +0000", at(2022, 11, 11, 20, 59, 10)),
        ("2022/11/11 20:59:10 -0100", at(2022, 11, 11, 21, 59, 10)),
        ("2022-11-11 20:59:10 UTC", at(2022, 11, 11, 20, 59, 10)),
        ("23/Nov/2026:08:25:54 +0100", at(2026, 11, 23, 7, 25, 54)),
        ("2026-07-22 21:16:05", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22T21:16:05", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22 21:16", at(2026, 7, 22, 21, 16)),
        ("2026/07/22 21:16:05", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22", at(2026, 7, 22)),
        ("8/19/2021 1:25:31 PM", at(2021, 8, 19, 13, 25, 31)),
        ("08/19/2021 12:05 am", at(2021, 8, 19, 0, 5)),
        ("8/19/2021, 1:25:31\u202fPM", at(2021, 8, 19, 13, 25, 31)),
        ("0001-01-01T00:00:00Z", at(1, 1, 1)),
        ("9999-12-31T23:59:59Z", at(9999, 12, 31, 23, 59, 59)),
    ],
)
def test_instants_are_read_in_utc(text, expected):
    assert value(Kind.INSTANT, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "infinity",
        "epoch",
        "now",
        "99999-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-07-22T25:00:00Z",
        "2026-07-22T21:16:05 Europe/Paris",
        "2026-07-22T21:16:05+99:00",
        "2026-7-2",
        "20260722",
        "8/19/2021 13:25:31",
        "19/08/2021 1:25:31 PM",
        "8/19/2021",
        "23/Foo/2026:08:25:54 +0100",
        "Mar 14, 2024",
        "1700000000",
    ],
)
def test_what_is_no_instant(text):
    assert value(Kind.INSTANT, text) is ValueError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-22 21:16:05", at(2026, 7, 22, 20, 16, 5)),
        ("2026-01-22 21:16:05", at(2026, 1, 22, 21, 16, 5)),
        ("2026-07-22T21:16:05Z", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22T21:16:05+00:00", at(2026, 7, 22, 21, 16, 5)),
        ("2026-07-22 21:16", at(2026, 7, 22, 20, 16)),
        ("2026-07-22", at(2026, 7, 21, 23)),
        ("7/22/2026 9:16:05 PM", at(2026, 7, 22, 20, 16, 5)),
    ],
)
def test_only_an_instant_without_offset_is_read_in_the_zone(text, expected):
    assert value(Kind.INSTANT, text, zone=LONDON) == expected


def test_a_day_first_instant_is_read_where_that_is_known():
    assert value(Kind.INSTANT, "3/8/2021 13:25:31", day_first=True) == at(2021, 8, 3, 13, 25, 31)
    assert value(Kind.INSTANT, "3/8/2021 13:25", day_first=False) == at(2021, 3, 8, 13, 25)


def test_a_zone_is_a_name_and_nothing_else():
    with pytest.raises(ValueError, match="no time zone"):
        converted(Kind.INSTANT, "x", zone="UTC'; drop")


@settings(max_examples=30, deadline=None)
@given(
    instant=st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    minutes=st.integers(-14 * 60, 14 * 60),
    separator=st.sampled_from("T "),
)
def test_any_offset_is_taken_off(instant, minutes, separator):
    zone = timezone(timedelta(minutes=minutes))
    text = instant.replace(tzinfo=zone).isoformat(separator)
    expected = instant.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    assert value(Kind.INSTANT, text) == expected


@settings(max_examples=30, deadline=None)
@given(instant=st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)))  # noqa: DTZ001
def test_local_time_that_is_certain_is_what_python_says(instant):
    instant = instant.replace(microsecond=0)
    local = instant.replace(tzinfo=ZoneInfo(LONDON))
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        return  # the hour occurs twice, or never
    expected = local.astimezone(UTC).replace(tzinfo=None)
    assert value(Kind.INSTANT, instant.isoformat(" "), zone=LONDON) == expected


@pytest.mark.parametrize(
    ("text", "iso", "day_first", "month_first"),
    [
        ("2026-07-22", date(2026, 7, 22), date(2026, 7, 22), date(2026, 7, 22)),
        ("2026/07/22", date(2026, 7, 22), date(2026, 7, 22), date(2026, 7, 22)),
        (" 2026-07-22 ", date(2026, 7, 22), date(2026, 7, 22), date(2026, 7, 22)),
        ("1900-01-01", date(1900, 1, 1), date(1900, 1, 1), date(1900, 1, 1)),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31), date(9999, 12, 31)),
        ("2026-07-22T23:30:00-05:00", date(2026, 7, 22), date(2026, 7, 22), date(2026, 7, 22)),
        ("3/4/2026", ValueError, date(2026, 4, 3), date(2026, 3, 4)),
        ("03.04.2026", ValueError, date(2026, 4, 3), date(2026, 3, 4)),
        ("3/4/2026 12:00:00 AM", ValueError, date(2026, 4, 3), date(2026, 3, 4)),
        ("13/4/2026", ValueError, date(2026, 4, 13), ValueError),
        ("4/13/2026", ValueError, ValueError, date(2026, 4, 13)),
        ("31/2/2026", ValueError, ValueError, ValueError),
        ("2026-02-30", ValueError, ValueError, ValueError),
        ("2026-7-2", ValueError, ValueError, ValueError),
        ("3/4/26", ValueError, ValueError, ValueError),
        ("2026-07-22x", ValueError, ValueError, ValueError),
        ("infinity", ValueError, ValueError, ValueError),
        ("Nov-12", ValueError, ValueError, ValueError),
    ],
)
def test_dates(text, iso, day_first, month_first):
    assert value(Kind.DATE, text) == iso
    assert value(Kind.DATE, text, day_first=True) == day_first
    assert value(Kind.DATE, text, day_first=False) == month_first


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", 0), ("007", 7), (" 12\u00a0", 12), ("999999999", 999_999_999)]
    + [(text, ValueError) for text in ("1.0", "1,000", "-1", "+1", "1e5", "0x1", "٣", "1_0", "x")],
)
def test_counts_are_whole_numbers(text, expected):
    assert value(Kind.COUNT, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, True) for text in ("true", "TRUE", "Yes", "1", " true ")]
    + [(text, False) for text in ("false", "False", "NO", "0")]
    + [(text, ValueError) for text in ("maybe", "2", "truex")],
)
def test_flags(text, expected):
    assert value(Kind.FLAG, text) is expected


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=12))
@pytest.mark.parametrize("kind", EVERY)
def test_any_text_is_a_value_or_a_problem(kind, text):
    cell = text.replace("\0", "").encode("utf-8", "replace").decode()
    found = value(kind, cell)
    if found is None:
        assert cell.strip(" \t\n\v\f\r").casefold() in {"", "null"} or not cell.isascii()
