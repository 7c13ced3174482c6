"""Builds an edition: derives what the facts mean, and fills every published table.

The id of an edition is the day it is as of, and a digest of its rows: the same content has the
same id, whenever and in whatever order it was loaded.
"""

import hashlib
import importlib
import json
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, insert

import etl.editions.tables
from etl import activity, membership, organisation, traction
from etl.editions.daily import make_listed_departments
from etl.editions.published import Published
from etl.editions.schema import metadata
from etl.editions.scope import Scope, find_scope
from etl.identity import matching
from etl.identity.ledger import make_ledger
from etl.identity.standing import make_standing
from etl.settings import Settings
from etl.source import Notice
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

Filled = Iterable[tuple[Any, ...]]
Rows = Callable[[Warehouse, Scope], Filled]
RowsOf = Callable[[Published, Scope], Filled]

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that was built and not published yet: its id, and the rows of each table."""

    edition_id: str
    tables: dict[str, list[tuple[Any, ...]]]

    @property
    def needs_person(self) -> list[str]:
        """What a person should do about the organisation's own files."""
        return [row[2] for row in self.tables["notice"] if row[0] == "organisation" and row[3]]

    def fill(self, connection: Connection) -> None:
        """Write the rows through a connection on which the tables exist."""
        for table in metadata.sorted_tables:
            names = [column.name for column in table.columns]
            rows = self.tables[table.name]
            for start in range(0, len(rows), _AT_ONCE):
                block = [
                    dict(zip(names, row, strict=True)) for row in rows[start : start + _AT_ONCE]
                ]
                connection.execute(insert(table), block)


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
    """Derive and fill everything from the facts. None while nothing dated was loaded."""
    scope = _derive(warehouse, settings)
    if scope is None:
        return None
    fillers = _fillers()
    tables = {t.name: _sorted(t, rows(warehouse, scope)) for t, rows in fillers.rows.items()}
    counted = Published(dict(tables))
    for table, rows_of in fillers.rows_of.items():
        tables[table.name] = _sorted(table, rows_of(counted, scope))
    return Edition(f"{scope.as_of_date:%Y-%m-%d}-{_digest(tables)}", tables)


def _derive(warehouse: Warehouse, settings: Settings) -> Scope | None:
    notices = organisation.derive_departments(warehouse)
    scope = find_scope(warehouse, settings)
    if scope is None:
        return None
    _keep_notices(warehouse, notices)
    organisation.derive_employment(warehouse, settings)
    matching.derive_holders(warehouse, settings)
    membership.derive_presence(warehouse)
    activity.derive_active_days(warehouse)
    make_listed_departments(warehouse, scope)
    make_standing(warehouse, scope)
    make_ledger(warehouse, scope)
    traction.make_traction(warehouse, scope)
    return scope


def _keep_notices(warehouse: Warehouse, notices: Sequence[Notice]) -> None:
    """Make ``organisation_notice``: what is odd about the organisation's own files together."""
    bulk.make(
        warehouse,
        "organisation_notice",
        "select source, code, sentence, needs_person from notice where source is null",
    )
    for notice in notices:
        bulk.execute(
            warehouse,
            "insert into organisation_notice values ('organisation', :code, :sentence, :needs)",
            {"code": notice.code, "sentence": notice.sentence, "needs": notice.needs_person},
        )


def _sorted(table: Table, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows in the order of the table's key, so that equal content is equal byte for byte."""
    names = [column.name for column in table.columns]
    key = [names.index(column.name) for column in table.primary_key.columns]
    return sorted(rows, key=lambda row: tuple(row[index] for index in key))


def _digest(tables: dict[str, list[tuple[Any, ...]]]) -> str:
    digest = hashlib.sha256()
    for table in metadata.sorted_tables:
        if table.info["content"]:
            digest.update(table.name.encode())
            for row in tables[table.name]:
                digest.update(json.dumps(row, default=str).encode())
    return digest.hexdigest()[:12]
