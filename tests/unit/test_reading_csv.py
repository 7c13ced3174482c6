"""A CSV comes back cell by cell, whichever way it is read; every record is a row or a reject."""

import csv
from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from etl.errors import FileError, NotReadable
from etl.reading import csvfile
from etl.reading.csvfile import LineReject, open_csv
from etl.reading.structure import EarlyLineEnd
from tests.support.reading import is_straight, opened, rows_of, written


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect()) as connection:
        yield connection


def test_cells_are_read_as_they_are(con, tmp_path):
    data = b'id,department\n2000337749565441,NA\n007," Roads "\n,null\n3,"a ""b"", c\nd"\n'
    table_ = opened(con, data, tmp_path)
    assert table_.header == ("id", "department")
    assert rows_of(con) == [
        ("2000337749565441", "NA"),
        ("007", " Roads "),
        (None, "null"),
        ("3", 'a "b", c\nd'),
    ]
    assert table_.rejects == ()
    assert table_.notes == ()
    assert is_straight(tmp_path)


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("a,b\nJosé,2\n".encode(), None),
        ("\ufeffa,b\nJosé,2\n".encode(), None),
        ("ï»¿a,b\nJosé,2\n".encode(), None),
        ('\ufeffï»¿"a","b"\nJosé,2\n'.encode(), None),
        (b"a,b\rJos\xc3\xa9,2", None),
        (b"a,b\r\nJos\xc3\xa9,2\r\n", None),
        ("a;b\nJosé;2\n".encode(), "semicolons separate the fields"),
        ("a\tb\nJosé\t2\n".encode(), "tabs separate the fields"),
        ("a,b\nJosé,2\n".encode("cp1252"), "read as Windows-1252"),
        ("a,b\nJosé,2\n".encode("utf-16"), "read as UTF-16"),
        ("\ufeffa,b\nJosé,2\n".encode("utf-16-be"), "read as UTF-16"),
        ("a,b\nJosé,2\n".encode("utf-16-le"), "read as UTF-16"),
    ],
)
def test_encodings_and_delimiters(con, tmp_path, data, note):
    table_ = opened(con, data, tmp_path)
    assert table_.header == ("a", "b")
    assert rows_of(con) == [("José", "2")]
    assert table_.notes == ((note,) if note else ())


def test_a_header_without_records_is_no_error(con, tmp_path):
    for data in (b"a,b", b"a,b\n", b"\xef\xbb\xbfa,b\r\n", b"a\n"):
        assert opened(con, data, tmp_path).rejects == ()
        assert rows_of(con) == []


def test_the_first_of_two_columns_with_one_name_is_noted(con, tmp_path):
    table_ = opened(con, b"Id,,ID\n1,2,3\n", tmp_path)
    assert table_.header == ("Id", "", "ID")
    assert table_.notes == ("the column Id occurs 2 times and the first is read",)
    assert rows_of(con) == [("1", "2", "3")]


def test_line_ends_of_several_kinds_are_mended(con, tmp_path):
    table_ = opened(con, b'a,b\n1,2\r\n3,"x\r\ny"\r5,6\r\n', tmp_path)
    assert rows_of(con) == [("1", "2"), ("3", "x\r\ny"), ("5", "6")]
    assert table_.lines_of([1, 2, 3]) == {1: 2, 2: 3, 3: 5}


def test_blank_lines_are_nothing_and_are_counted(con, tmp_path):
    table_ = opened(con, b'a,b\n\n1,2\n\n\n"x\n\ny",4\n\n5,6,7\n8,9\n\n', tmp_path)
    assert rows_of(con) == [("1", "2"), ("x\n\ny", "4"), ("8", "9")]
    assert table_.rejects == (LineReject(10, None, "one field too many"),)
    assert table_.lines_of([3, 1, 2]) == {1: 3, 2: 6, 3: 11}
    assert table_.lines_of([]) == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1,2,3", "one field too many"),
        (b"1,2,", "one field too many"),
        (b'1,2,"""x"""', "one field too many"),
        (b"1,2,3,4", "several fields too many"),
        (b"1", "a field is missing"),
        (b" ", "a field is missing"),
    ],
)
@pytest.mark.parametrize("size", ["small", "large"])
def test_a_field_too_many_or_too_few_is_a_reject(con, tmp_path, monkeypatch, line, reason, size):
    if size == "large":  # as a file is that is too large for the second opinion to come first
        monkeypatch.setattr(csvfile, "_SMALL", 0)
    table_ = opened(con, b'a,b\n"x\ny",0\n' + line + b"\n3,4\n", tmp_path)
    assert table_.rejects == (LineReject(4, None, reason),)
    assert rows_of(con) == [("x\ny", "0"), ("3", "4")]
    for _ in range(20):  # of cells that nobody asks for DuckDB lets one too many pass now and then
        assert con.execute("select record_no, c0 from v").fetchall() == [(1, "x\ny"), (2, "3")]
    assert table_.lines_of([2]) == {2: 5}


def test_a_missing_field_among_three_or_more(con, tmp_path):
    assert opened(con, b"a,b,c\n1\n1,2\n", tmp_path).rejects == (
        LineReject(2, None, "several fields are missing"),
        LineReject(3, None, "a field is missing"),
    )


def test_a_nul_byte_costs_its_record_alone(con, tmp_path):
    table_ = opened(con, b"a,b\n1,2\n3,x\0y\n5,6\n", tmp_path)
    assert table_.rejects == (LineReject(3, "b", "contains a NUL byte"),)
    assert rows_of(con) == [("1", "2"), ("5", "6")]


def test_bytes_that_are_no_utf8_cost_their_record_alone(con, tmp_path):
    table_ = opened(con, "a,b\nJosé,Zoë\n".encode() + b"x,\xff\nz,1\n", tmp_path)
    assert table_.rejects == (LineReject(3, "b", "not readable as UTF-8"),)
    assert rows_of(con) == [("José", "Zoë"), ("z", "1")]


def test_a_byte_that_windows_does_not_know(con, tmp_path):
    table_ = opened(con, b"a,b\nJos\xe9,2\nx,\x81\n", tmp_path)
    assert table_.rejects == (LineReject(3, "b", "not readable as Windows-1252"),)
    assert rows_of(con) == [("José", "2")]


def test_a_quotation_mark_that_is_stray_costs_its_line_alone(con, tmp_path):
    data = b'id,department\n1,"Housing\n2,"Waste"\n3,"Roads" x\n4,Parks\n'
    table_ = opened(con, data, tmp_path)
    reason = "a quotation mark is not closed, or not doubled inside a quoted value"
    assert table_.rejects == (
        LineReject(2, "department", reason),
        LineReject(4, "department", reason),
    )
    assert rows_of(con) == [("2", "Waste"), ("4", "Parks")]


@pytest.mark.parametrize("small", [0, 1 << 20])
def test_a_quotation_mark_that_is_never_closed(con, tmp_path, monkeypatch, small):
    monkeypatch.setattr(csvfile, "_SMALL", small)
    data = b'id,department\n1,"a\nb"\n2,"Housing\n3,Waste\n4,Roads\n'
    with pytest.raises(NotReadable) as caught:
        opened(con, data, tmp_path)
    assert str(caught.value) == (
        "staff.csv, line 4, column department: a quotation mark is opened and never closed. "
        "Open the file in a text editor, close the quotation mark and load it again."
    )


def test_nothing_of_a_record_is_in_a_message(con, tmp_path):
    for data in (b'a,b\n1,"SECRET\n', b"a,b\nSECRET,SECRET,SECRET\n", b"a,b\nSECRET,\0\n"):
        try:
            told = str(opened(con, data, tmp_path).rejects)
        except FileError as error:
            told = str(error) + repr(error)
        assert "SECRET" not in told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \n", "is empty"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(99), "is an Excel workbook"),
        (b"PK\x03\x04" + bytes(26) + b"Users.csv" + bytes(99), "is an archive, not a table"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "is an Excel workbook"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document"),
        (b"\x1f\x8b\x08" + bytes(99), "is compressed"),
        (b"<!DOCTYPE html>\n<html>", "is a web page"),
        (bytes(range(32)) * 99, "is not text"),
        (bytes(9999) + b"a,b", "is not text"),
    ],
)
def test_what_is_no_text(con, tmp_path, data, told):
    with pytest.raises(NotReadable, match=f"^staff.csv {told}") as caught:
        opened(con, data, tmp_path)
    assert str(caught.value).endswith(".")
    assert caught.value.remedy


def test_a_file_that_is_not_there(con, tmp_path):
    with pytest.raises(NotReadable, match=r"^x cannot be opened"):
        open_csv(con, tmp_path / "x.csv", name="x", view="v", workspace=tmp_path)


def test_a_name_that_looks_like_a_pattern(con, tmp_path):
    path = tmp_path / "a*[1]'{x=2}?.csv"
    path.write_bytes(b"a,b\n1,2\n")
    (tmp_path / "ab.csv").write_bytes(b"a,b\n3,4\n")
    open_csv(con, path, name="x", view="v", workspace=tmp_path / "work")
    assert rows_of(con) == [("1", "2")]


def test_a_refused_file_leaves_the_transaction_of_the_caller_alone(con, tmp_path):
    con.execute("begin")
    con.execute("create table kept as select 1 as one")
    opened(con, b'a,b\n"1" x,2\n3,4,5\n6,7\r\n8,9\n', tmp_path)
    assert rows_of(con) == [("6", "7"), ("8", "9")]
    con.execute("commit")
    assert con.execute("select one from kept").fetchall() == [(1,)]


def test_a_cell_of_a_megabyte(con, tmp_path):
    body = "x, y\n" * 200_000
    opened(con, written([["a", "b"], ["1", body], ["2", "z"]], quoting=csv.QUOTE_ALL), tmp_path)
    assert rows_of(con) == [("1", body), ("2", "z")]
    opened(con, written([["a", "b"], ["1", body + "\0"], ["2", body]]), tmp_path)
    assert rows_of(con) == [("2", body)]


def test_a_line_without_end(con, tmp_path):
    with pytest.raises(NotReadable, match="line 2: the line is longer than 16 million"):
        opened(con, b"a,b\n\0" + b"x" * 16_000_001 + b"\n", tmp_path)


@pytest.mark.parametrize(
    ("data", "is_early"),
    [
        (b"a,b\n,\nc,d\n", True),
        (b'a,b\n"\nc",d\n', True),
        (b"a,b\r,\r\nc,d\r\n", True),
        (b"a;b\n;\nc;d\n", False),
        (b"a,b\nc\nd,e\n", False),
        (b"a,b\n\n\nc,d\n", False),
    ],
)
def test_a_line_end_as_second_byte_of_a_record_is_found_in_any_pieces(data, is_early):
    for size in range(1, len(data) + 1):
        early = EarlyLineEnd(",")
        for start in range(0, len(data), size):
            early.look(data[start : start + size])
        assert early.is_found is is_early
