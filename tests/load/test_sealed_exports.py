"""A load leaves no export that could be read, and everything that starts from them still works."""

import shutil
from pathlib import Path

import pytest

from etl.errors import NotReadable
from etl.kept import KeptExports
from etl.run import DONE, NEEDS_PERSON, load, rebuild
from etl.settings import Settings, load_settings
from tests.conftest import KEY

LIST = "PersonId,Organization,EffectiveDate\n" + "".join(
    f"colleague{number}@council.example,Housing,2026-11-01\n" for number in range(1, 31)
)
PERSON = b"colleague7@council"
PLAIN = "[privacy]\nencrypt_exports = false\n"


def settings_of(home: Path, config: str = "") -> Settings:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(config)
    return load_settings(home, {"UPTAKE_KEY": KEY})


def loaded(settings: Settings) -> str:
    settings.inbox.mkdir(parents=True, exist_ok=True)
    (settings.inbox / "people-2026-11-01.csv").write_text(LIST)
    outcome = load(settings, None, lambda _: None)
    assert outcome.exit_code == DONE
    return str(outcome.edition_id)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home with one list that was loaded, and its edition."""
    home = tmp_path_factory.mktemp("sealed") / "home"
    return home, loaded(settings_of(home))


@pytest.fixture
def own(made: tuple[Path, str], home: Path) -> tuple[Settings, str]:
    """A copy of it to change."""
    shutil.copytree(made[0], home, dirs_exist_ok=True)
    return settings_of(home), made[1]


def readable(settings: Settings) -> list[str]:
    """The files under data/ with the person in them; the lock of DuckDB's file is no obstacle."""
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    return [str(path.relative_to(settings.data)) for path in files if PERSON in path.read_bytes()]


def test_no_file_of_an_installation_names_a_person(own: tuple[Settings, str]) -> None:
    settings, edition = own
    assert readable(settings) == []
    assert rebuild(settings, lambda _: None).edition_id == edition
    assert readable(settings) == []


def test_what_is_kept_from_before_is_encrypted_by_the_next_load(home: Path) -> None:
    edition = loaded(settings_of(home, PLAIN))
    settings, said = settings_of(home), list[str]()
    assert len(readable(settings)) == 1
    assert load(settings, [], said.append).edition_id == edition
    assert "Encrypted with the newest key: 1 export." in said
    assert readable(settings) == []


def test_a_rebuild_without_the_key_changes_nothing(own: tuple[Settings, str]) -> None:
    settings, edition = own
    home = settings.home
    warehouse = (settings.data / "warehouse.duckdb").read_bytes()
    (settings.data / "exports.key").rename(home / "elsewhere")
    with pytest.raises(NotReadable, match=r"people-2026-11-01\.csv is kept encrypted"):
        rebuild(settings, lambda _: None)
    assert (settings.data / "warehouse.duckdb").read_bytes() == warehouse
    (home / "elsewhere").rename(settings.data / "exports.key")
    assert load(settings, [], lambda _: None).edition_id == edition


def test_an_export_that_was_tampered_with_is_refused_by_name(own: tuple[Settings, str]) -> None:
    settings, _ = own
    (snapshot,) = KeptExports(settings)
    snapshot.path.write_bytes(snapshot.path.read_bytes()[:-1])
    said: list[str] = []
    outcome = rebuild(settings, said.append)
    assert outcome.refused == ["people-2026-11-01.csv"]
    assert outcome.exit_code != DONE
    assert any("has changed, or was cut off" in line for line in said)


def test_an_export_under_a_key_that_is_gone_asks_for_a_person(own: tuple[Settings, str]) -> None:
    settings, edition = own
    home = settings.home
    environment = {"UPTAKE_KEY": KEY, "UPTAKE_EXPORTS_KEY": "another secret of thirty-two letters"}
    outcome = load(load_settings(home, environment), [], lambda _: None)
    assert (outcome.exit_code, outcome.edition_id) == (NEEDS_PERSON, edition)
