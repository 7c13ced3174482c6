"""Rows that were made in Python, as a table of text like any other."""

from collections.abc import Sequence

import duckdb
import pandas as pd

from etl.reading.table import TextTable

Row = Sequence[str | None]


def rows_table(
    con: duckdb.DuckDBPyConnection, view: str, header: Sequence[str], rows: Sequence[Row]
) -> TextTable:
    """``rows`` as the temporary view ``view``: one text or None for each of ``header``."""
    names = [f"c{number}" for number in range(len(header))]
    frame = pd.DataFrame(
        [[_storable(cell) for cell in row] for row in rows], columns=names, dtype="object"
    )
    frame.insert(0, "record_no", range(1, len(frame) + 1))
    texts = ", ".join(f"nullif({name}::varchar, '') as {name}" for name in names)
    con.register("python_rows", frame)
    con.execute(
        f'create or replace temp table "{view}_rows" as '
        f"select record_no::bigint as record_no, {texts} from python_rows"
    )
    con.unregister("python_rows")
    con.execute(f'create or replace temp view "{view}" as select * from "{view}_rows"')
    return TextTable(view, tuple(header))


def _storable(cell: str | None) -> str | None:
    """Half a surrogate pair, which JSON may hold, would end the whole workbench; NUL, a load."""
    if cell is None or (cell.isascii() and "\0" not in cell):
        return cell
    return cell.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
