"""What people did expires after 13 months, and no figure that was published changes for it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from unittest import mock

import pytest

from etl.editions.deriving import derive
from etl.editions.history_file import bygone_rows, kept_from
from etl.editions.proving import KEPT, prove_edition
from etl.editions.shelf import open_shelf
from etl.erasure.erase import erase
from etl.erasure.facts import erase_facts
from etl.erasure.ideas import count_besides, set_aside
from etl.errors import LoadError
from etl.expiry.expire import expire
from etl.identity.keys import load_key
from etl.identity.ledger import STATES
from etl.run import load, rebuild
from etl.settings import load_settings
from etl.staging import prepare_bench
from etl.subject.export import export
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from tests.support.expiring import (
    Home,
    age,
    asked,
    held,
    keys_of,
    loaded,
    said,
    without_exports,
)
from tests.support.homes import fact_rows, settings_of
from tests.support.idea_tables import told
from tests.support.long_running import (
    AGAIN,
    IDEA,
    KEPT_FROM,
    LEFT,
    OPEN,
    write_lists,
    write_network,
)
from tests.support.published import published_tables
from tests.support.simulated import environment

BEFORE, AFTER = "2026-11-23", "2026-11-30"
OLD = f"select message_id from message where date < date '{KEPT_FROM}'"
FACTS = (
    "message",
    "message_link",
    "message_hashtag",
    "engagement_person",
    "eligible_person",
    "registry",
)
DELETED = "Facts about people from before 1 October 2025 were deleted ("
NOT_AGAIN = "Facts about people from before 1 October 2025 are not kept ("


@pytest.fixture(scope="module", autouse=True)
def _no_forecast() -> Iterator[None]:
    """Looking ahead takes most of the time, and rests on members alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.statistics.outlook.LEAST_POINTS", 10**9)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def files(folder: Path) -> list[Path]:
    """All exports but the last of the network."""
    return [*write_lists(folder), write_network(folder, BEFORE)]


@pytest.fixture(scope="module")
def later(folder: Path) -> Path:
    """The last export of the network: a week later, with nothing new in it."""
    return write_network(folder, AFTER)


@pytest.fixture(scope="module")
def young(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home right after its first load."""
    path = tmp_path_factory.mktemp("expiry") / "young"
    path.mkdir()
    return loaded(path, files)


@pytest.fixture(scope="module")
def expired(young: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same home five weeks later, when nothing new came in a load."""
    path = young.copy(tmp_path_factory.mktemp("expiry") / "expired")
    age(path)
    return loaded(path, [])


@pytest.fixture(scope="module")
def gone_on(expired: Home, later: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The next edition, with an export that holds everything from the start."""
    path = expired.copy(tmp_path_factory.mktemp("expiry") / "gone_on")
    return loaded(path, [later])


def test_nothing_expires_in_the_first_weeks(young: Home) -> None:
    assert said(young, DELETED) == []
    assert not young.is_compacted
    assert kept_from(settings_of(young.path)) is None


def test_acts_from_before_are_deleted(young: Home, expired: Home) -> None:
    assert len(said(expired, DELETED)) == 1
    assert expired.is_compacted
    assert kept_from(settings_of(expired.path)) == KEPT_FROM
    assert len(asked(young.path, OLD)) > 10
    assert asked(expired.path, OLD) == []
    for table in ("message_link", "message_hashtag"):
        numbers = f"select distinct message_id from {table} order by 1"
        assert asked(young.path, numbers)[0] < (str(AGAIN.start),)
        assert asked(expired.path, numbers) == [(str(AGAIN.start),)]
    first = "select min(refresh_date) from engagement_person"
    assert asked(young.path, first) < [(KEPT_FROM,)] < asked(expired.path, first)
    assert asked(expired.path, "select min(date) from active_day") >= [(KEPT_FROM,)]


def test_what_is_left_of_ideas_has_no_key_no_time_and_no_number_of_a_message(
    young: Home, expired: Home
) -> None:
    """But that of a thread that goes on."""
    settings = settings_of(expired.path)
    cells = [
        cell for rows in bygone_rows(settings).values() for row in rows for cell in row.values()
    ]
    assert {type(cell) for cell in cells} == {str, int, date, type(None)}
    texts = {cell for cell in cells if isinstance(cell, str)}
    held = asked(young.path, "select distinct account_key from message")
    assert len(held) > 10
    assert texts & {key for (key,) in held} == set()
    old = {number for (number,) in asked(young.path, OLD)}
    assert texts & old == {str(IDEA.start)}
    days = {row["date"]: row["people_count"] for row in bygone_rows(settings)["bygone_day"]}
    assert (min(days), max(days)) == (date(2025, 8, 25), date(2025, 9, 30))
    assert sum(days.values()) == 36  # who shared it, and one each day but the third


def test_a_list_goes_that_another_replaced_and_a_name_beside_an_old_link(
    young: Home, expired: Home
) -> None:
    lists = asked(expired.path, "select distinct list_date from eligible_person order by 1")
    assert lists == [(date(2025, 9, 15),), (date(2026, 3, 1),)]
    named = "select posted_by_key is not null from registry order by posted_at"
    assert asked(young.path, named) == [(True,), (True,)]
    assert asked(expired.path, named) == [(False,), (True,)]


def test_the_next_edition_is_that_of_a_home_where_nothing_expired(
    young: Home, gone_on: Home, later: Path, tmp_path: Path
) -> None:
    path = young.copy(tmp_path / "kept")
    (path / "config.toml").write_text("[privacy]\nkeep_person_facts_months = 0\n")
    age(path)
    assert loaded(path, [later]).edition == gone_on.edition
    assert gone_on.edition != young.edition


def test_what_an_export_brings_again_is_not_kept(
    expired: Home, gone_on: Home, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts are those of a home that got the new part of the export alone."""
    assert len(said(gone_on, NOT_AGAIN)) == 1
    path = expired.copy(tmp_path / "part")
    monkeypatch.setattr("etl.run.publish", lambda *_: None)
    part = loaded(path, [write_network(folder, AFTER, since=date(2026, 11, 16))])
    # it lists closed accounts: 14, and their addresses
    assert said(part, NOT_AGAIN) == [f"{NOT_AGAIN}28 rows)."]
    for table in FACTS:
        assert without_exports(path, table) == without_exports(gone_on.path, table), table


def test_a_rebuild_publishes_the_same_to_the_byte_though_facts_no_longer_tell_it(
    expired: Home, tmp_path: Path
) -> None:
    """From every export ever kept: what has expired is not let in again."""
    path = expired.copy(tmp_path / "rebuilt")
    lines: list[str] = []
    assert rebuild(settings_of(path), lines.append).edition_id == expired.edition
    assert [line for line in lines if line.startswith(NOT_AGAIN)]
    for table in FACTS:
        assert fact_rows(path, table) == fact_rows(expired.path, table), table
    told = published_tables(path, None, {"engagement_period"})["engagement_period"]
    assert str(told[0]["refresh_date"]) < str(KEPT_FROM)


def test_nobody_who_left_before_is_in_the_warehouse_but_whose_account_is_open(
    young: Home, expired: Home, gone_on: Home
) -> None:
    keys = keys_of(young.path, *LEFT)
    assert held(young.path, keys) >= {"account", "staff", "holder", "identifier", "presence"}
    assert held(expired.path, keys) == set()
    assert held(gone_on.path, keys) == set()
    of_open = keys_of(young.path, OPEN)
    assert held(gone_on.path, of_open) >= {"account", "staff", "holder", "identifier"}


def test_who_left_is_still_found_in_the_exports_that_are_kept(
    gone_on: Home, tmp_path: Path
) -> None:
    settings = settings_of(gone_on.copy(tmp_path / "asked"))
    lines: list[str] = []
    erase(settings, ["81", "p81@council.example"], lines.append, is_dry_run=True)
    assert lines[0].startswith("The warehouse holds nothing of this person")
    assert "Rows of the warehouse: 0" in lines
    # a staff list, and in each of two network exports an account and a message
    assert "Lines of exports, in 3 of them: 5" in lines
    export(settings, ["p81@council.example"], tmp_path / "answer.json", lines.append)
    assert json.loads((tmp_path / "answer.json").read_text())["facts"] == {}
    with pytest.raises(LoadError, match="Nothing that is held names this person"):
        erase(settings, ["nobody@council.example"], lines.append, is_dry_run=True)


def test_the_ledger_sums_and_has_the_accounts_that_left(gone_on: Home) -> None:
    tables = published_tables(gone_on.path, None, {"ledger_total", "department"})
    rows = [row for row in tables["ledger_total"] if row["department_id"] == "*"]
    last = max(rows, key=lambda row: str(row["date"]))
    assert last["left_count"] == 15  # 12 whose account was closed, one not, and one from outside
    parts = [last[f"{state}_count"] for state in STATES]
    assert last["account_count"] == sum(int(str(part)) for part in parts)
    assert "archive" in {row["department_id"] for row in tables["department"]}


def test_every_rule_of_disclosure_is_kept(gone_on: Home) -> None:
    lines: list[str] = []
    assert prove_edition(open_shelf(settings_of(gone_on.path)), None, lines.append) == KEPT


def test_on_postgresql_facts_expire_and_the_next_edition_is_the_same_and_after_an_erasure(
    expired: Home,
    gone_on: Home,
    files: list[Path],
    later: Path,
    home: Path,
    postgresql_database: str,
) -> None:
    url = postgresql_database.replace("+psycopg", "")
    settings = load_settings(home, environment(url))
    with mock.patch("etl.run.publish"):
        load(settings, files, lambda _: None)
    age(home, url)
    lines: list[str] = []
    with open_warehouse(settings) as warehouse:
        prepare_bench(warehouse.bench, settings, load_key(settings))
        assert expire(warehouse, settings, date(2026, 11, 22), lines.append, datetime.now(UTC))
    assert lines == list(said(expired, DELETED))
    assert loaded(home, [later], url).edition == gone_on.edition
    with open_warehouse(settings) as warehouse:
        with warehouse.transaction():
            before = told(warehouse, settings)
            theirs = f"select account_key from message where message_id = '{AGAIN.start}'"
            keys = frozenset(key for (key,) in bulk.tuples(warehouse, theirs))
            scope = derive(warehouse, settings)
            assert scope
            set_aside(warehouse, scope, keys)
        with warehouse.transaction():
            assert erase_facts(warehouse, keys)["message_link"] == 1
            count_besides(settings)
            assert told(warehouse, settings) == before
