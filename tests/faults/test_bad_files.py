"""Every case of bad input, at the layer that reads: one sentence with the place and the remedy.

What the load makes of it is tested in ``test_bad_exports.py``.
"""

import io
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from etl.errors import FileError
from etl.reading.archive import open_archive
from etl.reading.convert import Kind, date_order, problem, reason
from etl.reading.csvfile import TextTable, open_csv
from etl.reading.samples import sample

HEADER = "person_id,department,start_date\n"
GOOD = HEADER + "00071,Housing,2026-04-03\n00072,NA,2026-04-04\n"
NAME = "staff.csv"

Read = Callable[[bytes], tuple[TextTable, list[tuple[object, ...]]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_bytes(data: bytes) -> tuple[TextTable, list[tuple[object, ...]]]:
        path = tmp_path / NAME
        path.write_bytes(data)
        with closing(duckdb.connect()) as con:
            table = open_csv(con, path, name=NAME, view="v", workspace=tmp_path / "work")
            return table, con.execute("select * exclude record_no from v").fetchall()

    return read_bytes


ROWS = [("00071", "Housing", "2026-04-03"), ("00072", "NA", "2026-04-04")]


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-be"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode("cp1252"),
        GOOD.replace("\n", "\r").encode(),
        (GOOD + "\n\n").encode(),
    ],
)
def test_how_a_program_saves_a_table_does_not_matter(read, data):
    table, rows = read(data)
    assert rows == ROWS
    assert table.rejects == ()


def test_names_with_accents_saved_by_excel(read):
    _, rows = read(GOOD.replace("Housing", "Café – Wäscherei").encode("cp1252"))
    assert rows[0][1] == "Café – Wäscherei"


def test_na_is_a_department(read):
    _, rows = read(GOOD.encode())
    assert rows[1][1] == "NA"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "staff.csv is empty. Export it again."),
        (
            GOOD + '00073,"Roads,2026-04-05\n00074,Parks,2026-04-06\n',
            "staff.csv, line 4, column department: a quotation mark is opened and never closed. "
            "Open the file in a text editor, close the quotation mark and load it again.",
        ),
        (
            "<!doctype html><title>Sign in</title>",
            "staff.csv is a web page, perhaps that of a sign-in. "
            "Sign in, export the data again and load that file.",
        ),
    ],
)
def test_a_file_that_is_refused_as_a_whole(read, data, sentence):
    with pytest.raises(FileError) as caught:
        read(data.encode())
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        ("00073,Roads,2026-04-05,", None, "one field too many"),
        ("00073,Smith, John,2026-04-05", None, "one field too many"),
        ("00073,Roads", None, "a field is missing"),
        ("00073,Ro\0ads,2026-04-05", "department", "contains a NUL byte"),
        (
            '00073,"Roads" north,2026-04-05',
            "department",
            "a quotation mark is not closed, or not doubled inside a quoted value",
        ),
    ],
)
def test_a_line_that_is_left_out(read, line, column, why):
    table, rows = read(f"{GOOD}{line}\n00074,Parks,2026-04-06\n".encode())
    assert [(each.line, each.column, each.reason) for each in table.rejects] == [(4, column, why)]
    assert rows == [*ROWS, ("00074", "Parks", "2026-04-06")]


def test_ids_that_excel_changed():
    with closing(duckdb.connect()) as con:
        found = con.execute(
            f"select {problem(Kind.ID, 'x')} "
            "from (select unnest(['2.00034E+15', '2000337749565441']) as x)"
        ).fetchall()
    assert found == [(True,), (False,)]
    assert "do not open it in Excel" in reason(Kind.ID)


def test_an_order_of_day_and_month_that_cannot_be_known():
    with closing(duckdb.connect()) as con:
        con.execute("create table v as select unnest(['03/04/2026', '05/06/2026']) as c0")
        assert date_order(con, "v", ["c0"]) is None


@pytest.mark.parametrize("name", ["../Users.csv", "/tmp/Users.csv", "C:\\Users.csv"])
def test_a_zip_that_wants_to_write_elsewhere(tmp_path, name):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("Messages.csv", b"id\n1\n")
        file.writestr(name, b"id\n1\n")
    path = tmp_path / "export.zip"
    path.write_bytes(data.getvalue())
    assert sample(path).kind == "zip"
    with (
        pytest.raises(FileError, match=r"^export\.zip: a name in it .*\. Export the file again"),
        open_archive(path, name="export.zip"),
    ):
        pass
    assert sorted(each.name for each in tmp_path.iterdir()) == ["export.zip"]
