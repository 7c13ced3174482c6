"""Builds an edition: works out every table of what the facts mean, and masks it.

What is worked out is exact and never leaves this module but for the tests; what is published has
gone through disclosure control (etl/disclosure).

The id of an edition is the day it is as of, and a digest of its rows: the same content has the
same id, whenever and in whatever order it was loaded.
"""

import hashlib
import importlib
import json
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection, Table

import etl.editions.tables
from etl.editions import schema
from etl.editions.counted import counted_of
from etl.editions.deriving import derive
from etl.editions.history import RULES, History, Span
from etl.editions.history_file import read_history, told_lingering
from etl.editions.lingering import LINGERED, Told, lingered, trees
from etl.editions.packed import Row, in_blocks
from etl.editions.publishable import declared, groups_of, publishable
from etl.editions.published import Published
from etl.editions.rows import Tables, as_rows, exactly, in_order, named
from etl.editions.schema import metadata, worked_out
from etl.editions.scope import Scope
from etl.editions.tables.activity import concealed_days
from etl.editions.writing import write_rows
from etl.settings import Settings
from etl.warehouse.engine import Warehouse

Filled = Iterable[Row]
Rows = Callable[[Warehouse, Scope], Filled]
RowsOf = Callable[[Published, Scope], Filled]

_WORDS = (str, date)


@dataclass(frozen=True, slots=True)
class Workings:
    """The exact rows of each table, in the order of ``worked_out`` columns. Not for publishing."""

    scope: Scope
    tables: Tables


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that was built and not published yet: its id, and the rows of each table."""

    edition_id: str
    tables: Tables
    as_of_date: date

    @property
    def needs_person(self) -> list[str]:
        """What a person should do about the organisation's own files."""
        return [row[2] for row in self.tables["notice"] if row[0] == "organisation" and row[3]]

    def fill(self, connection: Connection) -> None:
        """Write the rows through a connection on which the tables exist."""
        for table in metadata.sorted_tables:
            write_rows(connection, table, self.tables[table.name])


@dataclass(frozen=True, slots=True)
class _Fillers:
    """What fills each table: ``rows`` out of the warehouse, or ``rows_of`` out of other tables."""

    rows: Mapping[Table, Rows]
    rows_of: Mapping[Table, RowsOf]


@cache
def _fillers() -> _Fillers:
    rows, rows_of = {}, {}
    for module in pkgutil.iter_modules(etl.editions.tables.__path__, "etl.editions.tables."):
        declared = importlib.import_module(module.name)
        if hasattr(declared, "rows"):
            rows[declared.TABLE] = declared.rows
        else:
            rows_of[declared.TABLE] = declared.rows_of
    return _Fillers(rows, rows_of)


def build(warehouse: Warehouse, settings: Settings) -> Edition | None:
    """The edition of the facts as it may be published. None while nothing dated was loaded.

    Raises EditionError where a table does not declare what it tells of people.
    """
    workings = work_out(warehouse, settings)
    return edition_of(workings, settings) if workings else None


def edition_of(workings: Workings, settings: Settings) -> Edition:
    """What may be published of the workings."""
    tables = publishable(workings.tables, workings.scope.policy)
    history = read_history(settings)
    if history:
        tables |= _carried(history, workings, tables)
    counted = counted_of(workings.tables, tables, history)
    for table, rows_of in _fillers().rows_of.items():
        declared(table)
        tables[table.name] = in_order(table, rows_of(counted, workings.scope))
    return Edition(
        f"{workings.scope.as_of_date:%Y-%m-%d}-{_digest(tables)}", tables, workings.scope.as_of_date
    )


def _carried(history: History, workings: Workings, tables: Tables) -> Tables:
    """The tables whose earlier days were told before, with the rows of the history."""
    scope, groups = workings.scope, groups_of(workings.tables, workings.scope.policy)
    span = Span(scope.first_date, scope.as_of_date, groups.days)
    found: Tables = {}
    for name in RULES.keys() & tables.keys():
        later = [named(metadata.tables[name], row) for row in tables[name]]
        shown = history.shown(name, later, span, scope.policy)
        found[name] = as_rows(metadata.tables[name], shown)
    return found


def work_out(warehouse: Warehouse, settings: Settings) -> Workings | None:
    """Derive and fill everything from the facts, to the person, and those erased who linger."""
    scope = derive(warehouse, settings)
    if scope is None:
        return None
    filled = _fillers().rows.items()
    words: dict[object, object] = {}
    tables: Tables = {
        t.name: in_order(t, _shared(rows(warehouse, scope), words)) for t, rows in filled
    }
    lingering = with_lingering(tables, tables, scope, concealed_days(warehouse))
    return Workings(scope, tables | lingering)


def with_lingering(
    tables: Tables, departments: Tables, scope: Scope, concealed: Collection[date] = ()
) -> Tables:
    """Exact rows of those tables that would show an erasure, with those counted in who linger.

    ``departments``: what tells the trees. ``concealed``: days of a report without names.
    """
    lingering = told_lingering(scope.settings)
    if not lingering:
        return {}
    of_trees = (schema.department, schema.department_parent)
    exact = {t.name: [exactly(t, row) for row in departments[t.name]] for t in of_trees}
    told = Told(trees(exact), scope.as_of_date, concealed)
    found: Tables = {}
    for table in LINGERED:
        if table.name in tables:
            rows = (exactly(table, each) for each in tables[table.name])
            counted = lingered(table, rows, lingering, told)
            names = worked_out(table)
            found[table.name] = in_order(table, (tuple(map(row.get, names)) for row in counted))
    return found


def _shared(rows: Filled, words: dict[object, object]) -> Iterator[Row]:
    """The same rows, in which a word or day that comes a hundred thousand times is held once."""
    for row in rows:
        yield tuple(words.setdefault(each, each) if type(each) in _WORDS else each for each in row)


def _digest(tables: Tables) -> str:
    digest = hashlib.sha256()
    for table in metadata.sorted_tables:
        if table.info["content"]:
            digest.update(table.name.encode())
            for block in in_blocks(tables[table.name]):
                digest.update(json.dumps(block, default=str).encode())
    return digest.hexdigest()[:12]
