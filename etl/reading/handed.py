"""Rows that Python made, handed to the workbench as a file and not all at once."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from etl.reading.table import quoted


def hand_over(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Iterable[Mapping[str, object]],
    path: Path,
) -> None:
    """Make the temporary table ``name`` of rows by name; ``columns``: the SQL type of each.

    ``path`` is a file to write them to. Nothing is bound: for its first bound value DuckDB imports
    pandas. ``rows`` may come from ``con`` itself.
    """
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{json.dumps(dict(row), default=str)}\n" for row in rows)
    cells = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    con.execute(
        f'create or replace temp table "{name}" as '
        f"from read_json('{quoted(path)}', columns={{{cells}}}, format='newline_delimited')"
    )
