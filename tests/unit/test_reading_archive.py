"""A ZIP is opened with suspicion: what could do harm is refused before anything is read."""

import io
import struct
import warnings
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import FileError, NotReadable, UnsafeArchive
from etl.reading import archive
from etl.reading.archive import open_archive

USERS = "id,name\n1,José\n".encode()


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], level: int = 6) -> bytes:
    data = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of names that occur twice
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
            for name, content in files:
                file.writestr(name, content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def stored(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    return path


def refusal(tmp_path: Path, data: bytes) -> str:
    """Why a ZIP is refused, at the opening or at the reading of its first entry."""
    path = stored(tmp_path, data)
    with (
        pytest.raises((UnsafeArchive, NotReadable)) as caught,
        open_archive(path, name="export.zip") as opened,
    ):
        opened.extract(opened.entries[0], tmp_path)
    told = str(caught.value)
    assert told.startswith("export.zip")
    assert told.endswith(".")
    assert str(tmp_path) not in told
    return f"{type(caught.value).__name__}: {told}"


def patched(data: bytes, name: bytes, offset: int, value: bytes, *, central: bool = True) -> bytes:
    """``data`` with bytes of one entry's header changed; ``offset`` is that in the header."""
    mark, fixed = (b"PK\x01\x02", 46) if central else (b"PK\x03\x04", 30)
    place = data.index(mark)
    while data[place + fixed : place + fixed + len(name)] != name:
        place = data.index(mark, place + 1)
    return data[: place + offset] + value + data[place + offset + len(value) :]


def test_entries_are_found_in_folders_and_streamed(tmp_path):
    data = packed(
        ("Users.csv", USERS),
        ("12345/Users.csv", b"id\n2\n"),
        ("12345/files/", b""),
        ("__MACOSX/._Users.csv", b"x"),
        ("log.txt", b"\xef\xbb\xbfNumber of exported USERS: 1\n"),
    )
    with open_archive(stored(tmp_path, data), name="export.zip") as opened:
        found = [(entry.folder, entry.name, entry.bytes) for entry in opened.entries]
        assert found == [
            ("", "Users.csv", len(USERS)),
            ("12345", "Users.csv", 5),
            ("", "log.txt", 31),
        ]
        one, two = (opened.extract(entry, tmp_path) for entry in opened.entries[:2])
        assert one.parent == two.parent == tmp_path
        assert one != two
        assert one.read_bytes() == USERS
        assert two.read_bytes() == b"id\n2\n"
        log = opened.entries[2]
        assert opened.read_text(log, 100) == "Number of exported USERS: 1\n"
        assert opened.read_text(log, 9) == "Number"


def test_when_it_was_made(tmp_path):
    old = zipfile.ZipInfo("a", (2026, 1, 2, 3, 4, 5))
    new = zipfile.ZipInfo("b", (2026, 11, 22, 9, 30, 2))
    with open_archive(stored(tmp_path, packed((new, b""), (old, b""))), name="x") as opened:
        assert opened.made_at == datetime(2026, 11, 22, 9, 30, 2, tzinfo=UTC)
    undated = zipfile.ZipInfo("a", (1980, 1, 1, 0, 0, 0))
    with open_archive(stored(tmp_path, packed((undated, b""))), name="x") as opened:
        assert opened.made_at is None


def test_a_month_that_is_none_is_no_time(tmp_path):
    data = packed((zipfile.ZipInfo("a", (2026, 1, 2, 3, 4, 5)), b""))
    dated = struct.pack("<HH", 0, (46 << 9) | (15 << 5) | 1)
    with open_archive(stored(tmp_path, patched(data, b"a", 12, dated)), name="x") as opened:
        assert opened.made_at is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../Users.csv", "leads? out"),
        ("a/../../Users.csv", "leads? out"),
        ("..", "leads? out"),
        ("/etc/Users.csv", "absolute"),
        ("C:/Users.csv", "absolute"),
        ("c:Users.csv", "absolute"),
        ("..\\Users.csv", "character"),
        ("a\\Users.csv", "character"),
    ],
)
def test_names_that_lead_elsewhere(tmp_path, name, why):
    told = refusal(tmp_path, packed(("ok.csv", USERS), (name, USERS)))
    assert told.startswith("UnsafeArchive")
    assert {"leads? out": "lead out", "absolute": "absolute", "character": "character"}[why] in told
    assert "Users.csv" not in told


def test_a_nul_in_a_name(tmp_path):
    data = packed(("UsersX.csv", USERS)).replace(b"UsersX.csv", b"Users\0.csv")
    assert "character" in refusal(tmp_path, data)


def test_a_link(tmp_path):
    link = zipfile.ZipInfo("Users.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    assert "link" in refusal(tmp_path, packed((link, b"/etc/passwd")))


@pytest.mark.parametrize("twin", ["users.CSV", "USERS.csv"])
def test_two_files_of_one_name(tmp_path, twin):
    assert "same name" in refusal(tmp_path, packed(("Users.csv", USERS), (twin, USERS)))


def test_two_files_of_one_name_in_two_folders(tmp_path):
    data = packed(("1/Users.csv", USERS), ("2/Users.csv", USERS))
    with open_archive(stored(tmp_path, data), name="x") as opened:
        assert len(opened.entries) == 2


@pytest.mark.parametrize("flag", [0x1, 0x41, 0x2000])
def test_a_password(tmp_path, flag):
    data = patched(packed(("Users.csv", USERS)), b"Users.csv", 8, struct.pack("<H", flag))
    assert "password" in refusal(tmp_path, data)


def test_a_bomb(tmp_path):
    told = refusal(tmp_path, packed(("Users.csv", bytes(101 << 20)), level=9))
    assert "UnsafeArchive" in told
    assert "far more than it should" in told


def test_what_is_repetitive_and_small_is_no_bomb(tmp_path):
    data = packed(("Users.csv", bytes(10 << 20)))
    assert len(data) < 20_000
    with open_archive(stored(tmp_path, data), name="x") as opened:
        assert opened.extract(opened.entries[0], tmp_path).stat().st_size == 10 << 20


def test_many_small_bombs_are_one(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_BOMB_BYTES", 1 << 20)
    files = [(f"{number}.csv", bytes(900_000)) for number in range(3)]
    assert "far more than it should" in refusal(tmp_path, packed(*files))


def test_too_many_files_and_too_many_bytes(tmp_path, monkeypatch):
    data = packed(*((f"{number}.csv", b"x") for number in range(30)))
    monkeypatch.setattr(archive, "_MOST_ENTRIES", 29)
    assert "more than 29 files" in refusal(tmp_path, data)
    monkeypatch.setattr(archive, "_MOST_ENTRIES", 30)
    monkeypatch.setattr(archive, "_MOST_BYTES", 29)
    assert "64 GiB" in refusal(tmp_path, data)


def test_a_list_of_entries_that_would_fill_the_memory(tmp_path):
    data = packed(("Users.csv", USERS))
    end = data.rindex(b"PK\x05\x06")
    huge = data[: end + 12] + struct.pack("<L", 200 << 20) + data[end + 16 :]
    assert "UnsafeArchive" in refusal(tmp_path, huge)


def test_files_that_overlap(tmp_path):
    data = packed(("a.csv", USERS * 50), ("b.csv", USERS * 50))
    where = struct.pack("<L", 0)
    assert "overlap" in refusal(tmp_path, patched(data, b"b.csv", 42, where))


@pytest.mark.parametrize("size", [len(USERS) - 1, len(USERS) + 1, 0, 5_000])
def test_an_entry_that_lies_about_its_size(tmp_path, size):
    """Also where the checksum fits what zipfile would hand out."""
    data = packed(("Users.csv", USERS))
    lie = struct.pack("<L", size)
    data = patched(data, b"Users.csv", 24, lie)
    data = patched(data, b"Users.csv", 22, lie, central=False)
    cut = struct.pack("<L", zlib.crc32(USERS[:size]))
    data = patched(data, b"Users.csv", 16, cut)
    told = refusal(tmp_path, data)
    assert told.startswith(("UnsafeArchive", "NotReadable"))
    assert "ZIP says" in told or "damaged" in told


def test_an_entry_that_is_larger_than_it_says_is_called_so(tmp_path):
    data = packed(("Users.csv", USERS * 1000))
    data = patched(data, b"Users.csv", 24, struct.pack("<L", 7))
    assert "Users.csv is larger than the ZIP says" in refusal(tmp_path, data)


def test_a_wrong_checksum(tmp_path):
    data = patched(packed(("Users.csv", USERS)), b"Users.csv", 16, b"\1\2\3\4")
    assert "NotReadable: export.zip: Users.csv in it is damaged" in refusal(tmp_path, data)


def test_a_method_nobody_can_unpack(tmp_path):
    data = packed(("Users.csv", USERS))
    for central, offset in ((True, 10), (False, 8)):
        data = patched(data, b"Users.csv", offset, struct.pack("<H", 9), central=central)
    assert "Users.csv in it is damaged" in refusal(tmp_path, data)


def test_a_name_that_says_it_is_utf_8_and_is_not(tmp_path):
    """The list of entries has it right; the header before the content does not."""
    data = patched(packed(("Users.csv", USERS)), b"Users.csv", 6, b"\x00\x08", central=False)
    data = patched(data, b"Users.csv", 30, b"\xa2", central=False)
    assert "NotReadable: export.zip: Users.csv in it is damaged" in refusal(tmp_path, data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_content_that_no_longer_unpacks(tmp_path, method):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as file:
        file.writestr("Users.csv", USERS * 20)
    data = patched(
        whole.getvalue(), b"Users.csv", 30 + len("Users.csv") + 12, b"\xff" * 20, central=False
    )
    assert "NotReadable: export.zip: Users.csv in it is damaged" in refusal(tmp_path, data)


def test_a_zip_that_was_cut_short(tmp_path):
    data = packed(("Users.csv", USERS * 100), ("Groups.csv", USERS))
    for length in (0, 3, 40, len(data) // 2, len(data) - 1):
        assert "NotReadable: export.zip is a damaged ZIP" in refusal(tmp_path, data[:length])


def test_a_workbook_is_no_export(tmp_path):
    data = packed(("docProps/app.xml", b"<x/>"), ("[Content_Types].xml", b"<x/>"))
    assert "is an Excel workbook. Open it, save it as CSV UTF-8" in refusal(tmp_path, data)


def test_an_archive_inside_is_only_a_file(tmp_path):
    inner = packed(("../Users.csv", USERS))
    with open_archive(stored(tmp_path, packed(("Users.zip", inner))), name="x") as opened:
        assert [entry.name for entry in opened.entries] == ["Users.zip"]


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 400), value=st.binary(min_size=1, max_size=6))
def test_any_damage_is_told(tmp_path_factory, place, value):
    folder = tmp_path_factory.getbasetemp()
    data = packed(("1/Users.csv", USERS * 3), ("log.txt", b"x" * 50))
    place %= len(data)
    path = stored(folder, data[:place] + value + data[place + len(value) :])
    try:
        with open_archive(path, name="export.zip") as opened:
            for entry in opened.entries:
                opened.extract(entry, folder)
                opened.read_text(entry, 100)
    except FileError as error:
        told = str(error)
    else:
        told = "export.zip"
    assert told.startswith("export.zip")
