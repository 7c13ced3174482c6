"""Keys are rotated: every hash is another, and nothing that was known is forgotten."""

import hashlib
import hmac
import json
import shutil
from pathlib import Path

import pytest

import uptake
from etl.access.grants import read_grants
from etl.editions.shelf import open_shelf
from etl.errors import SettingsError
from etl.identity.keys import keyed, load_key
from etl.identity.ring import KeyRing
from etl.kept import KeptExports
from etl.review.decisions import in_force
from etl.rotation import catching_up
from etl.rotation.rotate import rotate
from etl.run import DONE, load, rebuild
from etl.secret_file import new_secret, write_secrets
from etl.settings import Settings, load_settings
from etl.subject.known import OTHERS, OWN
from etl.warehouse import bulk
from etl.warehouse.engine import open_warehouse
from etl.warehouse.schema import metadata
from tests.support.homes import CONTENT
from tests.support.published import published_tables

LIST = "PersonId,ManagerId,Organization,EffectiveDate\n" + "".join(
    f"colleague{number}@council.example,colleague1@council.example,Care,2026-11-01\n"
    for number in range(1, 31)
)
PERSON = "colleague1@council.example"
KEYS = {"UPTAKE_KEY": "the first key for tests", "UPTAKE_KEY_2": "the second key for tests"}


class Died(BaseException):
    """Not an error that anything handles: as good as a kill."""


def quiet(_: str) -> None:
    """Hear nothing."""


def small(home: Path, environment: dict[str, str]) -> tuple[Settings, str]:
    """A home with one list of staff that is loaded, and its edition."""
    home.mkdir(exist_ok=True)
    settings = load_settings(home, environment)
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "people-2026-11-01.csv").write_text(LIST)
    outcome = load(settings, None, quiet)
    assert outcome.exit_code == DONE
    return settings, str(outcome.edition_id)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A small home with a key of its own, loaded once, and its edition."""
    settings, edition = small(tmp_path_factory.mktemp("rotation") / "home", {})
    return settings.home, edition


@pytest.fixture
def own(made: tuple[Path, str], home: Path) -> tuple[Settings, str]:
    """A copy of it to change."""
    shutil.copytree(made[0], home, dirs_exist_ok=True)
    return load_settings(home, {}), made[1]


def hashes(settings: Settings) -> dict[str, set[str]]:
    """Table and column to every keyed hash in it, '' and nothing left out."""
    with open_warehouse(settings) as warehouse, warehouse.transaction():
        return {
            f"{table.name}.{column.name}": {
                found
                for (found,) in bulk.tuples(
                    warehouse, f'select distinct "{column.name}" from "{table.name}"'
                )
                if found
            }
            for table in metadata.sorted_tables
            for column in table.columns
            if column.name in OWN | OTHERS
        }


def by_hand(before: dict[str, set[str]], key: bytes) -> dict[str, set[str]]:
    """What the hashes become under a second key: HMAC-SHA256 of the 32 digits, cut alike."""
    return {
        name: {hmac.new(key, old.encode(), hashlib.sha256).hexdigest()[:32] for old in found}
        for name, found in before.items()
    }


def main(home: Path, *words: str) -> int:
    return uptake.main([*words, "--home", str(home)])


def accounts(count: int) -> str:
    """The list of accounts of so many colleagues, and of one who is none."""
    lines = [
        f"7{number},colleague{number}@council.example,Care,2026-10-01 09:00:00,active"
        for number in range(1, count + 1)
    ]
    return "\n".join(
        [
            "id,email,department,joined_at,state",
            *lines,
            lines[0].replace("71,colleague1", "99,nobody"),
        ]
    )


def messages() -> str:
    lines = [
        f"{number},,{number},false,7{number},2026-11-0{1 + number % 5}T10:00:00Z"
        for number in range(1, 26)
    ]
    head = "id,replied_to_id,thread_id,in_private_group,sender_id,created_at"
    return "\n".join([head, *lines])


def decision(key: KeyRing, account: str) -> str:
    words = f"{keyed(key, 'account', account)},,service,A. Clerk,2026-11-02T12:00:00Z"
    return f"account_key,person_key,decision,decided_by,decided_at\n{words}\n"


def drop(settings: Settings, **files: str) -> None:
    """Load files; in their names ``_`` stands for ``-``."""
    for name, content in files.items():
        (settings.inbox / f"{name.replace('_', '-')}.csv").write_text(content)
    assert load(settings, None, quiet).exit_code == DONE


def test_loads_before_and_after_a_rotation_give_what_one_key_gives(
    own: tuple[Settings, str], tmp_path: Path
) -> None:
    """Staff, accounts and a decision before, more of them after; against one key for all."""
    settings, _ = own
    before = {"Users_2026_11_01": accounts(20)}
    after = {"Users_2026_11_06": accounts(25), "Messages_2026_11_06": messages()}
    drop(settings, **before, decided=decision(load_key(settings), "73"))
    held = hashes(settings)
    assert main(settings.home, "keys", "rotate") == DONE
    assert hashes(settings) == by_hand(held, load_key(settings).keys[1])
    assert [note.decision.account_key for note in in_force(settings)] == [
        keyed(load_key(settings), "account", "73")
    ]
    drop(settings, **after)
    other, _ = small(tmp_path / "other", {"UPTAKE_KEY": "k" * 16})
    drop(other, **before, **after, decided=decision(load_key(other), "73"))
    tables = published_tables(settings.home, None, CONTENT)
    assert tables == published_tables(other.home, None, CONTENT)
    assert {row["state"] for row in tables["ledger"]} >= {"matched", "service"}


@pytest.mark.parametrize("step", ["move_handles", "move_hashes"])
def test_a_rotation_that_dies_is_finished_by_the_next_load(
    own: tuple[Settings, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    step: str,
) -> None:
    settings, edition = own
    home = settings.home
    manager = ("--issuer", "https://id.example", "--subject", "s", "--person", PERSON)
    assert main(home, "access", "grant", "manager", *manager) == DONE
    before = hashes(settings)

    def die(*_: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(catching_up, step, die)
        with pytest.raises(Died):
            rotate(settings, quiet)
    assert hashes(settings) == before
    assert main(home, "export", PERSON, "--to", str(home / "answer.json")) == 1
    assert "Finish it: uptake keys rotate" in capsys.readouterr().err
    said: list[str] = []
    assert load(settings, [], said.append).edition_id == edition
    assert "A rotation to key 2 was not finished; it is now." in said
    assert hashes(settings) == by_hand(before, load_key(settings).keys[1])
    [grant] = read_grants(home).people.values()
    assert open_shelf(settings).reach()[grant.person or ""] == {"care"}
    assert main(home, "export", PERSON, "--to", str(home / "answer.json")) == DONE
    assert len(json.loads((home / "answer.json").read_text())["lines"]) == 1


def test_the_next_rotation_finishes_one_that_died_and_adds_no_key(
    own: tuple[Settings, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, edition = own
    with monkeypatch.context() as patch:
        patch.setattr(catching_up, "move_hashes", lambda *_: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            rotate(settings, quiet)
    said: list[str] = []
    rotate(settings, said.append)
    assert "The rotation to key 2 is finished." in said
    assert len(load_key(settings)) == 2
    assert rebuild(settings, quiet).edition_id == edition


def test_keys_of_the_environment_are_added_there_and_taken_up_on_postgresql(
    home: Path, postgresql_database: str
) -> None:
    place = {"UPTAKE_DATABASE_URL": postgresql_database}
    settings, edition = small(home, {**place, "UPTAKE_KEY": KEYS["UPTAKE_KEY"]})
    before = hashes(settings)
    with pytest.raises(SettingsError, match="Add UPTAKE_KEY_2") as caught:
        rotate(settings, quiet)
    assert KEYS["UPTAKE_KEY"] not in str(caught.value)
    longer = load_settings(home, {**place, **KEYS})
    rotate(longer, quiet)
    assert hashes(longer) == by_hand(before, KEYS["UPTAKE_KEY_2"].encode())
    assert load(longer, [], quiet).edition_id == edition
    with pytest.raises(SettingsError, match="made with another key"):
        load(settings, [], quiet)


def test_kept_exports_and_cookies_get_new_keys_and_the_log_a_line(
    own: tuple[Settings, str], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, _ = own
    home = settings.home
    secret = home / ".streamlit" / "secrets.toml"
    secret.parent.mkdir()
    secret.write_text('[auth]\ncookie_secret = "old secret"\n')
    key = settings.data / "exports.key"
    [snapshot] = KeptExports(settings)
    old = key.read_text(), snapshot.path.read_bytes()[:32]
    assert main(home, "keys", "rotate") == DONE
    assert old[0] not in key.read_text()
    assert len(key.read_text().split()) == 1
    assert snapshot.path.read_bytes()[:32] != old[1]
    with KeptExports(settings).opened(snapshot) as path:
        assert path.read_text() == LIST
    assert "old secret" not in secret.read_text()
    capsys.readouterr()
    assert main(home, "audit", "show") == DONE
    assert "keys" in capsys.readouterr().out
    assert main(home, "keys", "status") == DONE
    told = capsys.readouterr().out
    assert "2 keys in data/key" in told
    assert "1 encrypted with the newest key in data/exports.key, 0 with another, 0 not" in told
    assert not any(line in told for line in (settings.data / "key").read_text().split())


def test_another_key_is_told_and_changes_nothing(
    own: tuple[Settings, str], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, edition = own
    home, before = settings.home, hashes(settings)
    (settings.data / "key").rename(home / "key")
    (home / "people.csv").write_text(LIST)
    for words in (
        ("load",),
        ("rebuild",),
        ("rebuild", "--from-what-is-kept"),
        ("check", str(home / "people.csv")),
        ("keys", "rotate"),
    ):
        assert main(home, *words) == 1, words
        assert "made with another key. Put back data/key" in capsys.readouterr().err
    (home / "key").rename(settings.data / "key")
    assert load(settings, [], quiet).edition_id == edition
    assert hashes(settings) == before


def test_people_who_were_erased_stay_so_under_another_key(
    own: tuple[Settings, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Even where no warehouse is left that could tell that the key is another."""
    settings, _ = own
    home = settings.home
    assert main(home, "erase", "colleague7@council.example") == DONE
    erased = (settings.data / "erased.json").read_bytes()
    (settings.data / "warehouse.duckdb").unlink()
    (settings.data / "key").rename(home / "key")
    write_secrets(settings.data / "key", [new_secret(), new_secret()])
    capsys.readouterr()
    assert main(home, "rebuild") == 1
    assert "so people who were erased could come back" in capsys.readouterr().err
    assert (settings.data / "erased.json").read_bytes() == erased
    (home / "key").rename(settings.data / "key")
    assert main(home, "rebuild") == DONE
    assert len(hashes(settings)["staff.person_id_key"]) == 29


def test_no_earlier_hash_stays_in_the_file_of_the_warehouse(own: tuple[Settings, str]) -> None:
    settings, _ = own
    before = hashes(settings)["staff.person_id_key"]
    file = settings.data / "warehouse.duckdb"
    assert any(hashed.encode() in file.read_bytes() for hashed in before)
    rotate(settings, quiet)
    content = file.read_bytes()
    assert not [hashed for hashed in before if hashed.encode() in content]
