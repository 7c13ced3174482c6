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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table

import etl.editions.tables
from etl.disclosure.groups import Groups, find_groups
from etl.disclosure.masking import mask
from etl.disclosure.rules import Derived, Disclosure, Open, Policy, Unpublished
from etl.disclosure.shared import Shared, guarded, told_of
from etl.editions import schema
from etl.editions.deriving import derive
from etl.editions.history import RULES, History, Span
from etl.editions.history_file import read_history, told_lingering
from etl.editions.lingering import LINGERED, Told, lingered, trees
from etl.editions.published import Published
from etl.editions.schema import EXACT, WHOLE, metadata, worked_out
from etl.editions.scope import Scope
from etl.editions.tables.activity import concealed_days
from etl.editions.writing import AT_ONCE, write_rows
from etl.errors import EditionError
from etl.settings import Settings
from etl.warehouse.engine import Warehouse

Filled = Iterable[tuple[Any, ...]]
Rows = Callable[[Warehouse, Scope], Filled]
RowsOf = Callable[[Published, Scope], Filled]

Tables = dict[str, list[tuple[Any, ...]]]


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
        _declared(table)
        tables[table.name] = _sorted(table, rows_of(counted, workings.scope))
    return Edition(
        f"{workings.scope.as_of_date:%Y-%m-%d}-{_digest(tables)}", tables, workings.scope.as_of_date
    )


def _carried(history: History, workings: Workings, tables: Tables) -> Tables:
    """The tables whose earlier days were told before, with the rows of the history."""
    scope, groups = workings.scope, groups_of(workings.tables, workings.scope.policy)
    span = Span(scope.first_date, scope.as_of_date, groups.days)
    found = {}
    for name in RULES.keys() & tables.keys():
        later = [named(metadata.tables[name], row) for row in tables[name]]
        shown = history.shown(name, later, span, scope.policy)
        found[name] = as_rows(metadata.tables[name], shown)
    return found


def counted_of(exact: Tables, published: Tables, history: History | None) -> Published:
    """What comparing and judging may rest on: what is published, null where it is not shown.

    Of a table that is itself worked out of that: what was told of it before.
    """
    judged = schema.control_week
    found = {judged.name: as_rows(judged, history.rows[judged.name])} if history else {}
    for name, rows in published.items():
        table = metadata.tables[name]
        if isinstance(table.info["disclosure"], Unpublished):
            found[name] = exact[name]
            continue
        names = [column.name for column in table.columns]
        kept = [names.index(column) for column in worked_out(table)]
        found[name] = [tuple(row[index] for index in kept) for row in rows]
    return Published(found)


def named(table: Table, row: tuple[Any, ...]) -> dict[str, Any]:
    """A published row by the names of its columns."""
    return dict(zip((column.name for column in table.columns), row, strict=True))


def as_rows(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Rows by name as an edition holds them."""
    names = [column.name for column in table.columns]
    return _sorted(table, (tuple(row[name] for name in names) for row in rows))


def work_out(warehouse: Warehouse, settings: Settings) -> Workings | None:
    """Derive and fill everything from the facts, to the person, and those erased who linger."""
    scope = derive(warehouse, settings)
    if scope is None:
        return None
    filled = _fillers().rows.items()
    words: dict[str, str] = {}
    tables = {t.name: _sorted(t, _shared(rows(warehouse, scope), words)) for t, rows in filled}
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
    return {
        table.name: [
            tuple(map(row.get, worked_out(table)))
            for row in lingered(
                table, (exactly(table, each) for each in tables[table.name]), lingering, told
            )
        ]
        for table in LINGERED
        if table.name in tables
    }


def _shared(rows: Filled, words: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    """The same rows, in which a word that comes a hundred thousand times is held once."""
    for row in rows:
        yield tuple(words.setdefault(each, each) if type(each) is str else each for each in row)


_SPOKEN = ((schema.topic_department, "topic_id"), (schema.idea_department, "idea_id"))


def publishable(tables: Tables, policy: Policy) -> Tables:
    """The tables with everything hidden that would tell of a few people."""
    groups = groups_of(tables, policy)
    found = {name: masked(metadata.tables[name], rows, groups) for name, rows in tables.items()}
    found[schema.topic_department.name] = _told_of_topics(tables, found, groups)
    return found


def _told_of_topics(exact: Tables, published: Tables, groups: Groups) -> list[tuple[Any, ...]]:
    """Topics by department, without what would tell of their ideas."""
    topics, ideas = (
        told_of(
            (exactly(table, row) for row in exact[table.name]), _named(table, published), subject
        )
        for table, subject in _SPOKEN
    )
    placed = groups.placed(groups.last)
    shared = Shared(placed.tree.parents, placed.people, groups.policy)
    (topic, _), _ = _SPOKEN
    held = published[schema.topic_idea.name]
    return as_rows(topic, guarded(shared, _named(topic, published), topics, ideas, held))


def _named(table: Table, tables: Tables) -> list[dict[str, Any]]:
    return [named(table, row) for row in tables[table.name]]


def groups_of(tables: Tables, policy: Policy) -> Groups:
    """The departments of exact tables, with their sizes."""
    return find_groups(exact_rows(tables), policy, WHOLE, EXACT)


def exact_rows(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """The rows that tell of sizes, to the person, by the names of their columns."""
    return {
        name: [exactly(metadata.tables[name], row) for row in tables[name]]
        for name in ("adoption", "activity", "department", "department_parent", "activity_basis")
    }


def masked(table: Table, rows: list[tuple[Any, ...]], groups: Groups) -> list[tuple[Any, ...]]:
    """The rows of one table with everything hidden that would tell of a few people."""
    disclosure = _declared(table)
    if isinstance(disclosure, Open | Derived):
        return rows
    key = table.primary_key.columns.keys()
    subject = _place_of(table, [name for name in key if name != "department_id"])
    together = (exactly(table, row) for row in sorted(rows, key=subject))
    return as_rows(table, mask(together, key, disclosure, groups))


def _declared(table: Table) -> Disclosure:
    disclosure: Disclosure | None = table.info["disclosure"]
    if disclosure is None:
        raise EditionError(
            f"Table {table.name} does not say what it tells of people, so nothing is published. "
            "Give it disclosure=Open(...), WholeOnly(...) or ByDepartment(...): docs/disclosure.md."
        )
    return disclosure


def exactly(table: Table, row: tuple[Any, ...]) -> dict[str, Any]:
    """A row as it was worked out, by the names of its columns."""
    return dict(zip(worked_out(table), row, strict=True))


def _sorted(table: Table, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in the order of the table's key, so that equal content is equal byte for byte."""
    return sorted(rows, key=_place_of(table, table.primary_key.columns.keys()))


def _place_of(table: Table, key: Sequence[str]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in key]
    return lambda row: tuple(row[place] for place in places)


def _digest(tables: Tables) -> str:
    digest = hashlib.sha256()
    for table in metadata.sorted_tables:
        if table.info["content"]:
            digest.update(table.name.encode())
            rows = tables[table.name]
            for start in range(0, len(rows), AT_ONCE):
                digest.update(json.dumps(rows[start : start + AT_ONCE], default=str).encode())
    return digest.hexdigest()[:12]
