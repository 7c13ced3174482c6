"""Reads names and addresses out of kept snapshots, into memory."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from etl.catalogue import sources
from etl.identity.keys import load_key
from etl.kept import KeptExports
from etl.reading.archive import open_archive
from etl.settings import Settings
from etl.snapshots import Snapshot
from etl.source import Field, Opening, Source
from etl.staging import prepare_bench, stage
from etl.workspace import private_room

_FULL = ("Name", "Display Name", "Full Name", "Employee Name")
_GIVEN = ("First Name", "Given Name", "Forename", "First Name [Required]")
_FAMILY = ("Last Name", "Surname", "Family Name", "Last Name [Required]")
_NAMES = (
    Field("full_name", _FULL),
    Field("given_name", _GIVEN),
    Field("family_name", _FAMILY),
)
_USERS = "yammer_users"
_NAMED = """
    select {keys}, coalesce(full_name, nullif(trim(concat_ws(' ', given_name, family_name)), ''),
        '') as name, coalesce(own_address, '') as address
    from staged
"""


@dataclass(frozen=True, slots=True)
class Named:
    """How a person stands in an export: name and address as written, '' where there is none."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """A line of a staff list: its person id, the other keys it bears, and its name."""

    person_id_key: str
    keys: frozenset[str]
    named: Named


def account_names(settings: Settings, wanted: Mapping[str, Collection[str]]) -> dict[str, Named]:
    """Account key to its name. ``wanted``: snapshot id to the accounts that it shows last."""
    found: dict[str, Named] = {}
    with _opened(settings, wanted) as opened:
        for snapshot, con in opened(_USERS, "account_key"):
            query = _NAMED.format(keys="account_key")
            keys = wanted[snapshot.snapshot_id]
            for key, name, address in con.execute(query).fetchall():
                if key in keys:
                    found[key] = Named(name, address)
    return found


def staff_names(settings: Settings, snapshot_id: str, source: str) -> list[Bearer]:
    """The lines of the staff list that is kept as ``snapshot_id``, in the order of the list."""
    query = _NAMED.format(keys="person_id_key, directory_key, email_key, other_key")
    with _opened(settings, (snapshot_id,)) as opened:
        return [
            Bearer(key, frozenset(filter(None, keys)), Named(name, address))
            for _, con in opened(source, "person_id_key")
            for key, *keys, name, address in con.execute(query).fetchall()
        ]


_Open = Callable[[str, str], Iterator[tuple[Snapshot, duckdb.DuckDBPyConnection]]]


@contextmanager
def _opened(settings: Settings, snapshot_ids: Collection[str]) -> Iterator[_Open]:
    """A workbench in memory, and what stages the wanted snapshots on it, one after another."""
    kept = KeptExports(settings)
    wanted = [each for each in kept if each.snapshot_id in snapshot_ids]
    with private_room(settings.data) as room, closing(duckdb.connect(":memory:")) as con:
        prepare_bench(con, settings, load_key(settings))

        def opened(source: str, key: str) -> Iterator[tuple[Snapshot, duckdb.DuckDBPyConnection]]:
            for snapshot in wanted:
                with kept.opened(snapshot) as plain:
                    for path in _tables(plain, snapshot.file, room):
                        opening = Opening(con, path, snapshot.file, "text_table", room, settings)
                        stage(_naming(source, key), opening)
                        yield snapshot, con

        yield opened


def _tables(plain: Path, name: str, folder: Path) -> Iterator[Path]:
    """The file itself, or the lists of accounts in an archive."""
    with plain.open("rb") as stream:
        is_archive = stream.read(2) == b"PK"
    if not is_archive:
        yield plain
        return
    with open_archive(plain, name=name) as archive:
        for entry in archive.entries:
            if entry.name.lower() == "users.csv":
                yield archive.extract(entry, folder)


def _naming(name: str, key: str) -> Source:
    """A source that reads who stands in an export instead of what to store of them."""
    source = next(each for each in sources() if each.name == name)
    declared = {field.column: field for field in source.fields}
    kept = [
        declared.get(column, Field(column, (column,), private="email"))
        for column in (key, "directory_key", "email_key", "other_key")
    ]
    address = Field("own_address", kept[2].aliases, expression="plain_address({value})")
    return replace(
        source, fields=(*kept, *_NAMES, address), fields_for=None, covers=None, addresses=()
    )
