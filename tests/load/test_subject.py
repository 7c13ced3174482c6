"""Somebody asks what is held on them: all of it, and nothing of anybody else."""

import csv
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import uptake
from etl.audit import AuditLog
from etl.settings import load_settings
from etl.subject.known import NOBODYS, OTHERS, OWN
from etl.warehouse.schema import metadata
from tests.load.conftest import Loaded
from tests.support.simulated import KEY, Simulated, environment

OWN_HEADINGS = (
    "email",
    "Email",
    "AlternateEmail",
    "User Principal Name",
    "userPrincipalName",
    "mail",
)
ADDRESS = "tariq.oakton@council.example"


def tables(council: Simulated) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Every CSV of the exports, those in archives too, by name: read by other means than ours."""
    for path in council.exports:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".csv"):
                        yield f"{path.name}: {Path(name).name}", rows(archive.read(name))
        elif path.suffix == ".csv":
            yield path.name, rows(path.read_bytes())


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def own_lines(council: Simulated) -> dict[str, int]:
    """File to the number of lines that have the address, or the account that has it, as theirs."""
    accounts = {
        row["id"]
        for name, found in tables(council)
        if name.endswith("Users.csv")
        for row in found
        if row["email"].lower() == ADDRESS
    }
    assert accounts
    counts = {
        name: sum(
            any(ADDRESS in (row.get(heading) or "").lower() for heading in OWN_HEADINGS)
            or row.get("sender_id") in accounts
            for row in found
        )
        for name, found in tables(council)
    }
    return {name: count for name, count in counts.items() if count}


@pytest.fixture(scope="module")
def loaded(whole: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = whole.copy(tmp_path_factory.mktemp("subject") / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPTAKE_KEY", KEY)
        yield home


def export(home: Path, person: str, target: Path) -> int:
    return uptake.main(["export", person, "--to", str(target), "--home", str(home)])


def test_every_line_and_row_of_a_person_and_of_nobody_else(
    council: Simulated, loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "answer.json"
    assert export(loaded, ADDRESS.upper(), target) == 0
    answer = json.loads(target.read_text("utf-8"))
    found: dict[str, int] = {}
    for line in answer["lines"]:
        found[line["file"]] = found.get(line["file"], 0) + 1
    assert found == own_lines(council)
    assert {"account", "staff", "holder", "message", "active_day"} <= answer["facts"].keys()
    posted = [line for line in answer["lines"] if line["file"].endswith("Messages.csv")]
    assert len(answer["facts"]["message"]) == len({line["cells"]["id"] for line in posted})
    assert len({row["account_key"] for row in answer["facts"]["account"]}) == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert ADDRESS not in capsys.readouterr().out.lower()
    log = AuditLog(load_settings(loaded, environment()).audit)
    last = list(log.lines())[-1].entry
    assert (last.action, last.what) == ("identities", "export")


def test_who_is_not_held_and_a_file_that_is_there_are_told(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "answer.json"
    assert export(loaded, "nobody@council.example", target) == 1
    assert "Nothing that is held names this person" in capsys.readouterr().err
    assert not target.exists()
    target.write_text("mine")
    assert export(loaded, ADDRESS, target) == 1
    assert target.read_text() == "mine"


def test_every_key_of_the_warehouse_is_known_to_name_a_person_or_not() -> None:
    """A new column with a person in it would be left out of every answer."""
    names = {
        column.name
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name == "key" or column.name.endswith("_key")
    }
    assert names <= OWN | OTHERS | NOBODYS
    assert not OWN & OTHERS | OTHERS & NOBODYS | NOBODYS & OWN
