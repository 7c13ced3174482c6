"""Of two staff lists of one date the one saved later holds, whatever their content hashes to."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from etl.identity.ring import KeyRing
from etl.organisation.people import hold_lists
from etl.receiving import Incoming, receive
from etl.records import record_loaded
from etl.run import rebuild
from etl.settings import load_settings
from etl.snapshots import digest
from etl.staging import prepare_bench
from etl.warehouse import bulk
from tests.support.facts import embedded, scratch
from tests.support.published import published_tables
from tests.support.simulated import environment, load_into

Held = Callable[..., dict[str, str]]

LISTED = "2026-11-01"
SAVED = 1_793_600_000_000_000_000  # ns; 2 November 2026
MICROSECOND = 1_000


def people(path: Path, total: int, saved: int = SAVED, listed: str = LISTED) -> Path:
    """A list of so many people of one department, saved at an instant."""
    path.parent.mkdir(exist_ok=True)
    lines = [f"{number},{listed},Housing" for number in range(total)]
    path.write_text("\n".join(["PersonId,EffectiveDate,Organization", *lines, ""]), "utf-8")
    os.utime(path, ns=(saved, saved))
    return path


def directory(path: Path, total: int, saved: int = SAVED) -> Path:
    """The same people as a directory."""
    path.parent.mkdir(exist_ok=True)
    header = "userPrincipalName,displayName,userType,department,accountEnabled,id,jobTitle"
    lines = [f"p{number}@x.example,P,Member,Housing,True,{number},Clerk" for number in range(total)]
    path.write_text("\n".join([header, *lines, ""]), "utf-8")
    os.utime(path, ns=(saved, saved))
    return path


def with_greater_hash(path: Path, other: Path, is_greater: bool) -> Path:
    """Blank lines at the end change what the content hashes to, and nothing else."""
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    content = path.read_text("utf-8")
    for blanks in count():
        path.write_text(content + "\n" * blanks, "utf-8")
        if (digest(path) > digest(other)) is is_greater:
            os.utime(path, ns=times)
            return path
    raise AssertionError


def published(home: Path) -> dict[str, list[dict[str, object]]]:
    return published_tables(home, None, {"adoption", "edition_snapshot", "source_state"})


def headcount(home: Path, day: str) -> object:
    """Of the whole organisation, as published."""
    (found,) = (
        row["headcount_count"]
        for row in published(home)["adoption"]
        if (row["date"], row["department_id"]) == (day, "*")
    )
    return found


@pytest.mark.parametrize("is_greater", [True, False])
def test_the_list_saved_later_holds_in_any_order_and_after_a_rebuild(
    tmp_path: Path, is_greater: bool
) -> None:
    first = people(tmp_path / "a" / f"people-{LISTED}.csv", 60)
    second = people(tmp_path / "b" / f"people-{LISTED}.csv", 65, saved=SAVED + MICROSECOND)
    with_greater_hash(second, first, is_greater)
    home = tmp_path / "home"
    home.mkdir()
    load_into(home, [first, second] if is_greater else [second, first])
    assert headcount(home, LISTED) == 65
    found = published(home)
    rebuild(load_settings(home, environment(None)), lambda _: None)
    assert published(home) == found


# --- without publishing ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """Receives files; returns date -> name of the file that tells the list of that date."""
    with embedded(tmp_path_factory.mktemp("lists")) as (warehouse, settings):
        prepare_bench(warehouse.bench, settings, KeyRing((b"a key for tests, long enough",)))

        def ask(*files: Path) -> dict[str, str]:
            with scratch(warehouse):
                for path in files:
                    incoming = Incoming(path, path.name, digest(path))
                    received = receive(warehouse, settings, incoming)
                    record_loaded(warehouse, "run", incoming, received, 0.0)
                hold_lists(warehouse)
                query = (
                    "select h.list_date, s.file from held_list h "
                    "join snapshot s on s.snapshot_id = h.snapshot_id"
                )
                return {str(day): str(file) for day, file in bulk.tuples(warehouse, query)}

        yield ask


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("people.csv", "people (1).csv"),
        ("people-v9.csv", "people-v10.csv"),
        (f"people-{LISTED}.csv", f"people-{LISTED}-corrected.csv"),
        ("people-2026-11-04.csv", "people-2026-11-05.csv"),
    ],
)
def test_where_both_were_saved_at_once_the_name_tells(
    held: Held, tmp_path: Path, earlier: str, later: str
) -> None:
    first = people(tmp_path / earlier, 3)
    second = with_greater_hash(people(tmp_path / later, 4), first, is_greater=False)
    assert held(first, second) == held(second, first) == {LISTED: later}


def test_a_later_date_in_the_name_goes_before_the_time_of_saving(
    held: Held, tmp_path: Path
) -> None:
    first = people(tmp_path / "people-2026-11-04.csv", 3, saved=SAVED + 10**15)
    second = people(tmp_path / "people-2026-11-05.csv", 4)
    assert held(second, first) == {LISTED: second.name}


def test_a_list_of_one_date_corrects_an_older_panel_that_has_it(held: Held, tmp_path: Path) -> None:
    panel = people(tmp_path / "panel.csv", 3, listed="2026-10-01")
    lines = panel.read_text("utf-8") + "".join(f"{n},{LISTED},Housing\n" for n in range(3))
    panel.write_text(lines, "utf-8")
    os.utime(panel, ns=(SAVED, SAVED))
    october = people(tmp_path / "october.csv", 4, SAVED + 10**9, listed="2026-10-01")
    expected = {"2026-10-01": october.name, LISTED: panel.name}
    assert held(panel, october) == held(october, panel) == expected


def test_of_two_downloads_of_the_directory_on_one_day_the_later_holds(
    held: Held, tmp_path: Path
) -> None:
    first = directory(tmp_path / f"exportUsers_{LISTED}.csv", 3)
    second = directory(tmp_path / f"users_{LISTED}.csv", 4, saved=SAVED + 10**9)
    with_greater_hash(second, first, is_greater=False)
    assert held(second, first) == held(first, second) == {LISTED: second.name}


def test_when_a_file_was_saved_changes_nothing_that_is_published(tmp_path: Path) -> None:
    found = []
    for number, saved in enumerate((SAVED, SAVED + 10**16)):
        home = tmp_path / f"home{number}"
        home.mkdir()
        load_into(home, [people(tmp_path / f"{number}" / "people.csv", 60, saved=saved)])
        found.append(published(home))
    assert found[0] == found[1]
    assert found[0]["source_state"][0]["latest_on"] == LISTED
