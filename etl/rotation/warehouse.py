"""The hashes in the warehouse become those that a longer ring makes."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, text

from etl.errors import LoadError, SettingsError
from etl.identity.keys import load_key
from etl.identity.ring import KeyRing
from etl.settings import Settings
from etl.subject.known import OTHERS, OWN
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse
from etl.warehouse.merging import put
from etl.warehouse.schema import key_mark, metadata

if TYPE_CHECKING:
    import psycopg


def made_with(warehouse: Warehouse, key: KeyRing) -> int:
    """With how many of the keys the hashes were made. Raises SettingsError where with others."""
    with warehouse.transaction():
        marks = bulk.tuples(warehouse, "select mark from key_mark")
        is_new = not bulk.tuples(warehouse, "select 1 from snapshot limit 1")
    if not marks:
        return len(key) if is_new else 1  # a warehouse from before keys were rotated
    for count in range(len(key), 0, -1):
        if marks == [(key.first(count).mark,)]:
            return count
    raise SettingsError(
        "The warehouse was made with another key. Put back data/key, or UPTAKE_KEY and those "
        "after it, from your backup."
    )


def note_keys(warehouse: Warehouse, key: KeyRing) -> None:
    """Remember with which keys the hashes are made."""
    marks = bulk.tuples(warehouse, "select mark from key_mark")
    if marks != [(key.mark,)]:
        bulk.execute(warehouse, "delete from key_mark")
        put(warehouse, key_mark, {"mark": key.mark})


def settled_key(warehouse: Warehouse, settings: Settings) -> KeyRing:
    """The keys, with which the hashes were made. LoadError where a rotation is not finished."""
    key = load_key(settings)
    if made_with(warehouse, key) != len(key):
        raise LoadError("A rotation of the keys is not finished. Finish it: uptake keys rotate")
    return key


def move_hashes(warehouse: Warehouse, key: KeyRing, since: int) -> None:
    """Replace every hash made with the first ``since`` keys, in the caller's transaction.

    The workbench has the macros of ``key``.
    """
    for table, columns in _keyed_columns():
        if warehouse.is_embedded:
            moved = ", ".join(f'"{name}" = moved_key("{name}", {since})' for name in columns)
            bulk.execute(warehouse, f'update "{table.name}" set {moved}')
            continue
        for name in columns:
            _move_column(warehouse, key, since, table.name, name)


def _keyed_columns() -> Iterator[tuple[Table, Sequence[str]]]:
    for table in metadata.sorted_tables:
        if columns := [each.name for each in table.columns if each.name in OWN | OTHERS]:
            yield table, columns


def _move_column(warehouse: Warehouse, key: KeyRing, since: int, table: str, column: str) -> None:
    """By a table of what becomes what: no key travels to the server, where it could be logged."""
    found = bulk.tuples(warehouse, f'select distinct "{column}" from "{table}"')
    bulk.make(warehouse, "moved", "select '' as hashed, '' as anew where false")
    driver = cast("psycopg.Connection[Any]", warehouse.connection.connection.driver_connection)
    statement = "copy moved (hashed, anew) from stdin"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for (hashed,) in found:
            if hashed:
                copy.write_row((hashed, key.moved(hashed, since)))
    warehouse.connection.execute(text("analyze moved"))
    bulk.execute(
        warehouse,
        f'update "{table}" set "{column}" = moved.anew from moved '
        f'where "{table}"."{column}" = moved.hashed',
    )
