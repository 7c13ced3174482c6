"""Two loads at once, and loads that die: nothing is lost, and the next one heals."""

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import uptake
from etl.editions.build import Edition
from etl.editions.shelf import FileShelf, open_shelf
from etl.errors import Busy, LoadError
from etl.locking import one_at_a_time
from etl.run import load
from etl.warehouse.engine import open_warehouse
from etl.workspace import private_room
from tests.load.conftest import Loaded
from tests.support.homes import settings_of
from tests.support.simulated import Simulated, environment, load_into


def test_a_second_load_leaves_with_a_clear_message(
    council: Simulated, some: list[Path], home: Path
) -> None:
    settings = settings_of(council.settle(home))
    with one_at_a_time(settings.data / "load.lock", 0), pytest.raises(Busy, match="Another load"):
        load(settings, some, lambda _: None, wait_seconds=0.3)


def test_two_loads_at_once_lose_nothing(
    council: Simulated, some: list[Path], some_loaded: Loaded, home: Path
) -> None:
    council.settle(home)
    halves = some[::2], some[1::2]
    loads = [
        subprocess.Popen(
            [sys.executable, "-m", "uptake", "load", "--home", str(home), *map(str, half)],
            env={**environment(), "PATH": ""},
            stdout=subprocess.DEVNULL,
        )
        for half in halves
    ]
    assert [each.wait(600) for each in loads] == [0, 0]
    assert open_shelf(settings_of(home)).current() == some_loaded.outcome.edition_id


@pytest.mark.parametrize(
    "moment",
    ["etl.receiving.merge", "etl.snapshots.keep", "etl.records.record_loaded",
     "etl.publishing.build", "etl.records.note_published", "etl.editions.shelf.FileShelf.publish"],
)  # fmt: skip
def test_a_load_that_dies_is_healed_by_the_next(
    some: list[Path],
    begun: Loaded,
    some_loaded: Loaded,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    """Death at each step: the old edition stays current, and the next load makes it whole."""
    begun.copy(home)

    class Died(BaseException):
        """Not an error that anything handles: as good as a kill."""

    def die(*_: object, **__: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(moment, die)
        with pytest.raises(Died):
            load_into(home, some)
    assert open_shelf(settings_of(home)).current() == begun.outcome.edition_id
    assert load_into(home, some).edition_id == some_loaded.outcome.edition_id


def test_a_killed_process_is_healed_by_the_next_load(
    council: Simulated, some: list[Path], some_loaded: Loaded, home: Path
) -> None:
    council.settle(home)
    command = [sys.executable, "-m", "uptake", "load", "--home", str(home)]
    command += map(str, some)
    for seconds in (0.6, 1.2, 1.8):
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        killer = threading.Timer(seconds, process.kill)
        killer.start()
        process.wait(600)
        killer.cancel()
    assert load_into(home, some).edition_id == some_loaded.outcome.edition_id


def test_what_a_killed_load_was_reading_does_not_stay(home: Path) -> None:
    room = settings_of(home).data / "tmp" / "tmpkilled"
    room.mkdir(parents=True)
    left = (room / "typed.parquet", room.parent / "crossing.csv")
    for place in left:
        place.write_text("ada@council.example")
    with open_warehouse(settings_of(home)):
        assert not any(place.exists() for place in (*left, room))


def test_what_another_process_is_reading_stays_until_it_is_done(home: Path) -> None:
    data = settings_of(home).data
    with private_room(data) as room:
        (room / "plain.csv").write_text("ada@council.example")
        with private_room(data) as other, open_warehouse(settings_of(home)) as warehouse:
            assert len({room, other, warehouse.workspace}) == 3
            assert (room / "plain.csv").exists()
        assert stat.S_IMODE(room.stat().st_mode) == 0o700
    assert not room.exists()


def test_no_disk_left_for_the_edition_keeps_the_old_one(
    some: list[Path], begun: Loaded, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.copy(home)

    def full(self: FileShelf, edition_id: str, fill: Edition) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(FileShelf, "publish", full)
        with pytest.raises(LoadError, match="disk"):
            load_into(home, some)
    shelf = open_shelf(settings_of(home))
    attempt = shelf.last_attempt()
    assert shelf.current() == begun.outcome.edition_id
    assert attempt is not None
    assert attempt.status == "failed"


def test_an_edition_for_which_the_disk_has_no_room_is_told_and_comes_with_the_next_load(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "headcount.csv"
    table.write_text("Department,Date,Headcount\nHousing,2026-11-01,120\n", "utf-8")
    command = ["load", "--home", str(home), str(table)]

    def full(*_: object) -> None:
        raise OperationalError("commit", None, sqlite3.OperationalError("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(FileShelf, "publish", full)
        assert uptake.main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("The edition could not be written. Check that the disk has room")
    assert uptake.main(command) == 0
    assert capsys.readouterr().out.endswith("is new.\n")
