"""The load as a whole: recorded, repeatable, in any order."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

from sqlalchemy import String, func, select

from etl.editions.shelf import open_shelf
from etl.run import DONE, NEEDS_PERSON, NOTHING_USABLE, load, rebuild
from etl.warehouse import schema
from etl.warehouse.engine import open_warehouse
from tests.load.conftest import Loaded
from tests.support.homes import CONTENT, fact_rows, run_rows, settings_of
from tests.support.published import published_tables
from tests.support.scanning import cells_of, personal_values, said_of_people
from tests.support.serving import COMMAND
from tests.support.simulated import Simulated, environment, load_into


def test_every_file_leaves_one_record_that_adds_up(
    council: Simulated, whole: Loaded, home: Path
) -> None:
    rows = run_rows(whole.copy(home))
    assert {row["file"] for row in rows} == {path.name for path in council.exports}
    for row in rows:
        parts = (row["loaded_count"], row["unchanged_count"], row["rejected_count"])
        assert row["read_count"] == sum(parts), row["file"]  # type: ignore[arg-type]
        assert row["status"] == "loaded"
    assert whole.outcome.edition_id == open_shelf(settings_of(home)).current()


def test_twice_is_once(council: Simulated, whole: Loaded, home: Path) -> None:
    whole.copy(home)
    before = {table: fact_rows(home, table) for table in ("message", "account", "staff", "click")}
    again = load_into(home, council.exports)
    assert again.edition_id == whole.outcome.edition_id
    assert not again.is_new_edition
    assert len(again.unchanged) == len(council.exports)
    for table, rows in before.items():
        assert fact_rows(home, table) == rows


def test_a_load_of_what_was_seen_before_does_not_wait_for_pandas(
    council: Simulated, whole: Loaded, home: Path
) -> None:
    """DuckDB imports it for the first value it is given: more than half of what that load cost."""
    whole.copy(home)
    told = "import sys, uptake; uptake.main(sys.argv[1:]); sys.exit('pandas' in sys.modules)"
    command = [sys.executable, "-c", told, "load", "--home", str(home), *map(str, council.exports)]
    assert subprocess.run(command, env=environment(), check=False, timeout=120).returncode == 0


def test_a_load_goes_on_when_nobody_reads_along(
    council: Simulated, whole: Loaded, home: Path
) -> None:
    whole.copy(home)
    command: list[str | Path] = [COMMAND, "load", "--home", home, *council.exports]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(timeout=120) == 0
    assert len(run_rows(home)) == 2 * len(council.exports)


def test_the_order_of_the_files_does_not_matter(council: Simulated, tmp_path: Path) -> None:
    published = []
    for seed in (1, 2):
        home = council.settle(tmp_path / str(seed))
        files = council.exports
        random.Random(seed).shuffle(files)
        outcome = load_into(home, files)
        published.append((outcome.edition_id, published_tables(home, None, CONTENT)))
    assert published[0] == published[1]


def test_a_few_files_a_load_give_the_same_edition(
    council: Simulated, whole: Loaded, home: Path
) -> None:
    council.settle(home)
    for start in range(0, len(council.exports), 9):
        last = load_into(home, council.exports[start : start + 9])
    assert last.edition_id == whole.outcome.edition_id


def test_the_inbox_is_emptied_into_snapshots(council: Simulated, home: Path) -> None:
    settings = settings_of(council.settle(home))
    settings.inbox.mkdir(parents=True)
    for path in council.exports:
        shutil.copy2(path, settings.inbox)
    load(settings, None, lambda _: None)
    assert list(settings.inbox.iterdir()) == []
    kept = {path.name.split("_", 2)[2] for path in (settings.data / "snapshots").glob("*/*")}
    assert kept == {path.name for path in council.exports}


def test_rebuilding_from_snapshots_gives_the_same_edition(whole: Loaded, home: Path) -> None:
    whole.copy(home)
    before = published_tables(home, None, CONTENT)
    settings = settings_of(home)
    (settings.data / "warehouse.duckdb").unlink()
    again = rebuild(settings, lambda _: None)
    assert again.edition_id == whole.outcome.edition_id
    assert published_tables(home, None, CONTENT) == before


def test_a_refused_file_stays_in_the_inbox_and_harms_nothing(whole: Loaded, home: Path) -> None:
    settings = settings_of(whole.copy(home))
    settings.inbox.mkdir(parents=True, exist_ok=True)
    stray = settings.inbox / "holiday.csv"
    stray.write_text("colour,size\nred,3\n", "utf-8")
    said: list[str] = []
    outcome = load(settings, None, said.append)
    assert outcome.exit_code == NOTHING_USABLE
    assert outcome.edition_id == whole.outcome.edition_id
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


def test_the_warehouse_holds_no_person(council: Simulated, whole: Loaded, home: Path) -> None:
    """No address of the exports stands in any text of the warehouse, the edition or the log."""
    whole.copy(home)
    with open_warehouse(settings_of(home)) as warehouse, warehouse.transaction():
        for table in schema.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, String):
                    found = warehouse.connection.execute(
                        select(func.count()).select_from(table).where(column.contains("@"))
                    ).scalar_one()
                    assert found == 0, f"{table.name}.{column.name}"
    assert not any("@" in line for line in whole.said)
    published = published_tables(home, None, CONTENT)
    assert "@" not in repr(published)
    titles = [row["title"] for row in council.truth["tables"]["idea"]]
    values, data = personal_values(council.exports, titles), settings_of(home).data
    assert said_of_people([f"by {min(value for value in values if ' ' in value)}"], values)
    for path in (data / "warehouse.duckdb", *data.glob("editions/*.sqlite")):
        assert said_of_people(cells_of(path), values) == set(), path.name
    for path in (each for each in data.rglob("*") if each.is_file()):
        assert b"@council.example" not in path.read_bytes().lower(), path.name
