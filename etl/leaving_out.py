"""Rows about people who were erased are left out while a file is staged, and counted."""

from collections.abc import Collection, Iterator

import duckdb

from etl.columns import Column
from etl.subject.known import DETACHED, OWN


def install(con: duckdb.DuckDBPyConnection, keys: Collection[str]) -> None:
    """Make ``erased_key``: the keyed hashes of everybody who was erased."""
    con.execute("create or replace temp table erased_key (key varchar)")
    if not keys:  # to bind a value costs a second: DuckDB imports pandas for it
        return
    con.execute("insert into erased_key select unnest($keys::varchar[])", {"keys": sorted(keys)})


def leave_out(con: duckdb.DuckDBPyConnection, columns: tuple[Column, ...]) -> int:
    """Make ``told``: the rows of ``typed`` but those about people erased; returns how many go.

    Rows about others that name one of them stay, with that name taken out of ``key<number>``.
    """
    conditions = " or ".join(_conditions(con, columns)) or "false"
    con.execute(f"create or replace temp view told as select * from typed where not ({conditions})")
    row = con.execute(f"select count(*) from typed where {conditions}").fetchone()
    return int(row[0]) if row else 0


def _conditions(con: duckdb.DuckDBPyConnection, columns: tuple[Column, ...]) -> Iterator[str]:
    """What holds for a row about somebody who was erased; nothing where nobody was."""
    if not con.execute("select 1 from erased_key limit 1").fetchone():
        return
    for number, column in enumerate(columns):
        name, private = column.field.column, column.field.private
        if column.source is None or name not in OWN | DETACHED:
            continue
        if private is None:  # a file that Uptake wrote has hashes already
            yield f'coalesce("{name}" in (select key from erased_key), false)'
            continue
        con.execute(
            f"create or replace temp table erased{number} as select raw from key{number} "
            "where hashed in (select key from erased_key)"
        )
        con.execute(f"delete from key{number} where raw in (select raw from erased{number})")
        if name not in DETACHED:
            yield f'coalesce("{name}" in (select raw from erased{number}), false)'
