"""Who is erased, and who is not; and an erasure that was interrupted."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import uptake
from etl.audit import AuditLog
from etl.identity.keys import load_key
from etl.kept import KeptExports
from etl.run import load, rebuild
from etl.settings import Settings, load_settings
from tests.conftest import KEY
from tests.support.homes import fact_rows

HEAD = "PersonId,Organization,Email,EffectiveDate,ManagerId\n"
# The desk's address was Ann's, then Bob's. Cy is Bob's manager by number.
JANUARY = """1001,Care,desk@council.example,2026-01-01,1003
1002,Care,bob@council.example,2026-01-01,1003
1003,Roads,cy@council.example,2026-01-01,
"""
FEBRUARY = """1001,Care,ann@council.example,2026-02-01,1003
1002,Care,desk@council.example,2026-02-01,1003
1003,Roads,cy@council.example,2026-02-01,
"""
REGISTRY = """idea_title,destination,link,audience_department,posted_by
Box,https://a.example/box,https://go.example/1,Care,Ann Ash
Van,https://a.example/van,https://go.example/2,Care,Ann Ashby
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two staff lists and a registry of links that are loaded."""
    home = tmp_path_factory.mktemp("erasure")
    settings = load_settings(home, {"UPTAKE_KEY": KEY})
    settings.inbox.mkdir(parents=True)
    for day, text in (("2026-01-01", JANUARY), ("2026-02-01", FEBRUARY)):
        (settings.inbox / f"people-{day}.csv").write_text(HEAD + text)
    (settings.inbox / "link-registry.csv").write_text(REGISTRY)
    load(settings, None, lambda _: None)
    return home


@pytest.fixture
def settings(home: Path, loaded: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of that home, of which nothing was published."""
    monkeypatch.setenv("UPTAKE_KEY", KEY)
    shutil.copytree(loaded, home, dirs_exist_ok=True)
    (home / "data" / "editions" / "current").unlink()
    monkeypatch.setattr("etl.run.publish", lambda *_: None)  # it takes long, and nobody asks
    return load_settings(home)


def erase(settings: Settings, *people: str) -> int:
    return uptake.main(["erase", *people, "--home", str(settings.home)])


def kept(settings: Settings) -> list[str]:
    exports = KeptExports(settings)

    def texts() -> Iterator[str]:
        for snapshot in exports:
            with exports.opened(snapshot) as path:
                yield path.read_text("utf-8")

    return list(texts())


def people(settings: Settings) -> int:
    return len({row[2] for row in fact_rows(settings.home, "staff")})


def test_what_two_colleagues_had_names_neither(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase(settings, "desk@council.example") == 1
    assert "stood for more than one colleague" in capsys.readouterr().err
    assert people(settings) == 3


def test_a_dry_run_tells_what_would_go_and_changes_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = kept(settings)
    assert erase(settings, "1001", "--dry-run") == 0
    dry = capsys.readouterr().out.splitlines()
    assert dry[-1].startswith("Nothing was changed.")
    assert (people(settings), kept(settings)) == (3, before)
    assert not (settings.data / "erased.json").exists()
    assert erase(settings, "1001") == 0
    assert set(dry[:-1]) <= set(capsys.readouterr().out.splitlines())
    noted = [line.entry for line in AuditLog(settings.audit).lines()]
    assert [(each.action, each.what) for each in noted] == [
        ("identities", "erase"),
        ("erase", "person"),
    ]


def test_only_one_of_them_goes_and_their_manager_stays_named(settings: Settings) -> None:
    assert erase(settings, "1001") == 0
    assert people(settings) == 2
    january, february = (each for each in kept(settings) if each.startswith(HEAD))
    assert january == f"{HEAD}\n{JANUARY.partition(chr(10))[2]}"
    assert february == f"{HEAD}\n{FEBRUARY.partition(chr(10))[2]}"
    assert erase(settings, "ann@council.example") == 0
    (tombstone,) = json.loads((settings.data / "erased.json").read_text())["tombstones"]
    assert len(list((settings.data / "erasures").glob(f"*-{tombstone['id']}.txt"))) == 2


def test_a_manager_goes_out_of_the_lines_of_others_also_after_the_keys_were_rotated(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert erase(settings, "cy@council.example") == 0
    january = next(each for each in kept(settings) if each.startswith(HEAD))
    assert january == (
        f"{HEAD}1001,Care,desk@council.example,2026-01-01,\n"
        "1002,Care,bob@council.example,2026-01-01,\n\n"
    )
    (settings.inbox / "people-2026-03-01.csv").write_text(
        HEAD + FEBRUARY.replace("2026-02", "2026-03")
    )
    before = (settings.data / "erased.json").read_text()
    monkeypatch.setenv("UPTAKE_KEY_2", KEY[::-1])
    settings = load_settings(settings.home)
    load(settings, None, lambda _: None)
    after = json.loads((settings.data / "erased.json").read_text())
    assert not [key for key in after["tombstones"][0]["keys"] if key in before]
    assert people(settings) == 2
    staff = fact_rows(settings.home, "staff")
    assert len(staff) == 6
    managers = {row[9] for row in staff}
    assert managers == {None}
    assert "1003" not in "".join(kept(settings))


def test_who_is_not_held_is_told(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert erase(settings, "nobody@council.example") == 1
    assert "Nothing that is held names this person" in capsys.readouterr().err
    assert not (settings.data / "erased.json").exists()


def test_their_name_goes_where_it_is_given(settings: Settings) -> None:
    assert erase(settings, "1001", "Ann Ash") == 0
    assert REGISTRY.replace("Ann Ash\n", "\n") in kept(settings)
    assert len(fact_rows(settings.home, "registry")) == 2


def test_decisions_about_them_go_too_and_are_not_taken_again(settings: Settings) -> None:
    key = load_key(settings)
    theirs, others = (key.hashed(f"employee:{number}") for number in ("1001", "1002"))
    account, head = "0" * 32, "account_key,person_key,decision,decided_by,decided_at,key_count\n"
    line = f"{account},{{}},reject,dpo,2026-02-0{{}}T10:00:00Z,1\n"
    decided = head + line.format(theirs, 1) + line.format(others, 1)
    (settings.inbox / "decisions.csv").write_text(decided)
    load(settings, None, lambda _: None)
    assert erase(settings, "1001") == 0
    assert f"{head}\n{line.format(others, 1)}" in kept(settings)
    assert [row[1] for row in fact_rows(settings.home, "match_decision")] == [others]
    (settings.inbox / "more.csv").write_text(head + line.format(theirs, 2))
    said: list[str] = []
    load(settings, None, said.append)
    assert "  1 row left out: erased" in said
    assert [row[1] for row in fact_rows(settings.home, "match_decision")] == [others]


def broken(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_erasure_that_was_interrupted_is_finished_by_the_next_load(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("write_erased", "erase_facts", "certify"):
        with monkeypatch.context() as patch:
            patch.setattr(f"etl.erasure.erase.{step}", broken)
            assert erase(settings, "1001") == 130
    assert not (settings.data / "erasures").exists()
    said: list[str] = []
    load(settings, [], said.append)
    assert said[0] == "An erasure that was interrupted is finished."
    (certificate,) = (settings.data / "erasures").iterdir()
    assert "Taken up again" in certificate.read_text()
    (tombstone,) = json.loads((settings.data / "erased.json").read_text())["tombstones"]
    assert tombstone["is_done"]
    assert people(settings) == 2
    assert "1001" not in "".join(kept(settings))


def test_a_rebuild_gives_the_facts_that_are_there(settings: Settings) -> None:
    assert erase(settings, "1001") == 0
    tables = ("staff", "registry", "snapshot", "snapshot_part", "address")
    before = {table: fact_rows(settings.home, table) for table in tables}
    rebuild(settings, lambda _: None)
    assert {table: fact_rows(settings.home, table) for table in tables} == before
    assert sorted(str(row[5]) for row in before["snapshot_part"]) == ["2", "3", "3"]  # as they came


def test_a_damaged_list_of_the_erased_stops_every_load(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.data / "erased.json").write_text("{")
    assert uptake.main(["load", "--home", str(settings.home)]) == 1
    assert "data/erased.json is damaged" in capsys.readouterr().err
