"""What a source is: a declaration that the load carries out. The sources stand in ``sources/``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
from sqlalchemy import Table

from etl.reading.convert import Kind
from etl.reading.csvfile import TextTable, offer_csv
from etl.reading.samples import Sample, header_key
from etl.settings import Settings

Private = Literal["account", "directory", "employee", "email", "person", "name"]
"""The namespace in which an identifier becomes a keyed hash. ``person``: an e-mail or a number."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export: the headers it may have, its type, and whether it names a person.

    ``required``: the header must be there. ``filled``: every line must have a value.
    ``private``: the value is replaced by its keyed hash before anything is stored.
    ``expression``: workbench SQL over ``{value}`` (the cell as text) instead of the conversion.
    ``check``: workbench SQL over ``{value}`` that holds for a good value, and the reason else.
    ``may_be_any_day``: whether a date may lie outside 1990 to 2099, as that of an end does which
    nobody knows yet.
    """

    column: str
    aliases: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    filled: bool = False
    private: Private | None = None
    zone: str = "UTC"
    expression: str | None = None
    check: tuple[str, str] | None = None
    may_be_any_day: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """Where rows of ``staged`` go: ``select`` is workbench SQL that yields the table's columns
    (but exported_at and snapshot_id) and ``record_no``; of one key the greatest record_no holds.

    It may use ``staged`` (record_no and one column per field, NULL where the header is missing),
    ``unsigned`` (the same for less, without the columns that name people), ``addresses`` (raw,
    link_key, idea_id, address, audience: one row per raw address that is a link), the macros
    ``local_date(timestamp)`` and ``key_<namespace>(text)``, and ``$parameters`` that the source's
    ``parameters`` gives.
    """

    table: Table
    select: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about an export."""

    code: str
    sentence: str
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """One table of one export while it is being loaded.

    ``exported_at``: as known so far, by a snapshot's name or that of the file. ``saved_at``: when
    the file was last changed; it may order exports, and nothing else.
    """

    con: duckdb.DuckDBPyConnection
    settings: Settings
    file: str
    part: str
    folder: str
    exported_at: datetime
    saved_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)

    def one(self, query: str, parameters: Mapping[str, object] | None = None) -> tuple[object, ...]:
        """The single row that a query on the workbench gives."""
        row = self.con.execute(query, dict(parameters or {})).fetchone()
        return () if row is None else tuple(row)


@dataclass(frozen=True, slots=True)
class Opening:
    """What a reader needs to open a file as a table of text."""

    con: duckdb.DuckDBPyConnection
    path: Path
    name: str
    view: str
    workspace: Path
    settings: Settings


Recognise = Callable[[Sample], int]
"""How sure a source is that a sample is its own: 0 not at all, 100 certain."""


def _csv(opening: Opening) -> TextTable:
    return offer_csv(
        opening.con,
        opening.path,
        name=opening.name,
        view=opening.view,
        workspace=opening.workspace,
    )


def _nothing(_: Export) -> tuple[Notice, ...]:
    return ()


def _undated(_: Export) -> datetime | None:
    return None


def _no_parameters(_: Export) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kind of export.

    The first load is the one whose rows are counted: one row per good line.
    ``entry``: its name inside a network export ZIP. ``made``: tables by name that are made once,
    of ``staged``, for all the selects that follow. ``addresses``: selects that yield one column of
    raw addresses; what they stand for is then found in ``addresses``.
    ``covers``: the expression over ``staged`` that gives the day of a row. ``dated``: the instant
    of the export in UTC, where the content tells. ``prepare``: runs before the loads and may
    change ``staged``; returns notices. ``fields_for``: the fields under given settings.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    loads: tuple[Load, ...]
    recognise: Recognise
    open: Callable[[Opening], TextTable] = _csv
    entry: str | None = None
    made: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    covers: str | None = None
    dated: Callable[[Export], datetime | None] = _undated
    parameters: Callable[[Export], Mapping[str, object]] = _no_parameters
    prepare: Callable[[Export], tuple[Notice, ...]] = _nothing
    fields_for: Callable[[Settings], tuple[Field, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Headers:
    """Recognises a CSV by headers it must have, and others it must not."""

    needed: tuple[str, ...]
    unless: frozenset[str]

    def __call__(self, sample: Sample) -> int:
        if sample.kind != "csv" or self.missing(sample) or self.unless & _keys(sample):
            return 0
        return min(99, 50 + len(self.needed))

    def missing(self, sample: Sample) -> tuple[str, ...]:
        """The headers that the sample lacks."""
        present = _keys(sample)
        return tuple(name for name in self.needed if header_key(name) not in present)


def _keys(sample: Sample) -> frozenset[str]:
    return frozenset(header_key(cell) for cell in sample.header)


def by_header(*needed: str, unless: tuple[str, ...] = ()) -> Headers:
    """Recognise a CSV by headers it must have, and others it must not."""
    return Headers(needed, frozenset(header_key(name) for name in unless))
