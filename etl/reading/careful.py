"""The careful path: a CSV read record by record into a clean copy that DuckDB can be trusted with.

For what is not plain UTF-8 with one kind of line end and quotation marks in their places.
"""

import csv
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from etl.errors import NotReadable
from etl.reading.dialect import Dialect, header_cells, header_notes
from etl.reading.records import (
    NUL,
    STRAY_QUOTE,
    LineTooLong,
    Record,
    UnclosedQuote,
    records,
    shortfall,
)
from etl.reading.table import LineReject, TextTable, cells, scan
from etl.reading.text import UNREADABLE, Encoding, open_text

_NUMBERS = ("record_no", "line")


@dataclass(frozen=True, slots=True)
class CarefulFile:
    """A CSV and what is known of it. ``name`` is what messages call it."""

    path: Path
    name: str
    encoding: Encoding
    dialect: Dialect


def open_carefully(
    con: duckdb.DuckDBPyConnection, file: CarefulFile, *, view: str, workspace: Path
) -> TextTable:
    """A CSV as the temporary view ``view``; the clean copy goes to ``workspace``.

    Raises NotReadable where a quotation mark is never closed or a line has no end.
    """
    copying = _Copying(file.name, file.encoding)
    with (
        tempfile.NamedTemporaryFile(
            "w", dir=workspace, suffix=".csv", encoding="utf-8", newline="", delete=False
        ) as copy,
        open_text(file.path, file.encoding) as stream,
    ):
        writer = csv.writer(copy, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(copying.rows(stream, file.dialect.delimiter))
    header = copying.header
    source = scan(Path(copy.name), ",", "\n", len(header), "parallel=false", numbers=_NUMBERS)
    con.execute(
        f'create or replace temp view "{view}" as '
        f"select record_no, {cells(len(header))} from {source}"
    )

    def locate(asked: Collection[int]) -> dict[int, int]:
        query = f"select record_no, line from {source} where record_no in (select unnest(?))"
        return dict(con.execute(query, [list(asked)]).fetchall())

    notes = (file.encoding.note, *file.dialect.notes, *header_notes(header))
    return TextTable(view, header, tuple(copying.rejects), tuple(filter(None, notes)), locate)


class _Copying:
    """Sorts the records of a file into rows and rejects."""

    def __init__(self, name: str, encoding: Encoding) -> None:
        self.header: tuple[str, ...] = ()
        self.rejects: list[LineReject] = []
        self._name = name
        self._unreadable = f"not readable as {encoding.label}"

    def rows(self, stream: TextIO, delimiter: str) -> Iterator[list[str | int]]:
        """[number, line, cells …] of each good record."""
        number = 0
        try:
            for record in records(stream, delimiter):
                if not self.header:
                    self.header = header_cells(record)
                elif reject := self._reject(record):
                    self.rejects.append(reject)
                else:
                    number += 1
                    yield [number, record.line, *record.cells]
        except UnclosedQuote as error:
            raise self._unclosed(error) from error
        except LineTooLong as error:
            raise self._too_long(error) from error

    def _reject(self, record: Record) -> LineReject | None:
        found = record.cells
        if record.fault is None:
            reason = shortfall(len(found), len(self.header))
            return LineReject(record.line, None, reason) if reason else None
        if record.fault == STRAY_QUOTE:
            return LineReject(record.line, self._named(len(found)), record.fault)
        culprit = "\0" if record.fault == NUL else UNREADABLE
        place = next((place for place, cell in enumerate(found) if culprit in cell), len(found))
        reason = record.fault if record.fault == NUL else self._unreadable
        return LineReject(record.line, self._named(place), reason)

    def _named(self, place: int) -> str | None:
        return self.header[place].strip() or None if place < len(self.header) else None

    def _unclosed(self, error: UnclosedQuote) -> NotReadable:
        return NotReadable(
            file=self._name,
            line=error.line,
            column=self._named(error.column),
            problem="a quotation mark is opened and never closed",
            remedy="Open the file in a text editor, close the quotation mark and load it again",
        )

    def _too_long(self, error: LineTooLong) -> NotReadable:
        return NotReadable(
            file=self._name,
            line=error.line,
            problem="the line is longer than 16 million characters",
            remedy="Export it again as CSV",
        )
