"""What a kept export holds of a person: whose lines, which cells of others, what it is written as.

Nothing is changed here.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from etl.catalogue import recognise
from etl.columns import Column
from etl.reading.archive import Archive, Entry, open_archive
from etl.reading.samples import sample
from etl.reading.table import TextTable, read_surely
from etl.receiving import tables_in
from etl.settings import Settings
from etl.source import Opening, Source
from etl.subject.known import DETACHED, OWN, Keys
from etl.subject.lines import keyed_columns
from etl.workspace import private_room

_VIEW = "erasure_text"
_END = sys.maxsize
Keyed = Sequence[tuple[Column, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A record that must not stay as it is: its lines, from 1, ``stop`` not among them.

    ``cells``: what stays of somebody else's record; None where all of it goes.
    """

    start: int
    stop: int
    cells: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Found:
    """What one table of an export holds of a person: the records to change, in the file's order,
    and their e-mail addresses as they stand there. ``rejects``: first lines of what is no record.
    """

    source: str
    changes: tuple[Change, ...] = ()
    addresses: frozenset[str] = frozenset()
    rejects: frozenset[int] = frozenset()

    @property
    def rows(self) -> int:
        """How many records are theirs."""
        return sum(change.cells is None for change in self.changes)


Parts = dict[str, Found]
"""Path inside an archive ('' where the export is no archive) to what is in that table."""


def find_in(
    con: duckdb.DuckDBPyConnection, settings: Settings, path: Path, name: str, keys: Keys
) -> Parts:
    """What an export at ``path`` holds of whoever has one of ``keys``.

    ``con``: a workbench of its own, with the key. Raises FileError where it cannot be read.
    """
    with private_room(settings.data) as workspace:
        looked = sample(path, name)
        if looked.kind != "zip":
            opening = Opening(con, path, name, _VIEW, workspace, settings)
            return {"": _found(opening, recognise(looked, settings), keys)}
        with open_archive(path, name=name) as archive:
            return dict(_in_archive(con, settings, archive, workspace, keys))


def _in_archive(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    archive: Archive,
    workspace: Path,
    keys: Keys,
) -> Iterator[tuple[str, Found]]:
    for entry, source in tables_in(archive):
        path, name = archive.extract(entry, workspace), f"{archive.name}: {entry.name}"
        opening = Opening(con, path, name, _VIEW, workspace, settings)
        yield place_of(entry), _found(opening, source, keys)
        path.unlink()


def place_of(entry: Entry) -> str:
    """The path of an entry inside its archive, as loads name it."""
    return "/".join(filter(None, (entry.folder, entry.name)))


def _found(opening: Opening, source: Source, keys: Keys) -> Found:
    reading = _Reading(opening, source, sorted(keys))
    if not any(each.column in OWN | DETACHED for each in source.fields):
        return Found(source.name)
    table = read_surely(source.open(opening), reading.read)
    rejects = frozenset(reject.line for reject in table.rejects)
    if not reading.records:
        return Found(source.name, rejects=rejects)
    return replace(reading.placed(table), rejects=rejects)


@dataclass(slots=True)
class _Reading:
    """One reading of a table. ``records``: (record_no, whether it is theirs, cells that stay …)."""

    opening: Opening
    source: Source
    keys: list[str]
    records: list[tuple[Any, ...]] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    count: int = 0

    def read(self, table: TextTable) -> int:
        """Find the records, in a table that may have to be read another way again."""
        columns = list(keyed_columns(self.opening, self.source, table.header))
        self.records = self._rows(_records(table, columns))
        self.addresses = {
            _address(row[0])
            for column, key in columns
            for row in self._rows(
                f'select distinct {column.source} from "{table.view}" where {_is_theirs(key)}'
            )
            if "@" in row[0]
        }
        self.count = int(self._rows(f'select count(*) from "{table.view}"', {})[0][0])
        return self.count

    def _rows(self, query: str, told: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        wanted = {"keys": self.keys} if told is None else told
        return self.opening.con.execute(query, dict(wanted)).fetchall()

    def placed(self, table: TextTable) -> Found:
        """The records by the lines that they take up: up to the next record, or reject."""
        starts = table.lines_of(range(1, self.count + 1))
        begins = sorted({*starts.values(), *(reject.line for reject in table.rejects), _END})
        changes = []
        for number, is_own, *cells in self.records:
            start = starts[number]
            stop = begins[bisect_right(begins, start)]
            left = None if is_own else tuple(cell or "" for cell in cells)
            changes.append(Change(start, stop, left))
        changes.sort(key=lambda change: change.start)
        return Found(self.source.name, tuple(changes), frozenset(self.addresses))


def _records(table: TextTable, columns: Keyed) -> str:
    """The query for (record_no, whether it is theirs, every cell but those that name them)."""
    own = [_is_theirs(key) for column, key in columns if column.field.column not in DETACHED]
    named = {c.source: _is_theirs(key) for c, key in columns if c.field.column in DETACHED}
    is_own = f"coalesce({' or '.join(own) or 'false'}, false)"
    cells = [f"c{place}" for place in range(len(table.header))]
    left = ", ".join(
        f"case when {named[cell]} then '' else {cell} end" if cell in named else cell
        for cell in cells
    )
    anywhere = " or ".join((*own, *named.values(), "false"))
    return f'select record_no, {is_own}, {left} from "{table.view}" where {anywhere} order by 1'


def _is_theirs(key: str) -> str:
    return f"{key} in (select unnest($keys::varchar[]))"


def _address(cell: str) -> str:
    return re.sub(r"^(mailto:)?<?|>$", "", cell.strip(), flags=re.IGNORECASE)
