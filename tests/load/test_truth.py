"""Every published figure equals the truth of the simulated organisation, on every engine."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from etl.editions.schema import metadata
from etl.editions.shelf import open_shelf
from etl.settings import load_settings
from tests.support.simulated import Simulated, environment, make

ORGANISATIONS = [(150, 3, 1), (150, 3, 2), (150, 3, 3), (600, 6, 1), (600, 6, 2), (600, 6, 3)]


@pytest.fixture(scope="module", params=ORGANISATIONS, ids=lambda each: "-".join(map(str, each)))
def organisation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Simulated:
    staff, months, seed = request.param
    return make(tmp_path_factory.mktemp("organisation"), staff=staff, months=months, seed=seed)


def test_duckdb_publishes_the_truth(organisation: Simulated, home: Path) -> None:
    organisation.load(home)
    assert_true(home, None, organisation.truth)


def test_postgresql_publishes_the_truth(
    organisation: Simulated, home: Path, postgresql_database: str
) -> None:
    organisation.load(home, postgresql_database)
    assert_true(home, postgresql_database, organisation.truth)


def assert_true(home: Path, database_url: str | None, truth: dict[str, Any]) -> None:
    published = published_tables(home, database_url, set(truth["tables"]))
    for name, expected in truth["tables"].items():
        assert expected, f"the truth says nothing of {name}"
        differing = [
            (ours, theirs)
            for ours, theirs in zip(published[name], expected, strict=False)
            if ours != theirs
        ]
        assert not differing, f"{name}: {differing[:3]}"
        assert len(published[name]) == len(expected), name


def published_tables(
    home: Path, database_url: str | None, names: set[str]
) -> dict[str, list[dict[str, object]]]:
    """The rows of the current edition, as the truth writes them."""
    shelf = open_shelf(load_settings(home, environment(database_url)))
    current = shelf.current()
    assert current is not None
    engine = shelf.engine(current)
    tables = {}
    with engine.connect() as connection:
        for name in names:
            table = metadata.tables[name]
            rows = connection.execute(select(table)).mappings()
            key = [column.name for column in table.primary_key.columns]
            plain = [{column: _plain(value) for column, value in row.items()} for row in rows]
            tables[name] = sorted(plain, key=lambda row: [row[column] for column in key])
    engine.dispose()
    return tables


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
