"""A staff list that looks wrong is loaded and held back; a person's word publishes it."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

import uptake
from etl.editions import schema
from etl.editions.shelf import open_shelf
from etl.outcome import Outcome
from etl.run import _lasting_day
from etl.settings import load_settings
from tests.support.simulated import KEY

SECRET = "s3cret"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPTAKE_KEY", KEY)


def people(folder: Path, day: str, departments: dict[str, int], version: str = "") -> Path:
    """A staff list with so many people in each department."""
    path = folder / f"people{version}-{day}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["PersonId", "EffectiveDate", "Organization"])
        for department, count in departments.items():
            for number in range(count):
                writer.writerow([f"{SECRET}{department}{number}", day, department])
    return path


def load(home: Path, *files: Path) -> int:
    return uptake.main(["load", "--home", str(home), *map(str, files)])


def current(home: Path) -> str | None:
    return open_shelf(load_settings(home)).current()


def rows(home: Path, name: str) -> list[dict[str, object]]:
    shelf = open_shelf(load_settings(home))
    engine = shelf.engine(shelf.current() or "")
    with engine.connect() as connection:
        table = schema.metadata.tables[name]
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
    engine.dispose()
    return found


def headcount(home: Path, day: str) -> object:
    (found,) = [
        row["headcount_count"]
        for row in rows(home, "adoption")
        if row["date"] == dt.date.fromisoformat(day) and row["department_id"] == "*"
    ]
    return found


@pytest.fixture
def loaded(home: Path, tmp_path: Path) -> Path:
    assert load(home, people(tmp_path, "2026-10-01", {"Housing": 60, "Parks": 40})) == 0
    return home


def held_run(home: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert uptake.main(["status", "--home", str(home)]) == 0
    out = capsys.readouterr().out
    assert "uptake confirm " in out
    assert SECRET not in out
    return out.partition("uptake confirm ")[2].split()[0]


def test_a_list_that_shrinks_is_held_back_until_somebody_confirms_it(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = current(loaded)
    assert load(loaded, people(tmp_path, "2026-11-01", {"Housing": 50, "Parks": 35})) == 2
    assert current(loaded) == before
    attempt = open_shelf(load_settings(loaded)).last_attempt()
    assert attempt is not None
    assert attempt.status == "held"
    assert load(loaded) == 2
    run = held_run(loaded, capsys)
    assert "15% fewer people" in (loaded / "data" / "held.json").read_text("utf-8")
    assert uptake.main(["confirm", "--home", str(loaded), "20200101T000000Z-0"]) == 1
    assert run in capsys.readouterr().err
    assert uptake.main(["confirm", "--home", str(loaded), run, "--by", "A. Clerk"]) == 0
    assert headcount(loaded, "2026-11-01") == 85
    confirmed = (loaded / "data" / "confirmed.csv").read_text("utf-8")
    assert "A. Clerk" in confirmed
    after = current(loaded)
    assert uptake.main(["rebuild", "--home", str(loaded)]) == 0
    assert current(loaded) == after


def test_what_is_unusual_in_the_first_edition_is_said(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = people(tmp_path, "2026-10-01", {"Housing": 60, "Parks": 40})
    after = people(tmp_path, "2026-11-01", {"Housing": 60})
    assert load(home, before, after) == 2
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert "is new. Please look: " in last
    assert "Parks" in last
    assert SECRET not in last


def test_a_list_of_a_day_yet_to_come_is_held_back(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, day = current(loaded), dt.datetime.now(dt.UTC).date() + dt.timedelta(days=60)
    assert load(loaded, people(tmp_path, str(day), {"Housing": 60, "Parks": 40})) == 2
    assert current(loaded) == before
    reaches = f"people-{day}.csv reaches to {day.day} {day:%B %Y}, which is yet to come"
    assert reaches in capsys.readouterr().out
    run = held_run(loaded, capsys)
    assert uptake.main(["confirm", "--home", str(loaded), run]) == 0
    assert current(loaded) == f"{day}{(current(loaded) or '')[10:]}"


def test_a_list_of_next_month_is_not_held_back(loaded: Path, tmp_path: Path) -> None:
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    assert load(loaded, people(tmp_path, str(day), {"Housing": 60, "Parks": 40})) == 0


@pytest.mark.parametrize(
    ("edition", "held", "is_lasting"),
    [("2026-10-01-ab", "", True), ("2026-10-01-ab", "held", False), ("2090-10-01-ab", "", False)],
)
def test_nothing_is_deleted_for_an_edition_held_back_or_yet_to_come(
    edition: str, held: str, is_lasting: bool
) -> None:
    outcome = Outcome(edition_id=edition, held=held)
    assert _lasting_day(outcome) == (dt.date(2026, 10, 1) if is_lasting else None)
    assert _lasting_day(Outcome()) is None


def test_a_corrected_list_of_the_same_date_needs_no_word(loaded: Path, tmp_path: Path) -> None:
    assert load(loaded, people(tmp_path, "2026-11-01", {"Housing": 20})) == 2
    whole = people(tmp_path, "2026-11-01", {"Housing": 61, "Parks": 40}, version="-again")
    assert load(loaded, whole) == 0
    assert not (loaded / "data" / "held.json").exists()
    assert headcount(loaded, "2026-11-01") == 100  # 101, in fives; the list before has 20


def test_a_department_that_vanishes_holds_back_unless_it_was_merged(
    loaded: Path, tmp_path: Path
) -> None:
    november = people(tmp_path, "2026-11-01", {"Housing": 95})
    assert load(loaded, november) == 2
    changes = tmp_path / "changes-2026-11-01.csv"
    changes.write_text(
        "from_id,to_id,effective_date,kind\nparks,housing,2026-10-25,merge\n", "utf-8"
    )
    assert load(loaded, changes) == 0
    assert headcount(loaded, "2026-11-01") == 95


def test_what_an_older_list_corrects_is_told_as_restated(loaded: Path, tmp_path: Path) -> None:
    assert load(loaded, people(tmp_path, "2026-11-01", {"Housing": 60, "Parks": 40})) == 0
    assert rows(loaded, "restatement") == []
    # Of two lists of one date the one saved later holds.
    late = people(tmp_path, "2026-10-01", {"Housing": 60, "Parks": 34}, version="-late")
    assert load(loaded, late) == 0
    found = {
        (row["date"], row["department_id"]): (row["from_count"], row["to_count"], row["because"])
        for row in rows(loaded, "restatement")
        if row["measure"] == "headcount_count"
    }
    # The first edition was of 1 October; the second covers the end of that month, and tells of
    # departments on ends of weeks and months alone. Counts are in fives.
    assert found == {
        (dt.date(2026, 10, 1), "*"): (100, 95, late.name),
        (dt.date(2026, 10, 31), "*"): (100, 95, late.name),
        (dt.date(2026, 10, 31), "parks"): (40, 35, late.name),
    }


def test_a_table_of_fte_is_refused_with_the_reason(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("Department,Date,FTE\nHousing,2026-10-01,41.6\n", "utf-8")
    assert load(home, path) == 1
    out = capsys.readouterr().out
    assert "staff.csv, line 1, column FTE: FTE and posts are not people" in out


def test_half_a_person_is_no_headcount(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "staff.csv"
    path.write_text(
        "Department,Date,Headcount\nHousing,2026-10-01,41.6\nParks,2026-10-01,12\n"
        'Waste,2026-10-01,"1,200"\nRoads,2026-10-01,-3\nLegal,2026-10-01,1e3\n',
        "utf-8",
    )
    assert load(home, path) == 2
    out = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in out if "FTE" in line] == [
        f"line {number}, column Headcount: is not a whole number of people, such as 1200; FTE is "
        "no headcount, so count people instead"
        for number in (2, 4, 5)
    ]
    assert "  and 1 more: Data health counts them, uptake check of your copy lists each" in out


def test_unknown_labels_are_written_into_a_file_to_fill_in(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "departments-2026-11-01.csv"
    listed.write_text("department_id,name,parent_id\nD1,Housing,\nD2,Parks and Leisure,\n", "utf-8")
    assert load(loaded, listed) == 2
    assert "uptake departments review" in capsys.readouterr().out
    later = people(tmp_path, "2026-12-01", {"Housing": 60, "Parks": 40, "Woods": 5})
    uptake.main(["check", "--home", str(loaded), str(later)])
    assert "1 department label is not on the list of departments" in capsys.readouterr().out
    uptake.main(["check", "--home", str(loaded), str(listed)])
    assert "not on the list" not in capsys.readouterr().out
    review = tmp_path / "labels-2026-11-02.csv"
    command = ["departments", "review", "--home", str(loaded), "--file", str(review)]
    assert uptake.main(command) == 2
    assert review.read_text("utf-8").splitlines() == ["label,department_id", "Parks,"]
    review.write_text("label,department_id\nParks,D2\n", "utf-8")
    assert load(loaded, review) == 0
    assert {row["name"] for row in rows(loaded, "department")} == {"Housing", "Parks and Leisure"}


def test_a_line_of_sums_is_no_department(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "headcount-2026-10-01.csv"
    lines = ("Housing,2026-10-01,60", "Totals and Accounts,2026-10-01,10", " TOTAL ,2026-10-01,70")
    path.write_text("\n".join(("Department,Date,Headcount", *lines, "")), "utf-8")
    assert load(home, path) == 2
    assert "line 4, column Department: is a sum and no department" in capsys.readouterr().out
    assert headcount(home, "2026-10-01") == 70


def test_two_lines_for_one_department_and_date_are_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "headcount-2026-10-01.csv"
    lines = ("Housing,2026-10-01,60", "Housing,2026-10-01,20", "Housing,2026-11-01,90")
    path.write_text("\n".join(("Department,Date,Headcount", *lines, "")), "utf-8")
    assert load(home, path) == 2
    told = "headcount-2026-10-01.csv has 1 line too many: for one department and date"
    assert told in capsys.readouterr().out
    assert headcount(home, "2026-10-01") == 20
