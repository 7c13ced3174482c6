"""Homes in which facts about people expire, and what of somebody is left there."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import select

from etl.identity.keys import load_key
from etl.run import load
from etl.settings import load_settings
from etl.staging import prepare_bench
from etl.subject.known import hashes_of
from etl.warehouse import bulk
from etl.warehouse.compacting import compact
from etl.warehouse.engine import open_warehouse
from etl.warehouse.schema import metadata
from tests.support.homes import fact_rows, settings_of
from tests.support.simulated import environment


@dataclass(frozen=True)
class Home:
    """A home with an edition, what its last load said, and whether that wrote its file anew."""

    path: Path
    edition: str | None
    said: tuple[str, ...]
    is_compacted: bool

    def copy(self, path: Path) -> Path:
        shutil.copytree(self.path, path)
        return path


def loaded(path: Path, files: list[Path], url: str | None = None) -> Home:
    said: list[str] = []
    with mock.patch("etl.run.compact", wraps=compact) as spy:
        outcome = load(load_settings(path, environment(url)), files, said.append)
    return Home(path, outcome.edition_id, tuple(said), spy.called)


def age(path: Path, url: str | None = None) -> None:
    """Let the first load be five weeks ago."""
    with (
        open_warehouse(load_settings(path, environment(url))) as warehouse,
        warehouse.transaction(),
    ):
        bulk.execute(warehouse, "update run set started_at = started_at - interval '35 days'")


def said(home: Home, beginning: str) -> list[str]:
    return [sentence for sentence in home.said if sentence.startswith(beginning)]


def asked(path: Path, query: str) -> list[tuple[Any, ...]]:
    with open_warehouse(settings_of(path)) as warehouse, warehouse.transaction():
        return bulk.tuples(warehouse, query)


def without_exports(path: Path, table: str) -> list[tuple[object, ...]]:
    """The rows of a table of facts without the export that they came from."""
    return sorted((row[:-2] for row in fact_rows(path, table)), key=repr)


def keys_of(path: Path, *numbers: int) -> set[str]:
    """Every hash that may stand for colleagues."""
    settings = settings_of(path)
    with open_warehouse(settings) as warehouse:
        prepare_bench(warehouse.bench, settings, load_key(settings))
        names = [name for n in numbers for name in (f"{n}", f"p{n}@council.example")]
        return set(hashes_of(warehouse, names))


def held(path: Path, keys: set[str]) -> set[str]:
    """The tables of the warehouse in which one of some hashes stands."""
    with open_warehouse(settings_of(path)) as warehouse:
        return {
            table.name
            for table in metadata.sorted_tables
            for row in warehouse.connection.execute(select(table))
            if keys.intersection(map(str, row))
        }
