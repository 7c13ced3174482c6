"""What holds for any CSV: it comes back whole, both ways of reading agree, nothing gets lost."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.errors import FileError
from etl.reading import csvfile, table
from etl.reading.careful import CarefulFile, open_carefully
from etl.reading.csvfile import LineReject, TextTable
from etl.reading.dialect import dialect
from etl.reading.text import UTF8, decode, encoding_of, read_head
from tests.support.reading import is_straight, opened, rows_of, written

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
AWKWARD = st.text(st.sampled_from('a",;\n\r\té 1'), max_size=8)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect()) as connection:
        yield connection


def rows_of_width(cell: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), max_size=8)
    )


def is_text(text: str) -> bool:
    """A file of which over a tenth are control characters is refused as a whole."""
    odd = sum(letter < " " and letter not in "\t\n\v\f\r\x1a\x1b" for letter in text)
    return odd <= len(text.encode()) / 10


@settings(max_examples=60, deadline=None)
@given(
    rows=rows_of_width(TEXT | AWKWARD),
    delimiter=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    ends=st.sampled_from(["\r\n", "\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_comes_back(rows, delimiter, quoting, ends, encoding):
    """Excel and Python quote a lone line end only where it is their own: all others are quoted."""
    if ends == "\n":
        quoting = csv.QUOTE_ALL
    header = [f"h{number}" for number in range(len(rows[0]) if rows else 2)]
    text = written(
        [header, *rows], delimiter=delimiter, quoting=quoting, lineterminator=ends
    ).decode()
    assume(is_text(text))
    expected = [tuple(cell or None for cell in row) for row in rows]
    with tempfile.TemporaryDirectory() as folder, closing(duckdb.connect()) as con:
        table_ = opened(con, text.encode(encoding), Path(folder))
        assert rows_of(con) == expected
        assert table_.rejects == ()


@settings(max_examples=150, deadline=None)
@given(body=st.text(st.sampled_from('ab",\n\ré \0'), max_size=24))
def test_both_ways_agree(body):
    data = ("h,i\n" + body).encode()
    with tempfile.TemporaryDirectory() as folder, closing(duckdb.connect()) as con:
        try:
            table_ = opened(con, data, Path(folder))
        except FileError as error:
            straight: object = str(error)
        else:
            numbers = [row[0] for row in con.execute("select record_no from v").fetchall()]
            straight = (rows_of(con), table_.rejects, table_.lines_of(numbers))
        try:
            table_ = carefully(con, data, Path(folder))
        except FileError as error:
            careful: object = str(error)
        else:
            numbers = [row[0] for row in con.execute("select record_no from v").fetchall()]
            careful = (rows_of(con), table_.rejects, table_.lines_of(numbers))
    assert straight == careful


def carefully(con: duckdb.DuckDBPyConnection, data: bytes, folder: Path) -> TextTable:
    path = folder / "staff.csv"
    path.write_bytes(data)
    head = read_head(path, "staff.csv")
    encoding = encoding_of(path, head)
    file = CarefulFile(path, "staff.csv", encoding, dialect(decode(head, UTF8)))
    return open_carefully(con, file, view="v", workspace=folder)


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=60) | st.binary(max_size=40).map(lambda tail: b"a,b\n" + tail))
def test_any_bytes_are_a_table_or_a_file_error(data):
    with tempfile.TemporaryDirectory() as folder, closing(duckdb.connect()) as con:
        try:
            table_ = opened(con, data, Path(folder))
        except FileError as error:
            told = str(error)
            if not (told.startswith("staff.csv") and told.endswith(".")):
                raise
            return
        rows = rows_of(con)
        lines = table_.lines_of(range(1, len(rows) + 1))
    taken = [*lines.values(), *(reject.line for reject in table_.rejects)]
    assert len(taken) == len(set(taken)) == len(rows) + len(table_.rejects)


@pytest.fixture
def _in_many_pieces(monkeypatch):
    """DuckDB reads in pieces that a few kilobytes fill, as it does with hundreds of megabytes."""
    monkeypatch.setattr(csvfile, "_SMALL", 0)
    monkeypatch.setattr(table, "_LINE_BYTES", 4_000)
    monkeypatch.setattr(table, "_BUFFER_BYTES", 8_000)
    monkeypatch.setattr("etl.reading.text._PIECE", 1_000)


LOOKS_LIKE_RECORDS = 'x,y,z\n"a","b","c"\nx,y,z\n' * 30


@pytest.mark.usefixtures("_in_many_pieces")
@pytest.mark.parametrize("shift", range(0, 60, 7))
@pytest.mark.parametrize("body", [LOOKS_LIKE_RECORDS, "\n", "plain", '"', ',\n",'])
def test_a_text_that_looks_like_records_stays_a_text(con, tmp_path, body, shift):
    rows = [["p" * shift, "", ""], *([body, str(number), body] for number in range(60))]
    data = written([["h", "i", "j"], *rows], quoting=csv.QUOTE_ALL, lineterminator="\n")
    assert opened(con, data, tmp_path).rejects == ()
    assert rows_of(con) == [tuple(cell or None for cell in row) for row in rows]


@pytest.mark.usefixtures("_in_many_pieces")
def test_records_that_begin_with_a_line_end(con, tmp_path):
    """DuckDB begins a piece after the line end where that is the second byte of a record."""
    record = ["\na", "b", "c" * 20]
    for shift in range(len('"\na","b",""') + 21):
        rows = [["p" * shift, "", ""], *([record] * 900)]
        data = written([["h", "i", "j"], *rows], quoting=csv.QUOTE_ALL, lineterminator="\n")
        opened(con, data, tmp_path)
        assert con.execute("select count(*) from v where c0 = '\na'").fetchall() == [(900,)]


@pytest.mark.usefixtures("_in_many_pieces")
def test_the_clean_copy_of_a_long_file(con, tmp_path):
    rows = [[LOOKS_LIKE_RECORDS, str(number), "x"] for number in range(60)]
    data = written([["h", "i", "j"], *rows, ["\0", "", ""]], quoting=csv.QUOTE_ALL)
    assert len(opened(con, data, tmp_path).rejects) == 1
    assert rows_of(con) == [tuple(row) for row in rows]
    assert not is_straight(tmp_path)


@pytest.mark.usefixtures("_in_many_pieces")
def test_odd_records_among_many(con, tmp_path):
    rows = [[str(number), LOOKS_LIKE_RECORDS, "x"] for number in range(40)]
    rows[20] = ["20", "too few"]
    rows[30] = ["30", "too", "many", '"']
    data = written([["h", "i", "j"], *rows], quoting=csv.QUOTE_ALL, lineterminator="\n")
    table_ = opened(con, data, tmp_path)
    height = LOOKS_LIKE_RECORDS.count("\n") + 1
    assert table_.rejects == (
        LineReject(2 + 20 * height, None, "a field is missing"),
        LineReject(2 + 29 * height + 1, None, "one field too many"),
    )
    good = [tuple(row) for row in rows if len(row) == 3]
    assert rows_of(con) == good
    assert table_.lines_of([1, 38]) == {1: 2, 38: 2 + 37 * height + 2}
    assert is_straight(tmp_path)
