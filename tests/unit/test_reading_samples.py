"""The first look at a file, and the sentences that errors make of what it finds."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import FileError, MissingColumn, NotReadable, NotRecognised
from etl.reading.samples import header_key, sample

LOG = b'203.0.113.7 - - [23/Nov/2026:08:25:54 +0000] "GET /x HTTP/1.1" 302 145\n'


def zipped(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr(name, b"PK\x03\x04 xl/workbook.xml [Content_Types].xml" * 20)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "header"),
    [
        (b"id,name\n1,x\n", "csv", ("id", "name")),
        (
            b'\xef\xbb\xbf"Report Refresh Date","User, Name"\n',
            "csv",
            ("Report Refresh Date", "User, Name"),
        ),
        ("ï»¿Report Refresh Date;Last\n".encode(), "csv", ("Report Refresh Date", "Last")),
        ("Straße\tÉ\r\n".encode("cp1252"), "csv", ("Straße", "É")),
        ("a,b\n".encode("utf-16"), "csv", ("a", "b")),
        (b'"a\nb",c\n', "csv", ("a\nb", "c")),
        (b'\n\na,"b"\n', "csv", ("a", "b")),
        (b'"never closed', "csv", ()),
        (b' {"a": 1}', "json", ()),
        (b'[{"a": 1},\n{"a": 2}]', "json", ()),
        (b'{\n "a": 1}', "json", ()),
        (b'{"a": 1}\n{"a": 2}\n', "ndjson", ()),
        (LOG, "log", ()),
        (b"attack\n" + LOG, "log", ()),
        (gzip.compress(LOG * 9, mtime=0), "log", ()),
        (gzip.compress(b'{"a": 1}\n{"a": 2}\n', mtime=0), "ndjson", ()),
        (zipped("Users.csv"), "zip", ()),
    ],
)
def test_what_a_file_is(tmp_path, data, kind, header):
    path = tmp_path / "stored-under-a-hash"
    path.write_bytes(data)
    found = sample(path, "export.csv")
    assert (found.name, found.kind, found.header) == ("export.csv", kind, header)
    assert len(found.head) <= 1 << 16
    assert sample(path).name == "stored-under-a-hash"


def test_the_head_is_text_that_can_be_stored(tmp_path):
    path = tmp_path / "x"
    path.write_bytes("a,é\né".encode() + b"\xff,")
    found = sample(path)
    assert found.head.startswith("a,é\n")
    assert found.head.encode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "x.csv is empty. Export it again."),
        (
            zipped("[Content_Types].xml"),
            "x.csv is an Excel workbook. Open it, save it as CSV UTF-8 and load that file.",
        ),
        (
            gzip.compress(b"id,name\n", mtime=0),
            "x.csv is compressed. Unpack it and load what is in it.",
        ),
    ],
)
def test_what_cannot_be_looked_at(tmp_path, data, told):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(NotReadable) as caught:
        sample(path)
    assert str(caught.value) == told


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_sample_or_a_file_error(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "x.csv"
    path.write_bytes(data)
    try:
        name = sample(path).name
    except FileError as error:
        told = str(error)
    else:
        told = name
    assert told.startswith("x.csv")


@pytest.mark.parametrize(
    "written",
    [
        "Report Refresh Date",
        "report_refresh_date",
        " Report  Refresh-Date ",
        "REPORT.REFRESH.DATE",
        "Ｒeport Refresh\u00a0Date",
        "Report Refresh [Date]",
    ],
)
def test_headers_are_compared_without_what_varies(written):
    assert header_key(written) == "report refresh date"


def test_headers_that_differ_stay_apart():
    assert header_key("Area ") == header_key("area") == "area"
    assert len({header_key(name) for name in ("mail", "e-mail", "id", "user id", "Used  OS")}) == 5
    assert header_key("Straße") == header_key("STRASSE")
    assert header_key("***") == ""


# --- errors --------------------------------------------------------------------------------


def test_an_error_is_a_sentence_that_names_the_place():
    error = MissingColumn(
        file="staff.csv",
        line=3,
        column="department",
        problem="the column is missing",
        remedy="Export it again.",
    )
    assert str(error) == (
        "staff.csv, line 3, column department: the column is missing. Export it again."
    )
    assert (error.file, error.line, error.column) == ("staff.csv", 3, "department")


def test_a_problem_of_the_whole_file_is_its_predicate():
    error = NotRecognised(file="x.csv", problem="is none of the exports", remedy="See the list")
    assert str(error) == "x.csv is none of the exports. See the list."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/home/someone/export/staff.csv", "staff.csv"),
        ("export.zip: 123/Users.csv", "export.zip: 123/Users.csv"),
        ("a\x1b[31m\nb.csv", "a�[31m�b.csv"),
        ("x" * 300, "x" * 120 + "…"),
    ],
)
def test_no_path_of_a_machine_and_nothing_that_moves_the_cursor(name, shown):
    assert FileError(file=name, problem="p", remedy="r").file == shown
