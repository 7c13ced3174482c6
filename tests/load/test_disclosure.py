"""An edition keeps the rules, and the verb proves it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import uptake
from etl.run import load
from etl.settings import load_settings
from tests.load.conftest import Loaded
from tests.support.simulated import environment


def edition_file(home: Path) -> Path:
    folder = load_settings(home, environment()).data / "editions"
    return folder / f"{(folder / 'current').read_text().strip()}.sqlite"


def test_an_edition_is_proven_and_a_broken_rule_is_found(
    whole: Loaded, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.copy(home)
    assert uptake.main(["disclosure", "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert "Every rule is kept." in said
    assert "adoption (ByDepartment): cells of departments" in said
    share = re.search(r"Of all cells of departments (\d+)% still tell something", said)
    assert share is not None
    assert 0 < int(share[1]) < 100
    file = edition_file(home)
    file.chmod(0o644)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update adoption set member_count = 7 where department_id = '*'")
    assert uptake.main(["disclosure", "--home", str(home)]) == 2
    assert "member_count is not rounded" in capsys.readouterr().out


def test_a_larger_minimum_acts_on_the_next_load(home: Path) -> None:
    settings = load_settings(home, environment())
    settings.inbox.mkdir(parents=True)
    rows = "Care,2026-11-01,40,30\nRoads,2026-11-01,60,20\n"
    (settings.inbox / "headcount.csv").write_text(f"department,date,headcount,eligible\n{rows}")
    load(settings, None, lambda _: None)
    assert set(statuses(home)) == {"ok"}
    (home / "config.toml").write_text("[privacy]\nminimum_group = 50\n")
    load(load_settings(home, environment()), [], lambda _: None)
    assert set(statuses(home)) == {"hidden"}


def statuses(home: Path) -> list[str]:
    """What is said of the headcount of departments."""
    with closing(sqlite3.connect(edition_file(home))) as connection:
        query = "select headcount_status from adoption where department_id <> '*'"
        return [status for (status,) in connection.execute(query)]
