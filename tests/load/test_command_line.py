"""The command line: what each verb prints, and with which code it ends."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

import uptake
from etl.simulate import simulate
from tests.load.conftest import Loaded
from tests.support.published import published_tables
from tests.support.simulated import KEY, Simulated

ROWS = {"headcount_count", "eligible_count", "member_count"}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)


@pytest.fixture(scope="module")
def loaded(whole: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the council was loaded."""
    return whole.copy(tmp_path_factory.mktemp("loaded"))


def files_below(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_load_tells_of_every_file_and_ends_with_what_came_of_it(
    council: Simulated, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    council.settle(home)
    (home / "data" / "inbox").mkdir(parents=True)
    for path in council.exports:
        shutil.copy2(path, home / "data" / "inbox")
    code = uptake.main(["load", "--home", str(home)])
    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    for path in council.exports:
        assert any(line.startswith(path.name) for line in lines), path.name
    assert lines[-1].startswith(f"{len(council.exports)} files loaded")
    assert lines[-1].endswith("is new.")


def test_loading_nothing_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert uptake.main(["load", "--home", str(home)]) == 1
    assert "nothing to publish yet" in capsys.readouterr().out


def test_check_writes_nothing(
    council: Simulated, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    council.settle(home)
    before = files_below(home)
    code = uptake.main(["check", "--home", str(home), *map(str, council.exports)])
    said = capsys.readouterr().out
    assert code == 0
    assert files_below(home) == before
    assert "would load" in said


def test_check_says_what_would_change(
    council: Simulated, loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = next(path for path in council.exports if path.name.startswith("people-"))
    assert uptake.main(["check", "--home", str(loaded), str(people)]) == 0
    said = capsys.readouterr().out
    assert "seen before" in said
    assert "would load 0" in said


def rounded(count: int) -> int:
    """People are published to the nearest five."""
    return 5 * round(count / 5)


def test_metric_prints_what_the_truth_says(
    council: Simulated, loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_of = council.truth["as_of_date"]
    truth = next(
        row
        for row in council.truth["tables"]["adoption"]
        if row["date"] == as_of and row["department_id"] == "*"
    )
    command = ["metric", "adoption_rate", "--at", as_of, "--home", str(loaded), "--format"]
    assert uptake.main([*command, "json"]) == 0
    cell = json.loads(capsys.readouterr().out)["cells"][0]
    members, headcount = rounded(truth["member_count"]), rounded(truth["headcount_count"])
    assert (cell["numerator"], cell["denominator"]) == (members, headcount)
    assert uptake.main([*command, "csv"]) == 0
    row = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert int(row["numerator"]) == members
    assert uptake.main([*command, "table"]) == 0
    assert f"{headcount:,}" in capsys.readouterr().out


def test_an_unknown_metric_names_the_known_ones(
    loaded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert uptake.main(["metric", "happiness", "--home", str(loaded)]) == 1
    assert "adoption_rate" in capsys.readouterr().err


def test_metric_before_anything_was_loaded(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert uptake.main(["metric", "members", "--home", str(home)]) == 1
    assert "uptake load" in capsys.readouterr().err


def test_status(loaded: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert uptake.main(["status", "--home", str(loaded)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Edition ")
    assert "Last load:" in said
    assert " from 1 file, " in said
    assert uptake.main(["status", "--home", str(home)]) == 0
    assert "Nothing is published yet" in capsys.readouterr().out


def test_run_loads_the_inbox_and_may_start_twice(
    council: Simulated, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    council.settle(home)
    inbox = home / "data" / "inbox"
    inbox.mkdir(parents=True)
    for path in council.exports:
        shutil.copy2(path, inbox)
    assert uptake.main(["run", "--home", str(home)]) == 0
    first = capsys.readouterr().out.splitlines()[-1]
    assert uptake.main(["run", "--home", str(home)]) == 0
    second = capsys.readouterr().out.splitlines()[-1]
    assert first.split("Edition ")[1].split()[0] == second.split("Edition ")[1].split()[0]
    assert second.endswith("is unchanged.")


def test_rebuild(whole: Loaded, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole.copy(home)
    assert uptake.main(["rebuild", "--home", str(home)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("is unchanged.")


def test_minted_links_are_registered_and_load(
    whole: Loaded, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.copy(home)
    registry = home / "more-links.csv"
    command = ["links", "mint", "Reminders by text", "https://example.org/bins?id=7"]
    options = ["housing", "adult-social-care", "--registry", str(registry), "--home", str(home)]
    assert uptake.main([*command, *options]) == 0
    said = capsys.readouterr().out
    assert "utm_content=housing" in said
    assert "utm_content=adult-social-care" in said
    assert uptake.main(["load", "--home", str(home), str(registry)]) == 0
    assert "2 read = 2 loaded" in capsys.readouterr().out


def test_wrong_configuration_is_one_sentence(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config.toml").write_text("[target]\nrate = 80\n", "utf-8")
    assert uptake.main(["load", "--home", str(home)]) == 1
    said = capsys.readouterr().err.strip()
    assert "rate" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("--months", "1"), ("--staff", "99"), ("--staff", "many")])
def test_too_small_a_simulation_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str]
) -> None:
    with pytest.raises(SystemExit):
        uptake.main(["simulate", str(tmp_path / "one"), *arguments])
    assert "needs a whole number of" in capsys.readouterr().err
    assert not (tmp_path / "one").exists()


def test_simulate_writes_exports_and_the_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "one"
    arguments = ["--staff", "120", "--months", "2", "--seed", "5"]
    assert uptake.main(["simulate", str(folder), *arguments]) == 0
    capsys.readouterr()
    simulate(tmp_path / "two", staff=120, months=2, seed=5)
    one = {path.name: path.read_bytes() for path in folder.iterdir()}
    two = {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert one == two
    assert "truth.json" in one


def test_clicks_of_a_tool_that_only_the_configuration_knows(
    whole: Loaded, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole.copy(home)
    with (home / "config.toml").open("a", encoding="utf-8") as file:
        file.write(
            "\n[clicks.csv.newsletter]\n"
            'columns = { link = "Address", date = "Day", clicks = "Opened" }\n'
        )
    clicks = tmp_path / "newsletter.csv"
    clicks.write_text("Address,Day,Opened\nhttps://go.council.example/none,2026-11-01,7\n")
    assert uptake.main(["load", "--home", str(home), str(clicks)]) == 0
    assert "1 read = 1 loaded" in capsys.readouterr().out


def test_the_ledger_on_the_command_line(loaded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*options: str) -> str:
        assert uptake.main(["ledger", "--home", str(loaded), *options]) == 0
        return capsys.readouterr().out

    published = published_tables(loaded, None, {"ledger", "ledger_department"})
    names = ("date", "side", "department_id", "state", "reason", "count")
    days = sorted({str(row["date"]) for row in published["ledger"]})
    for day in (days[0], days[-1]):
        rows = [{n: row[n] for n in names} for row in published["ledger"] if row["date"] == day]
        options = () if day == days[-1] else ("--at", day)
        found = json.loads(told("--format", "json", *options))["rows"]
        assert found == [{**row, "count_status": "ok"} for row in rows]
        assert rows
    lines = list(csv.DictReader(io.StringIO(told("--format", "csv", "--by", "department"))))
    whole = [row["count"] for row in lines if row["department_id"] == "*"]
    assert whole == [str(row["count"]) for row in rows]
    parts = [
        (row["department_id"], row["state"], row["reason"], row["count"], row["count_status"])
        for row in lines
        if row["department_id"] != "*"
    ]
    assert parts == [
        (
            row["department_id"],
            row["state"],
            row["reason"],
            "" if row["account_count"] is None else str(row["account_count"]),
            row["account_status"],
        )
        for row in published["ledger_department"]
        if row["date"] == days[-1] and row["department_id"] != "*" and row["reason"] != "*"
    ]
    assert {status for *_, status in parts} > {"few"}
    assert {row["edition_state"] for row in lines} <= {"final", "provisional"}
    table = told()
    assert "Accounts on the network" in table
    assert "Total" in table
    assert uptake.main(["ledger", "--home", str(loaded), "--at", "2001-01-01"]) == 1
    assert "There is no ledger of 2001-01-01" in capsys.readouterr().err
