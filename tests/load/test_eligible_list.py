"""A list of who is eligible is dropped like any export, in any order, and tells no name."""

import datetime as dt
import json
from pathlib import Path

import pytest

import uptake
from tests.support.published import published_tables
from tests.support.simulated import KEY

LISTS = ("2026-10-01", "2026-11-10")
NAMED = 40


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)


def address(number: int) -> str:
    return f"s3cret{number}@council.example"


def staff(folder: Path, day: str) -> Path:
    """Sixty people; none of them is said to be eligible."""
    lines = [f"{number:05},{day},Housing,{address(number)}" for number in range(60)]
    return written(folder / f"people-{day}.csv", "PersonId,EffectiveDate,Organization,Email", lines)


def eligible(folder: Path, day: str = "2026-11-01") -> Path:
    """Forty of them, by address, one twice; and two whom no staff list has."""
    names = [*(address(number).upper() for number in range(NAMED)), address(0)]
    names += [address(number) for number in (900, 901)]
    lines = [f"{name},{day}" for name in names]
    return written(folder / "eligible.csv", "Eligible Email,Effective Date", lines)


def written(path: Path, header: str, lines: list[str]) -> Path:
    path.write_text("\n".join([header, *lines, ""]), "utf-8")
    return path


def run(home: Path, verb: str, *words: object) -> int:
    return uptake.main([verb, "--home", str(home), *map(str, words)])


def published(home: Path) -> dict[str, list[dict[str, object]]]:
    return published_tables(home, None, {"adoption", "notice"})


@pytest.mark.parametrize("is_first", [True, False], ids=["list first", "list last"])
def test_the_list_tells_who_is_eligible_in_whatever_order_it_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_first: bool
) -> None:
    home, files = tmp_path / "home", [staff(tmp_path, day) for day in LISTS]
    named = eligible(tmp_path)
    assert run(home, "load", *([named, *files] if is_first else [*files, named])) == 2
    out = "".join(capsys.readouterr())
    assert "eligible.csv names 42 people as eligible from 01 November 2026 on." in out
    assert "2 of the 42 people on the latest list of who is eligible are on no staff list" in out
    assert "s3cret" not in out.lower()
    tables = published(home)
    days = {
        str(row["date"]): row["eligible_count"]
        for row in tables["adoption"]
        if row["department_id"] == "*"
    }
    assert [days[day] for day in ("2026-10-31", "2026-11-01", LISTS[1])] == [None, NAMED, NAMED]
    assert "s3cret" not in str(tables["notice"]).lower()


def test_check_tells_how_many_are_named_and_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    assert run(home, "load", staff(tmp_path, LISTS[0])) == 0
    assert run(home, "check", eligible(tmp_path)) == 0
    out = "".join(capsys.readouterr())
    assert "List of who is eligible: an account and a device, 43 lines" in out
    assert "eligible.csv names 42 people as eligible from 01 November 2026 on." in out
    assert "2 of the 42 people on the latest list of who is eligible are on no staff list" in out
    assert "s3cret" not in out.lower()


def test_without_a_date_the_list_holds_from_the_date_in_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        tmp_path / "eligible-2026-11-07.csv", "EligiblePersonId,Device", ["00007,1", ",2", "00008,"]
    )
    assert run(tmp_path / "home", "check", file) == 2
    out = "".join(capsys.readouterr())
    assert "eligible-2026-11-07.csv names 2 people as eligible from 07 November 2026 on." in out
    assert "line 3, column EligiblePersonId: is empty" in out


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["7,2026-11-01", "8,2026-11-02"], "column EffectiveDate: there are several dates"),
        (["7,first of May"], "names nobody who is eligible"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[str], reason: str
) -> None:
    file = written(tmp_path / "eligible.csv", "EligiblePersonId,EffectiveDate", lines)
    assert run(tmp_path / "home", "check", file) == 1
    assert reason in "".join(capsys.readouterr())


def test_whoever_asks_is_told_of_the_list(tmp_path: Path) -> None:
    home, answer = tmp_path / "home", tmp_path / "answer.json"
    run(home, "load", staff(tmp_path, LISTS[0]), eligible(tmp_path))
    assert uptake.main(["export", "00003", "--to", str(answer), "--home", str(home)]) == 0
    told = json.loads(answer.read_text("utf-8"))
    (row,) = told["facts"]["eligible_person"]
    assert row["list_date"] == dt.date(2026, 11, 1).isoformat()
    assert [line["file"] for line in told["lines"]].count("eligible.csv") == 1
