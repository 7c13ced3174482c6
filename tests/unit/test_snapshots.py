"""Snapshots: what they are called, that they are kept whole, and that content is known again."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etl import snapshots
from etl.snapshots import content_id, date_of, digest, keep, kept_snapshots

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "snapshots"


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(b"PersonId,Organization\r\n1,Housing\r\n")
    return path


def kept(path, folder, *, move=False, at=NOON, source="staff_people"):
    id_ = digest(path)
    return keep(path, folder, snapshot_id=id_, source=source, exported_at=at, move=move)


@pytest.mark.parametrize(
    ("length", "hashed"),
    [
        (1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"),
        (1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"),
        (102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"),
    ],
)
def test_an_id_is_the_beginning_of_the_blake3_of_the_content(export, folder, length, hashed):
    """The test vectors of BLAKE3 repeat the bytes 0 to 250."""
    export.write_bytes((bytes(range(251)) * (1 + length // 251))[:length])
    assert digest(export) == hashed[:16]
    assert content_id(export, folder) == hashed[:16]


def test_an_id_is_of_every_byte_of_a_file_longer_than_one_piece(export):
    export.write_bytes(bytes(1_000_000))
    before = digest(export)
    export.write_bytes(bytes(999_999) + b"\1")
    assert digest(export) != before


def test_the_same_content_under_another_name_has_the_same_id(export, folder):
    other = export.with_name("people (2).csv")
    other.write_bytes(export.read_bytes())
    assert content_id(other, folder) == content_id(export, folder)


def test_a_file_that_did_not_change_is_not_read_again(export, folder, monkeypatch):
    before = content_id(export, folder)
    monkeypatch.setattr(snapshots, "digest", lambda path: pytest.fail("read again"))
    assert content_id(export, folder) == before


def test_a_file_that_changed_in_place_has_a_new_id(export, folder):
    before = content_id(export, folder)
    status = export.stat()
    export.write_bytes(export.read_bytes().replace(b"Housing", b"Library"))
    os.utime(export, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert content_id(export, folder) == digest(export) != before


@pytest.mark.parametrize("cache", ["", "{", "[]", "7"])
def test_a_damaged_memory_costs_a_second_and_no_more(export, folder, cache):
    folder.mkdir()
    (folder / "seen.json").write_text(cache)
    assert content_id(export, folder) == digest(export)
    assert content_id(export, folder) == digest(export)


def test_a_snapshot_is_named_by_source_instant_hash_and_its_own_name(export, folder):
    snapshot = kept(export, folder)
    assert snapshot.path == (
        folder / "staff_people" / f"20261122T120000Z_{digest(export)}_people.csv"
    )
    assert (snapshot.source, snapshot.file) == ("staff_people", "people.csv")
    assert snapshot.exported_at == NOON


def test_a_named_file_is_copied_and_a_file_of_the_inbox_is_moved(export, folder):
    content = export.read_bytes()
    assert kept(export, folder, move=False).path.read_bytes() == content
    assert export.exists()
    assert kept(export, folder, move=True).path.read_bytes() == content
    assert not export.exists()


def test_a_file_of_another_disk_is_copied_and_then_taken_away(export, folder, monkeypatch):
    content, rename = export.read_bytes(), Path.rename

    def refuse(self, target):
        if self == export:
            raise OSError("another disk")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    assert kept(export, folder, move=True).path.read_bytes() == content
    assert not export.exists()


def test_an_instant_is_kept_in_utc_to_its_parts_of_a_second(export, folder):
    summer = datetime.fromisoformat("2026-07-01T00:30:00.900+01:00")
    snapshot = kept(export, folder, at=summer)
    assert snapshot.exported_at == datetime(2026, 6, 30, 23, 30, 0, 900_000, tzinfo=UTC)
    assert snapshot.path.name.startswith("20260630T233000.900000Z_")


def test_what_was_kept_is_found_again_oldest_first(tmp_path, folder):
    made = []
    for name, hour in (("b.csv", 12), ("a.csv", 9), ("odd_2026_name_.zip", 15)):
        path = tmp_path / name
        path.write_text(name)
        made.append(kept(path, folder, at=NOON.replace(hour=hour), source=f"of_{hour}"))
    assert list(kept_snapshots(folder)) == [made[1], made[0], made[2]]


def test_a_draft_left_by_a_crash_is_no_snapshot(export, folder):
    snapshot = kept(export, folder)
    snapshot.path.with_name(f".{snapshot.path.name}.draft").write_text("half")
    content_id(export, folder)
    assert list(kept_snapshots(folder)) == [snapshot]


def test_nothing_kept_is_no_snapshot(folder):
    assert list(kept_snapshots(folder)) == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("export-2026-11-22.zip", (2026, 11, 22)),
        ("people_20261122.csv", (2026, 11, 22)),
        ("Users_2026.11.2.csv", (2026, 11, 2)),
        ("20261122T053000Z visits.json", (2026, 11, 22)),
        ("id 99920261122 of 2026-10-05.csv", (2026, 10, 5)),
        ("people 2026-13-45, as of 2026-03-31.csv", (2026, 3, 31)),
    ],
)
def test_the_date_in_a_name_dates_an_export(tmp_path, name, day):
    path = tmp_path / name
    path.touch()
    year, month, number = day
    noon = datetime(year, month, number, 12, tzinfo=UTC)
    os.utime(path, (0, noon.timestamp()))
    assert date_of(path) == noon


def test_of_two_exports_with_one_date_in_their_names_the_one_saved_later_is_later(tmp_path):
    days = [0, 0.000001, 1, 30, 3650]  # the second is 86.4 ms later than the first
    found = []
    for number, after in enumerate(days):
        path = tmp_path / f"{number}" / "people-2026-11-22.csv"
        path.parent.mkdir()
        path.touch()
        os.utime(path, (0, NOON.timestamp() + after * 86_400))
        found.append(date_of(path))
    assert found == sorted(set(found))
    assert {instant.date() for instant in found} == {NOON.date()}


def test_a_file_saved_before_the_date_in_its_name_is_of_that_date(tmp_path):
    path = tmp_path / "people-2026-11-22.csv"
    path.touch()
    os.utime(path, (0, 0))
    assert date_of(path) == NOON


@pytest.mark.parametrize(
    "name", ["people.csv", "people_2026.csv", "people_2026-11.csv", "people_202611.csv", "1.2.3"]
)
def test_without_a_whole_date_in_the_name_the_time_of_change_does(tmp_path, name):
    path = tmp_path / name
    path.touch()
    os.utime(path, (0, 1_790_000_000.75))
    assert date_of(path) == datetime.fromtimestamp(1_790_000_000.75, UTC)


def test_of_two_exports_of_one_second_the_later_stays_the_later(folder, tmp_path):
    for name, part in [("first.csv", 2), ("second.csv", 1)]:
        path = tmp_path / name
        path.write_text(name)
        kept(path, folder, at=NOON.replace(microsecond=part))
    found = list(kept_snapshots(folder))
    assert [each.file for each in found] == ["second.csv", "first.csv"]
    assert [each.exported_at.microsecond for each in found] == [1, 2]
