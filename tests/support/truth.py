"""Every figure worked out must equal the truth of the simulated organisation."""

from pathlib import Path
from typing import Any

import pytest

from etl.editions.build import Workings, work_out
from etl.editions.schema import metadata, worked_out
from etl.editions.shelf import open_shelf
from etl.settings import Settings, load_settings
from etl.warehouse.engine import Warehouse
from tests.support.published import plain
from tests.support.simulated import Simulated, environment, make

SELDOM = {"hashtag", "idea_hold", "idea_trend", "topic_hold", "topic_trend"}
"""Tables of what a small organisation may have none of: then we must have none either."""
_ORGANISATIONS = [(150, 3, 1), (150, 3, 2), (150, 3, 3), (600, 6, 1), (600, 6, 2), (600, 6, 3)]


@pytest.fixture(scope="module", params=_ORGANISATIONS, ids=lambda each: "-".join(map(str, each)))
def organisation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Simulated:
    staff, months, seed = request.param
    return make(tmp_path_factory.mktemp("organisation"), staff=staff, months=months, seed=seed)


def assert_true(organisation: Simulated, home: Path, database_url: str | None) -> None:
    """Load the organisation, and compare what that worked out."""
    tables: dict[str, Any] = organisation.truth["tables"]
    found = worked_out_tables(organisation, home, database_url, set(tables))
    for name, expected in tables.items():
        assert expected or name in SELDOM, f"the truth says nothing of {name}"
        differing = [
            (ours, theirs)
            for ours, theirs in zip(found[name], expected, strict=False)
            if ours != theirs
        ]
        assert not differing, f"{name}: {differing[:3]}"
        assert len(found[name]) == len(expected), name


def worked_out_tables(
    organisation: Simulated, home: Path, database_url: str | None, names: set[str]
) -> dict[str, list[dict[str, object]]]:
    """Load the organisation; what that worked out before disclosure control, as the truth has it.

    It is caught on its way to the edition that was published: to work it out once more would be
    half of what the test costs.
    """
    caught: list[Workings | None] = []

    def catch(warehouse: Warehouse, settings: Settings) -> Workings | None:
        caught.append(work_out(warehouse, settings))
        return caught[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.editions.build.work_out", catch)
        outcome = organisation.load(home, database_url)
    shelf = open_shelf(load_settings(home, environment(database_url)))
    assert outcome.edition_id == shelf.current() is not None
    (workings,) = caught
    assert workings is not None
    return {
        name: [
            {key: plain(value) for key, value in zip(columns, row, strict=True)}
            for row in workings.tables[name]
        ]
        for name in names
        for columns in [worked_out(metadata.tables[name])]
    }
