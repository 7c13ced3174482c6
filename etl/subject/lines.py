"""The lines of the exports that are kept which name a person."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from etl.catalogue import recognise
from etl.columns import Column, match_columns
from etl.identity.keys import key_expression
from etl.kept import KeptExports
from etl.reading.archive import Archive, Entry, open_archive
from etl.reading.convert import Kind, converted
from etl.reading.samples import sample
from etl.reading.table import TextTable, read_surely
from etl.receiving import tables_in
from etl.settings import Settings
from etl.snapshots import Snapshot
from etl.source import Opening, Source
from etl.subject.known import DETACHED, OWN, Keys
from etl.workspace import private_room

Line = Mapping[str, Any]

_VIEW = "subject_text"
_TEXTS = {".csv", ".json", ".txt"}


def lines_of(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    snapshot: Snapshot,
    keys: Keys,
    identifiers: Collection[str],
) -> Iterator[Line]:
    """Each line of a snapshot that is about the person: its file, number, and cells by heading.

    Of files in an archive that Uptake does not read: each line with one of the ``identifiers``;
    of those that are no text, such as attachments, that they were not searched.
    ``con``: a workbench of its own, with the key. Raises FileError where the file cannot be read
    any more.
    """
    with private_room(settings.data) as workspace, KeptExports(settings).opened(snapshot) as plain:
        looked = sample(plain, snapshot.file)
        opening = Opening(con, plain, snapshot.file, _VIEW, workspace, settings)
        if looked.kind != "zip":
            yield from _lines(opening, recognise(looked, settings), keys)
            return
        with open_archive(plain, name=snapshot.file) as archive:
            known = dict(tables_in(archive))
            for entry in archive.entries:
                if entry not in known:
                    yield from _texts(archive, entry, snapshot.file, identifiers)
                    continue
                path, name = archive.extract(entry, workspace), f"{snapshot.file}: {entry.name}"
                part = Opening(con, path, name, _VIEW, workspace, settings)
                yield from _lines(part, known[entry], keys)
                path.unlink(missing_ok=True)


def _texts(
    archive: Archive, entry: Entry, file: str, identifiers: Collection[str]
) -> Iterator[Line]:
    name = f"{file}: {entry.name}"
    if Path(entry.name).suffix.lower() not in _TEXTS:
        yield {"file": name, "searched": False}
        return
    wanted = [each.casefold() for each in identifiers]
    text = archive.read_text(entry, entry.bytes)
    for number, line in enumerate(text.splitlines(), 1):
        if any(each in line.casefold() for each in wanted):
            yield {"file": name, "line": number, "text": line}


def _lines(opening: Opening, source: Source, keys: Keys) -> Iterator[Line]:
    found: list[tuple[Any, ...]] = []

    def read(table: TextTable) -> int:
        found[:] = _rows(opening, source, table, keys)
        row = opening.con.execute(f'select count(*) from "{table.view}"').fetchone()
        return int(row[0]) if row else 0

    table = read_surely(source.open(opening), read)
    lines = table.lines_of([row[0] for row in found])
    for number, *cells in found:
        named = zip(table.header, cells, strict=True)
        filled = {heading: cell for heading, cell in named if cell is not None}
        yield {"file": opening.name, "line": lines[number], "cells": filled}


def _rows(opening: Opening, source: Source, table: TextTable, keys: Keys) -> list[tuple[Any, ...]]:
    """(record_no, every cell) of the records with a column whose keyed hash is the person's."""
    hashed = [
        key
        for column, key in keyed_columns(opening, source, table.header)
        if column.field.column in OWN
    ]
    held = " or ".join(f"{each} in (select unnest($keys::varchar[]))" for each in hashed)
    columns = ", ".join(f"c{place}" for place in range(len(table.header)))
    return opening.con.execute(
        f'select record_no, {columns} from "{table.view}" where {held or "false"} order by 1',
        {"keys": sorted(keys)} if held else {},
    ).fetchall()


def keyed_columns(
    opening: Opening, source: Source, header: tuple[str, ...]
) -> Iterator[tuple[Column, str]]:
    """The columns of a file that name people, each with the expression for its keyed hash."""
    fields = source.fields_for(opening.settings) if source.fields_for else source.fields
    for column in match_columns(fields, header, opening.name):
        if column.source and column.field.column in OWN | DETACHED:
            text = converted(Kind.TEXT, column.source)
            private = column.field.private  # a file that Uptake wrote has hashes already
            yield column, key_expression(private, text) if private else text
