"""An edition keeps the rules, and the verb proves it."""

import re
import sqlite3
from pathlib import Path

import pytest

import uptake
from etl.settings import load_settings
from tests.support.simulated import Simulated, environment


def edition_file(home: Path) -> Path:
    folder = load_settings(home, environment()).data / "editions"
    return folder / f"{(folder / 'current').read_text().strip()}.sqlite"


def test_an_edition_is_proven_and_a_broken_rule_is_found(
    council: Simulated, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    council.load(home)
    assert uptake.main(["disclosure", "--home", str(home)]) == 0
    said = capsys.readouterr().out
    assert "Every rule is kept." in said
    assert "adoption (ByDepartment): cells of departments" in said
    share = re.search(r"Of all cells of departments (\d+)% still tell something", said)
    assert share is not None
    assert 0 < int(share[1]) < 100
    file = edition_file(home)
    file.chmod(0o644)
    with sqlite3.connect(file) as connection:
        connection.execute("update adoption set member_count = 7 where department_id = '*'")
    assert uptake.main(["disclosure", "--home", str(home)]) == 2
    assert "member_count is not rounded" in capsys.readouterr().out
