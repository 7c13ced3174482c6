"""Access logs as web servers write them, and as attackers fill them."""

import gzip
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import FileError, NotReadable, UnsafeArchive
from etl.reading import logfile
from etl.reading.csvfile import TextTable
from etl.reading.logfile import HEADER, open_log
from etl.reading.request import JSON, is_json_request

AT = "23/Nov/2026:08:25:54 +0000"
AGENT = "Mozilla/5.0 (X11; Linux)"
GET = f'203.0.113.7 - - [{AT}] "GET /bins?x=1 HTTP/1.1" 302 145 "https://web.example/" "{AGENT}"\n'
HEAD = f'2001:db8::1 - bob [{AT}] "HEAD /roads HTTP/2.0" 200 -\n'
GARBAGE = f'127.0.0.1 - - [{AT}] "\\x16\\x03\\x01\\x00" 400 157 "-" "-"\n'
QUOTED = f'127.0.0.1 - - [{AT}] "GET /a\\"b HTTP/1.1" 301 0 "-" "a \\"b\\" c" "more"\n'
REASON = "is not a request in the common or combined log format"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect()) as connection:
        yield connection


def opened(con: duckdb.DuckDBPyConnection, data: bytes, folder: Path) -> TextTable:
    path = folder / "access's.log"
    path.write_bytes(data)
    return open_log(con, path, name="access.log", view="v", workspace=folder / "work")


def rows_of(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute("select * from v order by record_no").fetchall()


def test_lines_are_taken_apart(con, tmp_path):
    table = opened(con, (GET + HEAD + GARBAGE + QUOTED).encode(), tmp_path)
    assert table.header == HEADER
    assert table.rejects == ()
    assert rows_of(con) == [
        (1, "203.0.113.7", AT, "GET", "/bins?x=1", "302", "https://web.example/", AGENT, GET[:-1]),
        (2, "2001:db8::1", AT, "HEAD", "/roads", "200", None, None, HEAD[:-1]),
        (3, "127.0.0.1", AT, None, None, "400", None, "-", GARBAGE[:-1]),
        (4, "127.0.0.1", AT, "GET", '/a\\"b', "301", None, 'a \\"b\\" c', QUOTED[:-1]),
    ]


def as_json(con: duckdb.DuckDBPyConnection, folder: Path, *lines: str) -> TextTable:
    path = folder / "access.ndjson"
    path.write_text("\n".join(lines) + "\n")
    return open_log(con, path, name="access.log", view="v", workspace=folder / "work", form=JSON)


def test_lines_of_json_are_taken_apart(con, tmp_path):
    lines = (
        '{"time":"2026-11-23T08:25:54+00:00","ip":"203.0.113.7","method":"GET","uri":"/bins?x=1",'
        '"status":302,"referer":"https://web.example/","ua":"Mozilla \\"5\\"","location":"/"}',
        '{"remote_addr": "::1", "time_local": "23/Nov/2026:08:25:54 +0000", "status": "301",'
        ' "request": "HEAD /roads HTTP/2.0", "http_referer": "-", "http_user_agent": ""}',
        '{"@timestamp":"t","method":"","uri":null,"status":400,"request":"\\u0016\\u0003"}',
    )
    table = as_json(con, tmp_path, *lines)
    assert table.header == HEADER
    assert table.rejects == ()
    assert [row[1:-1] for row in rows_of(con)] == [
        (
            "203.0.113.7",
            "2026-11-23T08:25:54+00:00",
            "GET",
            "/bins?x=1",
            "302",
            "https://web.example/",
            'Mozilla "5"',
        ),
        ("::1", AT, "HEAD", "/roads", "301", None, None),
        (None, "t", None, None, "400", None, None),
    ]
    assert [row[-1] for row in rows_of(con)] == list(lines)


@pytest.mark.parametrize(
    "line",
    [
        "no object",
        "[1]",
        '{"time": "t", "status": 302',
        '{"time": "t", "uri": "/a"}',
        '{"status": 302, "uri": "/a"}',
        '{"time": "t", "status": {"code": 302}, "uri": "/a"}',
        '{"time": "t", "status": "-", "uri": "/a"}',
    ],
)
def test_a_line_of_json_that_is_no_request(con, tmp_path, line):
    good = '{"time": "t", "status": 302, "uri": "/a"}'
    table = as_json(con, tmp_path, good, line, "", good)
    assert [(reject.line, reject.reason) for reject in table.rejects] == [
        (2, "is not a request as JSON with time and status")
    ]
    assert [row[0] for row in rows_of(con)] == [1, 4]


def test_a_path_with_nul_in_json(con, tmp_path):
    as_json(con, tmp_path, '{"time": "t", "status": 302, "uri": "/a\\u0000b"}')
    assert rows_of(con)[0][4] == "/a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize(
    ("line", "is_request"),
    [
        ('{"time": "t", "status": 302, "uri": "/"}', True),
        ('{"@timestamp": "t", "status_code": 302, "request": "GET / HTTP/1.1"}', True),
        ('{"time": "t", "status": 302}', False),
        ('{"time": "t", "uri": "/"}', False),
        ('{"status": 302, "uri": "/"}', False),
        ('["time", "status", "uri"]', False),
        ("{", False),
        ("[" * 100_000, False),
    ],
)
def test_what_is_a_request_as_json(line, is_request):
    assert is_json_request(line) is is_request


def test_the_record_is_the_line(con, tmp_path):
    table = opened(con, f"\n{GET}\n\nnonsense\n{HEAD}\n".encode(), tmp_path)
    assert [row[0] for row in rows_of(con)] == [2, 6]
    assert [(reject.line, reject.reason) for reject in table.rejects] == [(5, REASON)]
    assert table.lines_of([6, 2]) == {2: 2, 6: 6}


@pytest.mark.parametrize(
    "data",
    [
        (GET + HEAD).replace("\n", "\r\n").encode() + HEAD.encode(),
        b"\xef\xbb\xbf" + (GET + HEAD + HEAD).encode(),
        (GET + HEAD + HEAD).encode("utf-16"),
        gzip.compress(GET.encode(), mtime=0) + gzip.compress((HEAD + HEAD).encode(), mtime=0),
        (GET + HEAD + HEAD[:-1]).encode(),
    ],
)
def test_however_the_lines_are_kept(con, tmp_path, data):
    assert opened(con, data, tmp_path).rejects == ()
    assert [row[:2] for row in rows_of(con)] == [
        (1, "203.0.113.7"),
        (2, "2001:db8::1"),
        (3, "2001:db8::1"),
    ]


def test_bytes_that_are_no_text_cost_their_line_alone(con, tmp_path):
    data = GET.encode() + b"\x00\x01\xff\n" + HEAD.replace("/roads", "/caf\xe9").encode("cp1252")
    table = opened(con, data + "/é".encode() + b"\n", tmp_path)
    assert [reject.line for reject in table.rejects] == [2, 4]
    assert [row[0] for row in rows_of(con)] == [1, 3]


def test_a_gzip_that_was_cut_short(con, tmp_path):
    packed = gzip.compress(GET.encode() * 100)
    for cut in (packed[:-9], packed[:40], packed[:2] + b"x" * 50):
        with pytest.raises(NotReadable, match=r"^access.log is damaged or cut short\. "):
            opened(con, cut, tmp_path)


def test_a_gzip_that_is_a_bomb(con, tmp_path, monkeypatch):
    monkeypatch.setattr(logfile, "_BOMB_BYTES", 1 << 20)
    with pytest.raises(UnsafeArchive, match="as a bomb does"):
        opened(con, gzip.compress(bytes(30 << 20)), tmp_path)


def test_an_empty_log(con, tmp_path):
    with pytest.raises(NotReadable, match="is empty"):
        opened(con, b"\n\n", tmp_path)


def test_a_line_without_end(con, tmp_path):
    with pytest.raises(NotReadable, match="line 2: the line is longer"):
        opened(con, GET.encode() + b"x" * 16_000_001, tmp_path)


@settings(max_examples=20, deadline=None)
@given(lines=st.lists(st.sampled_from([GET[:-1], HEAD[:-1]]) | st.binary(max_size=20), max_size=6))
def test_any_line_is_a_row_a_reject_or_blank(tmp_path_factory, lines):
    encoded = [line.encode() if isinstance(line, str) else line for line in lines]
    whole = [line.replace(b"\n", b"").replace(b"\r", b"") for line in encoded]
    data = (GET.encode() * 3 + b"\n".join(whole) + b"\n").replace(b"\x1f\x8b", b"")
    with closing(duckdb.connect()) as con:
        try:
            table = opened(con, data, tmp_path_factory.getbasetemp())
        except FileError:
            return
        taken = {row[0] for row in rows_of(con)} | {reject.line for reject in table.rejects}
        assert len(taken) == len(rows_of(con)) + len(table.rejects)
    blank = {number for number, line in enumerate(data.split(b"\n"), 1) if not line}
    assert taken == set(range(1, data.count(b"\n") + 1)) - blank
