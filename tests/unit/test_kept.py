"""Exports are kept sealed, read again through one door, and nothing readable stays behind."""

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from etl.errors import NotReadable, SettingsError
from etl.kept import KeptExports
from etl.settings import load_settings
from etl.snapshots import digest

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = b"PersonId,Email\r\n1,ada@council.example\r\n"
LONG = "one secret of thirty-two letters", "another one of thirty-two letters"


@pytest.fixture
def settings(home):
    return load_settings(home, {})


def plainly(settings):
    return replace(settings, privacy=replace(settings.privacy, encrypt_exports=False))


def drop(settings, text=TEXT, name="people.csv"):
    settings.inbox.mkdir(parents=True, exist_ok=True)
    path = settings.inbox / name
    path.write_bytes(text)
    os.utime(path, ns=(1_790_000_000_123_456_789, 1_790_000_000_123_456_789))
    return path


def kept(settings, path=None, *, move=False, **given):
    path = path or drop(settings, **given)
    return KeptExports(settings).keep(
        path, snapshot_id=digest(path), source="staff_people", exported_at=NOON, move=move
    )


def text_of(settings, snapshot):
    with KeptExports(settings).opened(snapshot) as path:
        return path.read_bytes()


def readable(settings):
    """Whatever under data/ has the address in it."""
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    return [path for path in files if b"ada@council" in path.read_bytes()]


def rewritten(snapshot, change):
    snapshot.path.write_bytes(change(snapshot.path.read_bytes()))


def test_what_is_kept_is_sealed_and_opens_as_it_came(settings):
    snapshot = kept(settings, move=True)
    assert readable(settings) == []
    assert snapshot.path.name == f"20261122T120000Z_{snapshot.snapshot_id}_people.csv"
    with KeptExports(settings).opened(snapshot) as path:
        assert path.read_bytes() == TEXT
        assert path.stat().st_mtime_ns == 1_790_000_000_123_456_789
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert readable(settings) == []
    assert list(KeptExports(settings)) == [snapshot]


def test_nothing_readable_stays_where_reading_fails(settings):
    snapshot = kept(settings, move=True)
    opening = KeptExports(settings).opened(snapshot)
    plain = opening.__enter__()
    assert readable(settings) == [plain]
    assert not opening.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert readable(settings) == []


def test_the_key_is_made_once_and_is_its_owners_alone(settings):
    for name in ("one.csv", "two.csv"):
        kept(settings, name=name, text=name.encode())
    path = settings.data / "exports.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(path.read_text())) == 32
    assert {stat.S_IMODE(each.path.stat().st_mode) for each in KeptExports(settings)} == {0o600}


def test_a_key_of_the_environment_goes_first(home):
    settings = load_settings(home, {"UPTAKE_EXPORTS_KEY": LONG[0]})
    snapshot = kept(settings, move=True)
    assert not (settings.data / "exports.key").exists()
    assert text_of(settings, snapshot) == TEXT
    assert LONG[0] not in repr(settings)


def test_a_short_key_is_refused_without_repeating_it(home):
    settings = load_settings(home, {"UPTAKE_EXPORTS_KEY": "thirty-one letters and no more."})
    with pytest.raises(SettingsError, match="32") as caught:
        kept(settings)
    assert "thirty-one" not in str(caught.value)


def test_it_is_kept_as_it_came_where_that_is_configured(settings):
    snapshot = kept(plainly(settings))
    assert snapshot.path.read_bytes() == text_of(settings, snapshot) == TEXT
    assert not (settings.data / "exports.key").exists()


def test_what_was_kept_as_it_came_is_sealed_later_and_once(settings):
    snapshot = kept(plainly(settings), move=True)
    draft = snapshot.path.with_name(f".{snapshot.path.name}.draft")
    draft.write_bytes(TEXT)  # left by a process that was killed
    assert KeptExports(settings).seal_all() == (1, [])
    assert readable(settings) == []
    assert not draft.exists()
    assert KeptExports(settings).seal_all() == (0, [])
    assert text_of(plainly(settings), snapshot) == TEXT


@pytest.mark.parametrize("damage", [lambda text: text[:-1], lambda text: text[:-20] + text[-19:]])
def test_what_was_changed_or_cut_off_is_told_by_name(settings, damage):
    snapshot = kept(settings, move=True)
    rewritten(snapshot, damage)
    with pytest.raises(NotReadable) as caught:
        text_of(settings, snapshot)
    assert str(caught.value) == (
        "people.csv has changed, or was cut off, since it was kept. Put the copy from your backup "
        "back under data/snapshots."
    )
    assert readable(settings) == []


def test_two_exports_cannot_take_each_others_places(settings):
    one, two = (kept(settings, name=name, text=name.encode()) for name in ("a.csv", "b.csv"))
    content = one.path.read_bytes()
    rewritten(one, lambda _: two.path.read_bytes())
    rewritten(two, lambda _: content)
    for snapshot in (one, two):
        with pytest.raises(NotReadable, match="has changed"):
            text_of(settings, snapshot)


def test_without_its_key_nothing_opens_and_no_new_key_is_made(settings):
    snapshot = kept(settings, move=True)
    (settings.data / "exports.key").unlink()
    told = "people.csv is kept encrypted, and the key for it is not here"
    for attempt in (
        lambda: text_of(settings, snapshot),
        KeptExports(settings).refuse_without_key,
        lambda: kept(settings, name="next.csv", text=b"next"),
    ):
        with pytest.raises(NotReadable) as caught:
            attempt()
        assert str(caught.value).startswith(told)
        assert "exports.key" in str(caught.value)
    assert not (settings.data / "exports.key").exists()


def test_under_another_key_what_was_sealed_waits_for_its_own(home, settings):
    snapshot = kept(settings, move=True)
    other = load_settings(home, {"UPTAKE_EXPORTS_KEY": LONG[0]})
    count, problems = KeptExports(other).seal_all()
    assert count == 0
    assert len(problems) == 1
    assert "people.csv" in problems[0]
    assert text_of(settings, snapshot) == TEXT


def test_a_process_that_dies_while_it_seals_loses_nothing_and_leaves_nothing_readable(
    settings, monkeypatch
):
    path = drop(settings)

    def die(source, target, key, label):
        target.write(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("etl.kept.seal", die)
        with pytest.raises(KeyboardInterrupt):
            kept(settings, path, move=True)
    assert path.read_bytes() == TEXT
    assert list(KeptExports(settings)) == []
    snapshot = kept(settings, path, move=True)
    assert KeptExports(settings).seal_all() == (0, [])
    assert list(snapshot.path.parent.iterdir()) == [snapshot.path]
    assert text_of(settings, snapshot) == TEXT


def test_what_an_earlier_key_sealed_is_sealed_anew(home):
    snapshot = kept(load_settings(home, {"UPTAKE_EXPORTS_KEY": LONG[0]}), move=True)
    both = load_settings(
        home, {"UPTAKE_EXPORTS_KEY": LONG[1], "UPTAKE_EXPORTS_KEY_BEFORE": LONG[0]}
    )
    assert text_of(both, snapshot) == TEXT
    assert KeptExports(both).seal_all() == (1, [])
    newest = load_settings(home, {"UPTAKE_EXPORTS_KEY": LONG[1]})
    assert text_of(newest, snapshot) == TEXT


@pytest.mark.parametrize("content", ["", "\n", "zz", "00" * 16, "é", f"{'00' * 32}\n{'00' * 31}"])
def test_a_damaged_key_is_told_and_never_replaced(settings, content):
    file = settings.data / "exports.key"
    file.parent.mkdir()
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="backup"):
        kept(settings)
    assert file.read_text(encoding="utf-8") == content
