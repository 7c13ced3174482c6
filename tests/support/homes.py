"""What a home holds after loads: its settings, its run records and its facts."""

from pathlib import Path

from etl.settings import Settings, load_settings
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from tests.support.simulated import environment

CONTENT = {
    "activity", "activity_basis", "adoption", "click_bot", "click_series", "department",
    "edition_info", "engagement_period", "idea", "idea_audience", "idea_click", "idea_day",
    "idea_department", "idea_evenness", "idea_flow", "idea_opening", "idea_pace", "idea_place",
    "idea_record", "idea_stage", "idea_traction", "idea_travel", "ledger", "ledger_department",
    "ledger_total", "notice", "reject",
    "source_state", "unplaced",
}  # fmt: skip


def settings_of(home: Path) -> Settings:
    return load_settings(home, environment())


def run_rows(home: Path) -> list[dict[str, object]]:
    with open_warehouse(settings_of(home)) as warehouse, warehouse.transaction():
        return [dict(row) for row in bulk.rows(warehouse, "select * from run order by file")]


def fact_rows(home: Path, table: str) -> list[tuple[object, ...]]:
    with open_warehouse(settings_of(home)) as warehouse, warehouse.transaction():
        return sorted(bulk.tuples(warehouse, f"select * from {table}"), key=repr)
