"""Lists of departments dropped one after another: the past stays, unless a line names its day."""

from pathlib import Path

import pytest

import uptake
from tests.support.published import published_tables
from tests.support.simulated import KEY

LISTS = ("2026-10-01", "2026-11-10")
OCTOBER_END, LAST = "2026-10-31", "2026-11-10"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)


def written(path: Path, header: str, lines: list[str]) -> Path:
    path.write_text("\n".join([header, *lines, ""]), "utf-8")
    return path


def staff(folder: Path, day: str) -> Path:
    """Twenty people each in Place, People and Parks."""
    places = ("Place", "People", "Parks")
    lines = [f"{number:05},{day},{places[number % 3]}" for number in range(60)]
    return written(folder / f"people-{day}.csv", "PersonId,EffectiveDate,Organization", lines)


def departments(folder: Path, day: str, parks: str) -> Path:
    lines = ["D1,Place,,", "D2,People,,", f"D3,Parks,{parks}"]
    header = "department_id,name,parent_id,valid_from"
    return written(folder / f"departments-{day}.csv", header, lines)


def loaded(home: Path, *files: Path) -> dict[str, list[dict[str, object]]]:
    uptake.main(["load", "--home", str(home), *map(str, files)])
    return published_tables(home, None, {"adoption", "restatement", "notice"})


def sizes(tables: dict[str, list[dict[str, object]]], day: str) -> dict[str, object]:
    rows = [row for row in tables["adoption"] if str(row["date"]) == day]
    return {str(row["department_id"]): row["headcount_count"] for row in rows}


def restated(tables: dict[str, list[dict[str, object]]]) -> set[tuple[object, ...]]:
    names = ("date", "department_id", "from_count", "to_count", "because")
    return {tuple(str(row[name]) for name in names) for row in tables["restatement"]}


def test_a_later_list_changes_no_earlier_figure_and_a_dated_line_says_what_it_corrected(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    first = departments(tmp_path, "2026-10-01", "D1,")
    at_first = loaded(home, *(staff(tmp_path, day) for day in LISTS), first)
    assert sizes(at_first, LAST) == {"*": 60, "d1": 40, "d2": 20, "d3": 20}

    later = departments(tmp_path, "2026-11-05", "D2,")
    moved = loaded(home, later)
    assert sizes(moved, OCTOBER_END) == sizes(at_first, OCTOBER_END)
    assert sizes(moved, LAST) == {"*": 60, "d1": 20, "d2": 40, "d3": 20}
    assert {row[0] for row in restated(moved)} == {LAST}  # which the first edition had too

    corrected = loaded(home, departments(tmp_path, "2026-11-08", "D2,2026-10-20"))
    assert sizes(corrected, OCTOBER_END) == {"*": 60, "d1": 20, "d2": 40, "d3": 20}
    because = "departments-2026-11-05.csv, departments-2026-11-08.csv"
    assert restated(corrected) >= {
        (OCTOBER_END, "d1", "40", "20", because),
        (OCTOBER_END, "d2", "20", "40", because),
    }
    assert "past_parent" in {row["code"] for row in corrected["notice"]}
