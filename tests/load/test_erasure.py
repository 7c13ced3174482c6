"""Somebody is erased: from every kept export and table, for good, and no figure tells."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import uptake
from etl.editions.build import edition_of, work_out
from etl.editions.history import RULES
from etl.editions.history_file import bygone_rows, read_history, told_lingering
from etl.editions.rows import named
from etl.editions.schema import control_week, metadata
from etl.editions.settling import settle
from etl.editions.shelf import open_shelf
from etl.identity.keys import load_key
from etl.kept import KeptExports
from etl.reading.archive import open_archive
from etl.settings import load_settings
from etl.staging import prepare_bench
from etl.warehouse.engine import open_warehouse
from etl.warehouse.schema import metadata as facts
from tests.load.test_subject import ADDRESS, OWN_HEADINGS
from tests.support import idea_tables
from tests.support.simulated import KEY, Simulated, environment

NAME = "oakton"
PEOPLE = "people-2026-10-01.csv"
BEFORE = re.compile(r"people-2026-10|export-2026-10|Detail7_2026-10|link-registry")
AFTER = re.compile(r"export-2026-11|Detail7_2026-11-08")
Tables = dict[str, list[dict[str, Any]]]


@dataclass
class Story:
    """A home where somebody was erased between two loads, and what was said and published.

    ``ideas``: what was told of ideas and topics right before and right after, to the person.
    """

    home: Path
    first: str
    second: str
    kept: dict[str, bytes]
    said: dict[str, str]
    ideas: list[dict[str, list[Any]]]


def told(home: Path, *words: str) -> str:
    """What a verb says, and its exit code in front."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(out):
        code = uptake.main([*words, "--home", str(home)])
    return f"{code}\n{out.getvalue()}"


def kept(home: Path) -> dict[str, bytes]:
    """Every file that is kept, those in archives too."""
    exports = KeptExports(load_settings(home, environment()))
    found = {}
    for snapshot in exports:
        with exports.opened(snapshot) as path:
            if path.suffix != ".zip":
                found[snapshot.file] = path.read_bytes()
                continue
            with open_archive(path, name=path.name) as archive:
                for entry in archive.entries:
                    content = archive.file.read(entry.info)
                    found[f"{snapshot.file}: {entry.name}"] = content
    return found


def current(home: Path) -> str:
    edition = open_shelf(load_settings(home, environment())).current()
    assert edition
    return edition


def published(home: Path, edition: str) -> Tables:
    engine = open_shelf(load_settings(home, environment())).engine(edition)
    with engine.connect() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def of_ideas(home: Path) -> dict[str, list[Any]]:
    settings = load_settings(home, environment())
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        return idea_tables.told(warehouse, settings)


def keys_held(home: Path) -> set[object]:
    """Everything that looks like a keyed hash in any table of the warehouse."""
    with open_warehouse(load_settings(home, environment())) as warehouse:
        return {
            cell
            for table in facts.sorted_tables
            for row in warehouse.connection.execute(select(table))
            for cell in row
            if isinstance(cell, str) and re.fullmatch("[0-9a-f]{32}", cell)
        }


@pytest.fixture(scope="module", autouse=True)
def _no_forecast() -> Iterator[None]:
    """Looking ahead takes most of the time, and rests on members alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.statistics.outlook.LEAST_POINTS", 10**9)
        yield


@pytest.fixture(scope="module")
def story(council: Simulated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    home = council.settle(tmp_path_factory.mktemp("erasure") / "home")
    files = {path.name: path for path in council.exports}
    again = home / "people-2026-11-01.csv"
    again.write_bytes(files[PEOPLE].read_bytes() + b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UPTAKE_KEY", KEY)
        told(home, "load", *(str(files[name]) for name in sorted(files) if BEFORE.search(name)))
        first, before, said = current(home), kept(home), {}
        ideas = [of_ideas(home)]
        said["erased"] = told(home, "erase", ADDRESS.upper())
        assert current(home) == first
        ideas.append(of_ideas(home))
        later = [str(files[name]) for name in sorted(files) if AFTER.search(name)]
        said["later"] = told(home, "load", *later, str(again))
        yield Story(home, first, current(home), before, said, ideas)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def is_theirs(row: dict[str, str], accounts: set[str]) -> bool:
    named = any(ADDRESS in (row.get(heading) or "").lower() for heading in OWN_HEADINGS)
    return named or row.get("sender_id") in accounts


def cleared(row: dict[str, str], number: str) -> dict[str, str]:
    """A row of somebody else without their address, and without their number as its manager."""
    found = {name: re.sub(re.escape(ADDRESS), "", cell, flags=re.I) for name, cell in row.items()}
    return found | ({"ManagerId": ""} if row.get("ManagerId") == number else {})


def test_their_lines_are_gone_and_all_others_are_there(story: Story) -> None:
    after = kept(story.home)
    users = [name for name in story.kept if name.endswith("Users.csv")]
    accounts = {r["id"] for n in users for r in rows(story.kept[n]) if is_theirs(r, set())}
    (number,) = {r["PersonId"] for r in rows(story.kept[PEOPLE]) if is_theirs(r, set())}
    assert accounts
    taken = 0
    for name, content in story.kept.items():
        if not name.endswith(".csv"):
            continue
        stay = [cleared(row, number) for row in rows(content) if not is_theirs(row, accounts)]
        taken += len(rows(content)) - len(stay)
        assert rows(after[name]) == stay, name
        assert after[name].count(b"\n") == content.count(b"\n")
    assert re.search(rf"Lines of exports, in \d+ of them: {taken}\n", story.said["erased"])
    assert not [name for name, content in after.items() if ADDRESS.encode() in content.lower()]
    assert len(after) > len(story.kept)


def test_their_keys_stand_nowhere_and_later_rows_are_left_out_and_counted(story: Story) -> None:
    (tombstone,) = json.loads((story.home / "data/erased.json").read_text())["tombstones"]
    assert tombstone["is_done"]
    assert len(tombstone["keys"]) > 2
    assert not keys_held(story.home) & set(tombstone["keys"])
    assert story.said["later"].count(" left out: erased") == 4
    people = r"people-2026-11-01.csv: .* 160 read = .*\n  1 row left out: erased\n"
    assert re.search(people, story.said["later"])


def test_nothing_that_is_said_or_kept_of_it_names_anybody(story: Story) -> None:
    (certificate,) = (story.home / "data/erasures").iterdir()
    lines = certificate.read_text("utf-8").splitlines()
    digest = hashlib.sha256("\n".join(lines[:-1]).encode()).hexdigest()
    assert lines[-1] == f"SHA-256 of the lines above: {digest}"
    assert "\n".join(lines) in story.said["erased"]
    log = load_settings(story.home, environment()).audit / "log.jsonl"
    texts = [*story.said.values(), certificate.read_text("utf-8"), log.read_text("utf-8")]
    texts.append((story.home / "data/erased.json").read_text("utf-8"))
    assert not [text for text in texts if NAME in text.lower()]
    noted = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [(each["action"], each["what"]) for each in noted] == [("erase", "person")]


# --- what an attacker sees who has the editions before and after --------------------------------


def told_of(tables: Tables, name: str, last: date) -> list[dict[str, Any]]:
    """The rows of a table that tell of days up to the last one of the first edition."""
    found = [row for row in tables[name] if RULES[name].day(row) <= last]
    judged = control_week.name
    return [row for row in found if row["measure"] == "joins"] if name == judged else found


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """What a row shows: of a count that is hidden nothing, as on days with departments beside it.

    A week is judged anew with those around it: of it the value counts.
    """
    if "week_end" in row:
        return {"value": row["value"], "state": row["state"]}
    hidden = {name.removesuffix("_status") for name, cell in row.items() if cell == "hidden"}
    return {n: c for n, c in row.items() if n.rpartition("_")[0] not in hidden}


def differences(before: Tables, after: Tables, last: date) -> list[tuple[str, object]]:
    """Every figure of a day that both editions tell, and that they tell differently."""
    found: list[tuple[str, object]] = []
    for name, rule in RULES.items():
        key = [column.name for column in rule.table.primary_key.columns]
        one, two = (
            {tuple(row[k] for k in key): shown(row) for row in told_of(each, name, last)}
            for each in (before, after)
        )
        for place in one.keys() & two.keys():
            both = one[place].keys() & two[place].keys()
            if [n for n in both if one[place][n] != two[place][n]]:
                found.append((name, place))
    return found


def test_no_figure_of_an_earlier_day_differs_after_an_erasure(story: Story) -> None:
    last = date.fromisoformat(story.first[:10])
    before, after = (published(story.home, each) for each in (story.first, story.second))
    assert differences(before, after, last) == []
    assert {row["date"] for row in before["adoption"]} <= {row["date"] for row in after["adoption"]}


def test_they_count_on_where_nothing_names_them(story: Story) -> None:
    held = told_lingering(load_settings(story.home, environment()))
    assert {each.kind for each in held} >= {"headcount", "member"}
    assert {(each.people_count, each.begun) for each in held} == {(1, None)}


def test_without_what_was_told_they_differ_and_settling_again_changes_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    last, settings = date.fromisoformat(story.first[:10]), load_settings(story.home, environment())
    told = read_history(settings)
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        prepare_bench(warehouse.bench, settings, load_key(settings))
        settle(warehouse, settings, date.fromisoformat(story.second[:10]))
        workings = work_out(warehouse, settings)
    again = read_history(settings)
    assert workings
    assert told
    assert again
    assert again.through > told.through
    for name, found in again.rows.items():
        earlier = [row for row in found if RULES[name].day(row) <= told.through]
        assert earlier == sorted(told.rows[name], key=earlier.index), name
    assert edition_of(workings, settings).edition_id == story.second
    monkeypatch.setattr("etl.editions.build.read_history", lambda _: None)
    anew = edition_of(workings, settings).tables
    tables = {
        table.name: [named(table, row) for row in anew[table.name]]
        for table in metadata.sorted_tables
        if table.name in anew
    }
    assert differences(published(story.home, story.first), tables, last)


# --- ideas: their totals are exact ----------------------------------------------------------------


def test_no_figure_of_an_idea_or_a_topic_differs_after_an_erasure(story: Story) -> None:
    """But how evenly departments share one may: staff are one fewer."""
    before, after = story.ideas
    assert re.search(r"  message: [1-9]", story.said["erased"])
    assert {name for name in before if before[name] != after[name]} <= {"idea_evenness"}
    bygone = bygone_rows(load_settings(story.home, environment()))
    assert sum(row["people_count"] for row in bygone["bygone_day"]) > 0


def test_what_was_told_of_the_days_of_ideas_stays_in_later_editions(story: Story) -> None:
    """Also when exports bring the posts of everybody again."""
    last = date.fromisoformat(story.first[:10])
    before, after = (published(story.home, each) for each in (story.first, story.second))
    days = [row for row in before["idea_day"] if row["date"] <= last]
    assert days
    assert days == [row for row in after["idea_day"] if row["date"] <= last]
