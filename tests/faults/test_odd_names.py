"""A home or a file by any name that the file system allows is loaded, published and read."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from dashboard.edition import open_edition
from etl.editions import schema
from etl.editions.shelf import open_shelf
from etl.errors import LoadError
from etl.run import DONE, load, rebuild
from etl.settings import load_settings
from etl.snapshots import kept_snapshots
from tests.conftest import KEY

HEADCOUNT = "department,date,headcount,eligible\nCare,2026-11-01,40,30\nRoads,2026-11-01,60,20\n"
ODD = ("50% off", "a#b", "two words", "it's", 'say "so"', "[x]*{y}", "mode=ro&a=b;c+d")
LONGEST = 255  # bytes, on every file system that Uptake is likely to meet


def said(home: Path, name: str, url: str | None = None) -> dict[str, int | None]:
    """Load one headcount table by that name; the headcount that the edition publishes."""
    environment = {"UPTAKE_KEY": KEY} | ({"UPTAKE_DATABASE_URL": url} if url else {})
    settings = load_settings(home, environment)
    settings.inbox.mkdir(parents=True)
    (settings.inbox / name).write_text(HEADCOUNT, encoding="utf-8")
    lines: list[str] = []
    outcome = load(settings, None, lines.append)
    assert outcome.exit_code == DONE, lines
    edition = open_edition(open_shelf(settings))
    assert edition is not None
    with closing(edition):
        published = edition.select(
            select(schema.adoption.c.department_id, schema.adoption.c.headcount_count)
        )
    return {row["department_id"]: row["headcount_count"] for row in published}


@pytest.mark.parametrize("odd", ODD)
def test_a_home_by_any_name(tmp_path: Path, odd: str) -> None:
    assert said(tmp_path / odd, "headcount.csv") == {"care": 40, "roads": 60, "*": 100}


def test_a_question_mark_in_the_path_of_the_home_is_refused_before_anything(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"holds a question mark.*UPTAKE_DATABASE_URL"):
        said(tmp_path / "why?", "headcount.csv")
    data = tmp_path / "why?" / "data"
    assert (data / "inbox" / "headcount.csv").exists()
    assert not list(data.glob("*duckdb*"))


@pytest.mark.parametrize("odd", [*ODD, "why?"])
def test_a_file_by_any_name(tmp_path: Path, odd: str) -> None:
    assert said(tmp_path, f"{odd}.csv") == {"care": 40, "roads": 60, "*": 100}


@pytest.mark.parametrize("odd", ["why? 50% it's #1"])
def test_a_home_by_any_name_on_postgresql(
    tmp_path: Path, odd: str, postgresql_database: str
) -> None:
    counts = said(tmp_path / odd, "headcount.csv", postgresql_database)
    assert counts == {"care": 40, "roads": 60, "*": 100}


def test_a_file_name_that_cannot_be_printed(tmp_path: Path) -> None:
    name = os.fsdecode(b"two\nlines \xff.csv")
    assert said(tmp_path, name) == {"care": 40, "roads": 60, "*": 100}
    settings = load_settings(tmp_path, {"UPTAKE_KEY": KEY})
    assert [each.file for each in kept_snapshots(settings.data / "snapshots")] == [
        "two_lines _.csv"
    ]
    assert rebuild(settings, lambda line: None).exit_code == DONE


@pytest.mark.parametrize("letter", ["n", "é", "\N{CLOUD}"])
def test_a_file_name_as_long_as_can_be(tmp_path: Path, letter: str) -> None:
    width = len(letter.encode())
    name = letter * ((LONGEST - len(".csv")) // width) + ".csv"
    assert said(tmp_path, name) == {"care": 40, "roads": 60, "*": 100}
    settings = load_settings(tmp_path, {"UPTAKE_KEY": KEY})
    kept = list(kept_snapshots(settings.data / "snapshots"))
    assert [len(os.fsencode(snapshot.path.name)) <= LONGEST for snapshot in kept] == [True]
    assert kept[0].file.endswith(".csv")
    assert rebuild(settings, lambda line: None).exit_code == DONE
