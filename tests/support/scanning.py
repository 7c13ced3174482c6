"""Looks for people in what an installation holds, by other means than its own code."""

import csv
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb

NAMING = {"name", "displayName", "sender_name"}
IDS = {
    *("email", "Email", "AlternateEmail", "mail", "userPrincipalName", "sender_email", "sender_id"),
    *("office_user_id", "DirectoryId", "EmployeeId", "PersonId", "User Principal Name"),
}
PEOPLE = {"Users.csv", "Messages.csv", "exportUsers", "people"}
_WORD = re.compile(r"[\w.@+'|-]+")
_ADDRESS = re.compile(r"\S+://\S+|www\.\S+")


def personal_values(exports: Iterable[Path], titles: Iterable[str]) -> set[str]:
    """Addresses, ids, full names, and every seven words in a row of a message, in small letters.

    But for the ``titles`` and addresses of ideas, which are meant to be seen.
    """
    found: set[str] = set()
    for name, rows in _tables(exports):
        for row in rows:
            found.update(row[each].lower() for each in IDS & row.keys() if row[each])
            if any(name.startswith(each) for each in PEOPLE):
                found.update(row[each].lower() for each in NAMING & row.keys() if " " in row[each])
            if row.get("message_type") != "system":  # those name communities
                found.update(_in_a_row(_ADDRESS.sub(" | ", row.get("body", "")), 7))
    titled = {each for title in titles for each in _in_a_row(title, 7)}
    return {each for each in found - titled if "|" not in each}


def _tables(exports: Iterable[Path]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for path in exports:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".csv"):
                        yield Path(name).name, _rows(archive.read(name))
        elif path.suffix == ".csv":
            yield path.name, _rows(path.read_bytes())


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def cells_of(path: Path) -> Iterator[str]:
    """Every cell of every table of a SQLite or DuckDB file, as text."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader:
            names = reader.execute("select name from sqlite_master where type = 'table'").fetchall()
            for (name,) in names:
                for row in reader.execute(f'select * from "{name}"'):
                    yield from (str(cell) for cell in row if cell is not None)
        return
    with duckdb.connect(str(path), read_only=True) as con:
        for (name,) in con.execute("select table_name from duckdb_tables()").fetchall():
            for row in con.execute(f'select * from "{name}"').fetchall():
                yield from (str(cell) for cell in row if cell is not None)


def said_of_people(texts: Iterable[str], values: set[str]) -> set[str]:
    """Which of the values stand in texts, as words, names of two words, or seven words in a row."""
    found: set[str] = set()
    for text in set(texts):
        for length in (1, 2, 3, 7):
            found.update(_in_a_row(text, length))
    return found & values


def _in_a_row(text: str, length: int) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    return (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
