"""The load: all of the inbox or named files, once, whole, and again without harm."""

import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import String, func, select

from etl.editions.build import Edition
from etl.editions.shelf import FileShelf, open_shelf
from etl.errors import Busy, LoadError
from etl.locking import one_at_a_time
from etl.run import DONE, NEEDS_PERSON, NOTHING_USABLE, load, rebuild
from etl.settings import Settings, load_settings
from etl.warehouse import bulk, schema
from etl.warehouse.engine import open_warehouse
from tests.support.published import published_tables
from tests.support.simulated import Simulated, environment, load_into

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


def test_every_file_leaves_one_record_that_adds_up(council: Simulated, home: Path) -> None:
    outcome = council.load(home)
    rows = run_rows(home)
    assert {row["file"] for row in rows} == {path.name for path in council.exports}
    for row in rows:
        parts = (row["loaded_count"], row["unchanged_count"], row["rejected_count"])
        assert row["read_count"] == sum(parts), row["file"]  # type: ignore[arg-type]
        assert row["status"] == "loaded"
    assert outcome.edition_id == open_shelf(settings_of(home)).current()


def test_twice_is_once(council: Simulated, home: Path) -> None:
    first = council.load(home)
    before = {table: fact_rows(home, table) for table in ("message", "account", "staff", "click")}
    again = load_into(home, council.exports)
    assert again.edition_id == first.edition_id
    assert not again.is_new_edition
    assert len(again.unchanged) == len(council.exports)
    for table, rows in before.items():
        assert fact_rows(home, table) == rows


def test_a_load_of_what_was_seen_before_does_not_wait_for_pandas(
    council: Simulated, home: Path
) -> None:
    """DuckDB imports it for the first value it is given: more than half of what that load cost."""
    council.load(home)
    told = "import sys, uptake; uptake.main(sys.argv[1:]); sys.exit('pandas' in sys.modules)"
    command = [sys.executable, "-c", told, "load", "--home", str(home), *map(str, council.exports)]
    assert subprocess.run(command, env=environment(), check=False, timeout=120).returncode == 0


def test_the_order_of_the_files_does_not_matter(council: Simulated, tmp_path: Path) -> None:
    published = []
    for seed in (1, 2):
        home = council.settle(tmp_path / str(seed))
        files = council.exports
        random.Random(seed).shuffle(files)
        outcome = load_into(home, files)
        published.append((outcome.edition_id, published_tables(home, None, CONTENT)))
    assert published[0] == published[1]


def test_one_file_a_load_gives_the_same_edition(council: Simulated, tmp_path: Path) -> None:
    whole = council.load(tmp_path / "whole")
    home = council.settle(tmp_path / "single")
    for path in council.exports:
        last = load_into(home, [path])
    assert last.edition_id == whole.edition_id


def test_the_inbox_is_emptied_into_snapshots(council: Simulated, home: Path) -> None:
    settings = settings_of(council.settle(home))
    settings.inbox.mkdir(parents=True)
    for path in council.exports:
        shutil.copy2(path, settings.inbox)
    load(settings, None, lambda _: None)
    assert list(settings.inbox.iterdir()) == []
    kept = {path.name.split("_", 2)[2] for path in (settings.data / "snapshots").glob("*/*")}
    assert kept == {path.name for path in council.exports}


def test_rebuilding_from_snapshots_gives_the_same_edition(council: Simulated, home: Path) -> None:
    first = council.load(home)
    before = published_tables(home, None, CONTENT)
    settings = settings_of(home)
    (settings.data / "warehouse.duckdb").unlink()
    again = rebuild(settings, lambda _: None)
    assert again.edition_id == first.edition_id
    assert published_tables(home, None, CONTENT) == before


def test_a_refused_file_stays_in_the_inbox_and_harms_nothing(
    council: Simulated, home: Path
) -> None:
    first = council.load(home)
    settings = settings_of(home)
    settings.inbox.mkdir(parents=True, exist_ok=True)
    stray = settings.inbox / "holiday.csv"
    stray.write_text("colour,size\nred,3\n", "utf-8")
    said: list[str] = []
    outcome = load(settings, None, said.append)
    assert outcome.exit_code == NOTHING_USABLE
    assert outcome.edition_id == first.edition_id
    assert stray.exists()
    assert any("holiday.csv" in line for line in said)


def test_exit_codes(council: Simulated, home: Path, tmp_path: Path) -> None:
    people = next(path for path in council.exports if path.name.startswith("people-"))
    network = next(path for path in council.exports if path.suffix == ".zip")
    council.settle(home)
    assert load_into(home, [people, network]).exit_code == DONE
    assert load_into(home, [people]).exit_code == DONE
    stray = tmp_path / "stray.csv"
    stray.write_text("colour,size\nred,3\n", "utf-8")
    assert load_into(home, [stray]).exit_code == NOTHING_USABLE
    assert load_into(home, [people, stray]).exit_code == NEEDS_PERSON


def test_a_second_load_leaves_with_a_clear_message(council: Simulated, home: Path) -> None:
    settings = settings_of(council.settle(home))
    with one_at_a_time(settings.data / "load.lock", 0), pytest.raises(Busy, match="Another load"):
        load(settings, council.exports, lambda _: None, wait_seconds=0.3)


def test_two_loads_at_once_lose_nothing(council: Simulated, tmp_path: Path) -> None:
    whole = council.load(tmp_path / "whole")
    home = council.settle(tmp_path / "shared")
    halves = council.exports[::2], council.exports[1::2]
    loads = [
        subprocess.Popen(
            [sys.executable, "-m", "uptake", "load", "--home", str(home), *map(str, half)],
            env={**environment(), "PATH": ""},
            stdout=subprocess.DEVNULL,
        )
        for half in halves
    ]
    assert [each.wait(120) for each in loads] == [0, 0]
    assert open_shelf(settings_of(home)).current() == whole.edition_id


@pytest.mark.parametrize(
    "moment",
    ["etl.receiving.merge", "etl.snapshots.keep", "etl.records.record_loaded",
     "etl.run.build", "etl.records.note_published", "etl.editions.shelf.FileShelf.publish"],
)  # fmt: skip
def test_a_load_that_dies_is_healed_by_the_next(
    council: Simulated, home: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Death at each step: the old edition stays current, and the next load makes it whole."""
    council.settle(home)
    early = [path for path in council.exports if path.suffix == ".zip"][:1]
    old = load_into(home, early).edition_id

    class Died(BaseException):
        """Not an error that anything handles: as good as a kill."""

    def die(*_: object, **__: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(moment, die)
        with pytest.raises(Died):
            load_into(home, council.exports)
    assert open_shelf(settings_of(home)).current() == old
    healed = load_into(home, council.exports)
    fresh = council.load(home.with_name("fresh"))
    assert healed.edition_id == fresh.edition_id


def test_a_killed_process_is_healed_by_the_next_load(council: Simulated, tmp_path: Path) -> None:
    whole = council.load(tmp_path / "whole")
    home = council.settle(tmp_path / "killed")
    command = [sys.executable, "-m", "uptake", "load", "--home", str(home)]
    command += map(str, council.exports)
    for seconds in (0.6, 1.2, 1.8):
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        killer = threading.Timer(seconds, process.kill)
        killer.start()
        process.wait(60)
        killer.cancel()
    assert load_into(home, council.exports).edition_id == whole.edition_id


def test_what_a_killed_load_was_reading_does_not_stay(home: Path) -> None:
    room = settings_of(home).data / "tmp" / "tmpkilled"
    room.mkdir(parents=True)
    for place in (room / "typed.parquet", room.parent / "crossing.csv"):
        place.write_text("ada@council.example")
    with open_warehouse(settings_of(home)) as warehouse:
        assert not list(warehouse.workspace.iterdir())


def test_no_disk_left_for_the_edition_keeps_the_old_one(
    council: Simulated, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    council.settle(home)
    old = load_into(home, [path for path in council.exports if path.suffix == ".zip"]).edition_id

    def full(self: FileShelf, edition_id: str, fill: Edition) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileShelf, "publish", full)
        with pytest.raises(LoadError, match="disk"):
            load_into(home, council.exports)
    shelf = open_shelf(settings_of(home))
    attempt = shelf.last_attempt()
    assert shelf.current() == old
    assert attempt is not None
    assert attempt.status == "failed"


def test_the_warehouse_holds_no_person(council: Simulated, home: Path) -> None:
    """No address of the exports stands in any text of the warehouse, the edition or the log."""
    said: list[str] = []
    council.settle(home)
    load(settings_of(home), council.exports, said.append)
    with open_warehouse(settings_of(home)) as warehouse, warehouse.transaction():
        for table in schema.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, String):
                    found = warehouse.connection.execute(
                        select(func.count()).select_from(table).where(column.contains("@"))
                    ).scalar_one()
                    assert found == 0, f"{table.name}.{column.name}"
    assert not any("@" in line for line in said)
    published = published_tables(home, None, CONTENT)
    assert "@" not in repr(published)
