"""CSV files as tables of text.

The *straight path* lets DuckDB read the file itself, in parallel and in strict mode: it either
reads every record or refuses the file. A refused file is read in one piece, if a second opinion
(``structure``) tells which records are odd. Everything else takes the *careful path*: record by
record, into a clean copy that DuckDB then reads. Each record is a row or a reject.

What was measured with DuckDB 1.5 and is guarded against here: with ``ignore_errors`` in parallel
it can begin inside a quoted text and take a part of it for a record; in one piece it drops an
unclosed quote without a word; and in parallel, even in strict mode, where a record's second byte
is a line end it can begin after that.
"""

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from etl.reading import structure
from etl.reading.careful import CarefulFile, open_carefully
from etl.reading.dialect import Dialect, dialect, header_notes
from etl.reading.records import records, shortfall
from etl.reading.table import LineReject, TextTable, cells, read_surely, reading_all, scan
from etl.reading.text import UTF8, decode, encoding_of, is_plain, open_text, text_head

__all__ = ["LineReject", "TextTable", "offer_csv", "open_csv"]

_SMALL = 4_000_000  # bytes up to which a second opinion costs nothing anyone would notice
_GLOB = frozenset("*?[]{}")
_IN_ONE_PIECE = ("ignore_errors=true", "parallel=false")
_MEMORY: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "512MB"}


def open_csv(
    con: duckdb.DuckDBPyConnection, path: Path, *, name: str, view: str, workspace: Path
) -> TextTable:
    """Open a CSV as the temporary view ``view`` of ``con``, read once to be sure of it.

    ``name`` is what messages call the file; copies that are needed go to ``workspace``, which the
    caller deletes when the view is no longer used. Raises NotReadable where the file is empty, is
    not text, or has a quotation mark that is never closed.
    """

    def count(table: TextTable) -> int:
        row = con.execute(f'select count(*) from "{table.unnumbered or table.view}"').fetchone()
        return int(row[0]) if row else 0

    return read_surely(offer_csv(con, path, name=name, view=view, workspace=workspace), count)


def offer_csv(
    con: duckdb.DuckDBPyConnection, path: Path, *, name: str, view: str, workspace: Path
) -> TextTable:
    """As ``open_csv``, but unread: for ``read_surely``, where the work itself is the reading."""
    workspace.mkdir(parents=True, exist_ok=True)
    head = text_head(path, name)
    spoken = dialect(decode(head, UTF8))

    def carefully() -> TextTable:
        encoding = encoding_of(path, head)
        source = CarefulFile(path, name, encoding, dialect(decode(head, encoding)))
        return open_carefully(con, source, view=view, workspace=workspace)

    early = structure.EarlyLineEnd(spoken.delimiter)
    if not (spoken.is_plain and is_plain(path, head, early.look)):
        return carefully()
    plain = _Plain(_without_glob(path, workspace), spoken, early.is_found)
    return _straight(con, plain, view, carefully)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A CSV that DuckDB may be able to read by itself."""

    path: Path
    dialect: Dialect
    has_early_line_end: bool

    @property
    def width(self) -> int:
        return len(self.dialect.header)

    def scan(self, options: tuple[str, ...]) -> str:
        spoken = self.dialect
        return scan(self.path, spoken.delimiter, spoken.line_end, self.width, *options)

    def shape(self) -> structure.Shape | None:
        return structure.shape(self.path, self.dialect.delimiter, self.width)

    def lines_of(self, record_nos: Collection[int]) -> dict[int, int]:
        asked = set(record_nos)
        lines = structure.lines_of(self.path, self.dialect.delimiter, self.width, asked)
        return dict(self._counted(asked)) if lines is None else lines

    def _counted(self, asked: set[int]) -> Iterator[tuple[int, int]]:
        number = 0
        with open_text(self.path, UTF8) as stream:
            below_header = records(stream, self.dialect.delimiter)
            next(below_header)
            for record in below_header:
                if len(record.cells) == self.width:
                    number += 1
                    if number in asked:
                        yield number, record.line


def _without_glob(path: Path, workspace: Path) -> Path:
    """A path that DuckDB does not take for a pattern, and that is UTF-8."""
    absolute = path.absolute()
    if _GLOB.isdisjoint(str(absolute)) and str(absolute).isprintable():
        return absolute
    link = Path(tempfile.mkdtemp(dir=workspace)) / "file.csv"
    link.symlink_to(absolute)
    return link


def _straight(
    con: duckdb.DuckDBPyConnection, file: _Plain, view: str, carefully: Callable[[], TextTable]
) -> TextTable:
    """The table as DuckDB reads the file by itself, with all doubts; else the careful one."""
    is_small = file.path.stat().st_size <= _SMALL
    shape = file.shape() if is_small else None
    if is_small and (shape is None or shape.odd):
        return carefully()

    def in_one_piece() -> TextTable:
        found = file.shape()
        if found is None or _count(file, _IN_ONE_PIECE) != found.good_count:
            return carefully()
        return _table(con, file, view, _IN_ONE_PIECE, found.odd)

    def doubt(count: int | None) -> TextTable | None:
        if count is None:
            return in_one_piece()
        is_sure = count > 0 if shape is None else shape.good_count == count
        return None if is_sure else carefully()

    if not is_small and file.has_early_line_end:
        return in_one_piece()
    return replace(_table(con, file, view, (), ()), doubt=doubt)


def _count(file: _Plain, options: tuple[str, ...]) -> int | None:
    """How many records DuckDB reads; None where it refuses the file.

    On a connection of its own: an error would end the caller's transaction.
    """
    with closing(duckdb.connect(config=_MEMORY)) as con:
        try:
            row = con.execute(
                f"select count(*) from {file.scan(options)} where {reading_all(file.width)}"
            ).fetchone()
        except duckdb.Error:
            return None
    return int(row[0]) if row else None


def _table(
    con: duckdb.DuckDBPyConnection,
    file: _Plain,
    view: str,
    options: tuple[str, ...],
    odd: tuple[tuple[int, int], ...],
) -> TextTable:
    unnumbered = f"{view}_unnumbered"
    con.execute(
        f'create or replace temp view "{unnumbered}" as '
        f"select {cells(file.width)} from {file.scan(options)} where {reading_all(file.width)}"
    )
    con.execute(
        f'create or replace temp view "{view}" as '
        f'select row_number() over () as record_no, * from "{unnumbered}"'
    )
    rejects = tuple(
        LineReject(line, None, shortfall(found, file.width) or "") for line, found in odd
    )
    notes = (*file.dialect.notes, *header_notes(file.dialect.header))
    return TextTable(view, file.dialect.header, rejects, notes, file.lines_of, unnumbered)
