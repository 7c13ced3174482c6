"""Access logs in the common and the combined format, as tables of text."""

from pathlib import Path

import duckdb

from etl.reading.table import LineReject, TextTable
from etl.reading.text import UNREADABLE, encoding_of, open_text, survey

HEADER = ("address", "logged_at", "method", "target", "status", "referrer", "user_agent", "line")
"""``target``: the path and query that were asked for. ``line``: the line as it stands."""

_CELL = r'((?:[^"\\]|\\.)*)'
_LINE = rf'^(\S+) \S+ \S+ \[([^\]]+)\] "{_CELL}" (\d{{3}}) \S+(?: "{_CELL}" "{_CELL}")?.*$'
_REQUEST = r"^([A-Z]+) (\S+)(?: HTTP/[\d.]+)?$"
_GROUPS = ["address", "logged_at", "request", "status", "referrer", "user_agent"]
_REASON = "is not a request in the common or combined log format"


def open_log(
    con: duckdb.DuckDBPyConnection, path: Path, *, name: str, view: str, workspace: Path
) -> TextTable:
    """Open an access log as the temporary view ``view``; record_no is the number of the line.

    A line that is no request is a reject. Raises NotReadable where the file is no text.
    """
    found = survey(path, name)
    readable = path
    if not found.is_plain:
        readable = workspace / "log.txt"
        with open_text(path, encoding_of(path, found.head)) as stream, readable.open("w", newline="") as clean:
            for line in stream:
                clean.write(line.replace(UNREADABLE, "?").replace("\0", "?"))
    _parse(con, readable, view)
    cells = ", ".join(f"nullif({column}, '') as c{index}" for index, column in enumerate(HEADER))
    con.execute(
        f'create or replace temp view "{view}" as '
        f"select record_no, {cells} from \"{view}_lines\" where status <> ''"
    )
    rejected = con.execute(
        f"select record_no from \"{view}_lines\" where status = '' order by 1"
    ).fetchall()
    rejects = tuple(LineReject(number, None, _REASON) for (number,) in rejected)
    return TextTable(view, HEADER, rejects)


def _parse(con: duckdb.DuckDBPyConnection, path: Path, view: str) -> None:
    """Lines as DuckDB reads them: one cell each, cut by nothing, quoted by nothing."""
    con.execute(
        f"""
        create or replace temp table "{view}_lines" as
        with text as (
            select row_number() over () as record_no, line
            from read_csv(?, columns = {{'line': 'VARCHAR'}}, header = false, auto_detect = false,
                delim = '\x01', quote = '', escape = '', max_line_size = 16000000)),
        parsed as (
            select record_no, line, regexp_extract(line, ?, ?) as cell
            from text where line is not null)
        select record_no, line, cell.address, cell.logged_at, cell.status, cell.user_agent,
            nullif(cell.referrer, '-') as referrer,
            regexp_extract(cell.request, ?, 1) as method,
            regexp_extract(cell.request, ?, 2) as target
        from parsed
        """,
        [str(path), _LINE, _GROUPS, _REQUEST, _REQUEST],
    )
