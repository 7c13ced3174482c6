"""Old exports are deleted by configuration, and a rebuild never loses them without saying so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import uptake
from etl.editions.shelf import open_shelf
from etl.run import DONE, load
from etl.settings import Settings, load_settings
from etl.snapshots import kept_snapshots
from tests.conftest import KEY

HEADCOUNT = "department,date,headcount,eligible\nCare,{day},{care},30\nRoads,{day},60,20\n"
OLD, NEW = "2026-01-31", f"{datetime.now(UTC) - timedelta(days=2):%Y-%m-%d}"


def loaded(home: Path, config: str) -> Settings:
    """A home with two headcount tables, one of them old, that were loaded."""
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(config)
    settings = load_settings(home, {"UPTAKE_KEY": KEY})
    settings.inbox.mkdir(parents=True, exist_ok=True)
    for day, care in ((OLD, 30), (NEW, 40)):
        text = HEADCOUNT.format(day=day, care=care)
        (settings.inbox / f"headcount-{day}.csv").write_text(text)
    assert load(settings, None, lambda _: None).exit_code == DONE
    return settings


def kept(settings: Settings) -> list[str]:
    return [each.file for each in kept_snapshots(settings.data / "snapshots")]


def test_exports_are_kept_unless_it_is_configured(home: Path) -> None:
    settings = loaded(home, "")
    assert kept(settings) == [f"headcount-{OLD}.csv", f"headcount-{NEW}.csv"]


def test_old_exports_go_and_what_they_told_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)
    settings = loaded(home, "[privacy]\nkeep_exports_days = 30\n")
    assert kept(settings) == [f"headcount-{NEW}.csv"]
    edition = open_shelf(settings).current()
    assert load(settings, [], lambda _: None).exit_code == DONE
    assert open_shelf(settings).current() == edition
    assert uptake.main(["rebuild", "--home", str(home)]) == 1
    said = capsys.readouterr()
    assert "1 export of 31 January 2026 to 31 January 2026" in said.err + said.out
    assert open_shelf(settings).current() == edition
    assert uptake.main(["rebuild", "--from-what-is-kept", "--home", str(home)]) == DONE
    assert open_shelf(settings).current() != edition


def test_nothing_is_kept_where_no_day_is(home: Path) -> None:
    assert kept(loaded(home, "[privacy]\nkeep_exports_days = 0\n")) == []


def test_what_people_decided_is_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)
    settings = loaded(home, "[privacy]\nkeep_exports_days = 0\n")
    assert uptake.main(["annotate", OLD, "Launch", "--home", str(home)]) == DONE
    assert len(kept(settings)) == 1


def test_a_warehouse_that_is_lost_is_made_of_what_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)
    settings = loaded(home, "[privacy]\nkeep_exports_days = 30\n")
    (settings.data / "warehouse.duckdb").unlink()
    assert uptake.main(["rebuild", "--home", str(home)]) == DONE
