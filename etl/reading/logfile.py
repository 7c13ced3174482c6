"""Access logs, also gzipped, as tables of text."""

import gzip
import tempfile
import zlib
from contextlib import closing
from pathlib import Path

import duckdb

from etl.errors import NotReadable, UnsafeArchive
from etl.reading.records import LONGEST
from etl.reading.request import COMBINED, PARTS, Form
from etl.reading.table import LineReject, TextTable, quoted
from etl.reading.text import UNREADABLE, encoding_of, is_plain, open_text, text_head

HEADER = (*PARTS, "line")
"""``line``: the line as it stands."""

_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 20
_BOMB_BYTES, _BOMB_RATIO = 100 << 20, 200
_ODD = str.maketrans(dict.fromkeys(("\0", "\x01", "\r", UNREADABLE), "\N{REPLACEMENT CHARACTER}"))


def open_log(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    name: str,
    view: str,
    workspace: Path,
    form: Form = COMBINED,
) -> TextTable:
    """Open an access log as the temporary view ``view``; record_no is the number of the line.

    A line that is no request is a reject, a blank one is nothing. Copies that are needed go to
    ``workspace``. Raises NotReadable where the file is no text, UnsafeArchive where it is a bomb.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    path = _unpacked(path, name, workspace)
    rejected = _rejected(path, form) if is_plain(path, text_head(path, name)) else None
    if rejected is None:
        path = _clean_copy(path, name, workspace)
        rejected = _rejected(path, form) or ()
    cells = ", ".join(f"{_cell(form, part)} as c{n}" for n, part in enumerate(PARTS))
    con.execute(
        f'create or replace temp view "{view}" as '
        f"select record_no, {cells}, line as c{len(PARTS)} "
        f"from ({_lines(path, form)}) where {form.is_request}"
    )
    return TextTable(view, HEADER, tuple(LineReject(line, None, form.reason) for line in rejected))


def _cell(form: Form, part: str) -> str:
    cell = f"nullif({form.parts[part]}, '')"
    return f"nullif({cell}, '-')" if part == "referrer" else cell


def _lines(path: Path, form: Form) -> str:
    """A query for all lines, blank ones as NULL: one cell each, cut and quoted by nothing.

    What a line holds is worked out below the numbering: above it DuckDB would do so once for each
    part.
    """
    return (
        "select row_number() over () as record_no, line, cell "
        f"from (select line, {form.cell} as cell "
        f"from read_csv('{quoted(path.absolute())}', columns={{'line': 'VARCHAR'}}, header=false, "
        "auto_detect=false, delim='\x01', quote='', escape='', compression='none', "
        f"hive_partitioning=false, max_line_size={LONGEST}, buffer_size={2 * LONGEST}))"
    )


def _rejected(path: Path, form: Form) -> tuple[int, ...] | None:
    """Numbers of the lines that are no request; None where DuckDB refuses the file."""
    query = (
        f"select record_no from ({_lines(path, form)}) where line is not null "
        f"and {form.is_none} order by record_no"
    )
    with closing(duckdb.connect()) as con:
        try:
            return tuple(number for (number,) in con.execute(query).fetchall())
        except duckdb.Error:
            return None


def _clean_copy(path: Path, name: str, workspace: Path) -> Path:
    """The same lines in UTF-8 with one kind of line end, unreadable characters marked."""
    encoding = encoding_of(path, path.read_bytes()[:_BLOCK])
    number = 0
    with open_text(path, encoding) as stream, _new_file(workspace) as clean:
        while line := stream.readline(LONGEST):
            number += 1
            if len(line) == LONGEST:
                raise NotReadable(
                    file=name,
                    line=number,
                    problem="the line is longer than 16 million characters",
                    remedy="Copy the log from the web server again",
                )
            clean.write(line.rstrip("\r\n").translate(_ODD).encode() + b"\n")
    return Path(clean.name)


def _unpacked(path: Path, name: str, workspace: Path) -> Path:
    """What a gzipped log holds, in a file of its own."""
    with path.open("rb") as file:
        if file.read(2) != _GZIP:
            return path
    written = 0
    most = max(_BOMB_BYTES, _BOMB_RATIO * path.stat().st_size)
    with gzip.open(path) as packed, _new_file(workspace) as target:
        while block := _block(packed, name):
            written += len(block)
            if written > most:
                raise UnsafeArchive(
                    file=name,
                    problem="would unpack to far more than it should, as a bomb does",
                    remedy="Copy the log from the web server again",
                )
            target.write(block)
    return Path(target.name)


def _block(packed: gzip.GzipFile, name: str) -> bytes:
    try:
        return packed.read(_BLOCK)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotReadable(
            file=name,
            problem="is damaged or cut short",
            remedy="Copy the log from the web server again",
        ) from error


def _new_file(workspace: Path) -> "tempfile._TemporaryFileWrapper[bytes]":
    return tempfile.NamedTemporaryFile(dir=workspace, suffix=".log", delete=False)
