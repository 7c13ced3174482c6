"""Ideas that were sent from department to department are found to have travelled so."""

from pathlib import Path

import pytest

from etl.editions.schema import WHOLE
from tests.support.published import published_tables
from tests.support.simulated import Simulated, make
from tests.support.truth import worked_out_tables


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    return make(tmp_path_factory.mktemp("council"), staff=1200, months=2, seed=1)


def test_the_order_of_travel_is_recovered(council: Simulated, home: Path) -> None:
    """To the person in the workings; published are the stops whose people may be shown."""
    held = worked_out_tables(council, home, None, {"idea_hold"})["idea_hold"]
    tours = council.truth["tours"]
    assert max(len(tour["department_ids"]) for tour in tours) > 2
    told = published_tables(home, None, {"idea_travel", "idea_department"})
    for tour in tours:
        assert _stops(held, tour["idea_id"]) == tour["department_ids"]
        shown = _shown(told["idea_department"], tour["idea_id"])
        expected = [each for each in tour["department_ids"] if each in shown]
        assert _stops(told["idea_travel"], tour["idea_id"]) == expected
    assert any(_stops(told["idea_travel"], tour["idea_id"]) for tour in tours)


def _stops(rows: list[dict[str, object]], idea_id: str) -> list[object]:
    ordered = sorted(rows, key=lambda row: str(row["step"]).zfill(3))
    return [row["department_id"] for row in ordered if row["idea_id"] == idea_id]


def _shown(rows: list[dict[str, object]], idea_id: str) -> set[object]:
    return {
        row["department_id"]
        for row in rows
        if row["idea_id"] == idea_id and row["window_days"] == 0 and row["people_count"]
        and row["department_id"] != WHOLE
    }  # fmt: skip
