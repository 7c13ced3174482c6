"""Opening what a test wrote, and looking at what came of it."""

import csv
import io
from pathlib import Path

import duckdb

from etl.reading.csvfile import TextTable, open_csv

Rows = list[tuple[str | None, ...]]


def opened(con: duckdb.DuckDBPyConnection, data: bytes, folder: Path) -> TextTable:
    """``data`` as staff.csv, opened as the view v."""
    path = folder / "staff.csv"
    path.write_bytes(data)
    return open_csv(con, path, name="staff.csv", view="v", workspace=folder / "work")


def rows_of(con: duckdb.DuckDBPyConnection) -> Rows:
    """The cells of the view v, whose records must be numbered from 1 without a gap."""
    found = con.execute("select * from v order by record_no").fetchall()
    if [row[0] for row in found] != list(range(1, len(found) + 1)):
        raise ValueError("the records are not numbered from 1")
    return [row[1:] for row in found]


def written(rows: list[list[str]], **how: object) -> bytes:
    """Rows as csv.writer writes them."""
    text = io.StringIO(newline="")
    csv.writer(text, **how).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode()


def is_straight(folder: Path) -> bool:
    """True where DuckDB read the file itself: no clean copy was made."""
    return not list((folder / "work").glob("tmp*.csv"))
