"""Rows that Python made are the same rows on the workbench."""

from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from etl.reading.handed import hand_over

ROWS: list[dict[str, object]] = [
    {"name": 'Ö "quoted",\nand more', "number": 1},
    {"name": "", "number": None},
    {"name": None, "number": -(10**15)},
    {"name": "日本 \U0001f600 \\", "number": 3},
]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect()) as connection:
        yield connection


def handed(con, rows, folder):
    path = folder / "it's a file.json"
    hand_over(con, "made", {"name": "VARCHAR", "number": "BIGINT"}, rows, path)
    return con.execute("select * from made").fetchall()


def test_every_cell_arrives_as_it_was(con, tmp_path):
    assert handed(con, ROWS, tmp_path) == [(row["name"], row["number"]) for row in ROWS]


def test_no_rows_are_a_table_without_any(con, tmp_path):
    assert handed(con, ROWS, tmp_path)
    assert handed(con, (), tmp_path) == []


def test_rows_may_come_from_the_workbench_itself(con, tmp_path):
    asked = con.execute("select 'x' || range, range from range(5000)")
    rows = ({"name": name, "number": number} for name, number in iter(asked.fetchone, None))
    assert handed(con, rows, tmp_path)[4999] == ("x4999", 4999)
