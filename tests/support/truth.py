"""Every figure worked out must equal the truth of the simulated organisation."""

from pathlib import Path
from typing import Any

import pytest

from etl.editions.build import edition_of, work_out
from etl.editions.schema import metadata, worked_out
from etl.editions.shelf import open_shelf
from etl.settings import load_settings
from etl.warehouse.engine import open_warehouse
from tests.support.published import plain
from tests.support.simulated import Simulated, environment, make

_ORGANISATIONS = [(150, 3, 1), (150, 3, 2), (150, 3, 3), (600, 6, 1), (600, 6, 2), (600, 6, 3)]


@pytest.fixture(scope="module", params=_ORGANISATIONS, ids=lambda each: "-".join(map(str, each)))
def organisation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Simulated:
    staff, months, seed = request.param
    return make(tmp_path_factory.mktemp("organisation"), staff=staff, months=months, seed=seed)


def assert_true(home: Path, database_url: str | None, truth: dict[str, Any]) -> None:
    found = worked_out_tables(home, database_url, set(truth["tables"]))
    for name, expected in truth["tables"].items():
        assert expected, f"the truth says nothing of {name}"
        differing = [
            (ours, theirs)
            for ours, theirs in zip(found[name], expected, strict=False)
            if ours != theirs
        ]
        assert not differing, f"{name}: {differing[:3]}"
        assert len(found[name]) == len(expected), name


def worked_out_tables(
    home: Path, database_url: str | None, names: set[str]
) -> dict[str, list[dict[str, object]]]:
    """What the load works out before disclosure control, as the truth writes it.

    The current edition must be what disclosure control makes of it.
    """
    settings = load_settings(home, environment(database_url))
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        workings = work_out(warehouse, settings)
    assert workings is not None
    assert edition_of(workings, settings).edition_id == open_shelf(settings).current()
    return {
        name: [
            {key: plain(value) for key, value in zip(columns, row, strict=True)}
            for row in workings.tables[name]
        ]
        for name in names
        for columns in [worked_out(metadata.tables[name])]
    }
