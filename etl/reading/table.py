"""What every reader gives: a file as a table of text in DuckDB, and the lines left out of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

_LINE_ENDS = {"\n": ("new_line='\\n'",), "\r": ("new_line='\\r'",)}
_LINE_BYTES = 16_000_000
_BUFFER_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class LineReject:
    """A line that is not loaded. The reason never quotes it."""

    line: int
    column: str | None
    reason: str


def _same(record_nos: Collection[int]) -> dict[int, int]:
    return {number: number for number in record_nos}


def _trusted(_: int | None) -> None:
    return None


@dataclass(frozen=True, slots=True)
class TextTable:
    """``view`` is temporary and has record_no BIGINT and a column c0, c1, … for each header.

    record_no counts the good records from 1, in the order of the file. Empty cells are NULL.
    ``unnumbered`` is a view of the same rows without record_no where that costs less to read.
    ``locate`` finds the lines of records; by default a record's number is its line.
    ``doubt`` is asked after all was read: with how many records there were, None where DuckDB
    refused the file. It gives the table to read instead, or None where this one holds.
    """

    view: str
    header: tuple[str, ...]
    rejects: tuple[LineReject, ...] = ()
    notes: tuple[str, ...] = ()
    locate: Callable[[Collection[int]], dict[int, int]] = field(
        default=_same, repr=False, compare=False
    )
    unnumbered: str | None = None
    doubt: Callable[[int | None], "TextTable | None"] = field(
        default=_trusted, repr=False, compare=False
    )

    def lines_of(self, record_nos: Collection[int]) -> dict[int, int]:
        """The line that each of these records begins on in the original file."""
        return self.locate(record_nos) if record_nos else {}


def read_surely(table: TextTable, read: Callable[[TextTable], int]) -> TextTable:
    """Read a table, and again another way as long as there is doubt about what was read.

    ``read`` reads every record and tells how many there are. Outside of any transaction: DuckDB's
    error would end it.
    """
    while True:
        try:
            count = read(table)
        except duckdb.Error:
            instead = table.doubt(None)
            if instead is None:
                raise
        else:
            instead = table.doubt(count)
            if instead is None:
                return table
        table = instead


def cells(width: int) -> str:
    """The columns c0, c1, … of a scan, NULL where a cell is empty."""
    return ", ".join(f"nullif(c{number}, '') as c{number}" for number in range(width))


def scan(
    path: Path,
    delimiter: str,
    line_end: str,
    width: int,
    *options: str,
    numbers: tuple[str, ...] = (),
) -> str:
    """DuckDB's table function for a CSV of text columns c0, c1, …, after BIGINT ``numbers``.

    The first line is skipped as the header unless there are numbers. Without any ``nullstr`` an
    empty cell too many is refused like any other, which by default it is not. CRLF must be left
    to be found: DuckDB 1.5 reads nothing at all, and says nothing, where it is asked for.
    """
    columns = [f"'{name}': 'BIGINT'" for name in numbers]
    columns += [f"'c{number}': 'VARCHAR'" for number in range(width)]
    every = (
        f"columns={{{', '.join(columns)}}}",
        f"header={not numbers}",
        f"delim='{delimiter}'",
        *_LINE_ENDS.get(line_end, ()),
        "auto_detect=false, quote='\"', escape='\"', nullstr=[]::varchar[]",
        "strict_mode=true, null_padding=false, compression='none', hive_partitioning=false",
        f"max_line_size={_LINE_BYTES}, buffer_size={_BUFFER_BYTES}",
        *options,
    )
    return f"read_csv('{quoted(path)}', {', '.join(every)})"


def reading_all(width: int) -> str:
    """A condition that every record of a scan meets, and that makes DuckDB look at every cell.

    Of cells it need not look at, DuckDB 1.5 takes one too many now and then where it contains a
    doubled quotation mark; nor does it tell whether they are UTF-8.
    """
    return f"coalesce({', '.join(f'c{number}' for number in range(width))}) is not null"


def quoted(path: Path) -> str:
    """A path inside an SQL literal."""
    return str(path).replace("'", "''")
