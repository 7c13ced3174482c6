"""A ZIP is opened with suspicion: every entry is looked at before any is read.

Nothing is unpacked by its own name: an entry that is wanted is streamed to a file of our own, and
stops where it grows beyond the size it declared.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import IO

from etl.errors import NotReadable, UnsafeArchive

_MOST_ENTRIES = 200_000
_MOST_BYTES = 64 << 30
_BOMB_BYTES, _BOMB_RATIO = 100 << 20, 200
_UNDATED_YEAR = 1980
_BLOCK = 1 << 20
_ENCRYPTED = 0x1
_REMEDY = "Export the file again, and load the ZIP exactly as it comes"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file inside an archive: its base name, the folder it lies in (or ""), and its size."""

    name: str
    folder: str
    bytes: int
    info: zipfile.ZipInfo = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP whose entries were all found harmless."""

    name: str
    entries: tuple[Entry, ...]
    file: zipfile.ZipFile = field(repr=False)

    @property
    def made_at(self) -> datetime | None:
        """When it was made: the latest time of its entries, UTC; None where they have none."""
        dated = [entry.info.date_time for entry in self.entries]
        latest = max((each for each in dated if each[0] > _UNDATED_YEAR), default=None)
        return _instant(latest) if latest else None

    def read_text(self, entry: Entry, limit: int) -> str:
        """The text of a small entry, cut to ``limit`` bytes."""
        with self._opened(entry) as stream:
            return _guarded(stream, self.name, entry, limit).decode("utf-8-sig", "replace")

    def extract(self, entry: Entry, into: Path) -> Path:
        """Write an entry to a file in ``into``. UnsafeArchive where it lies about its size."""
        path = into / f"entry-{self.entries.index(entry)}"
        written = 0
        with self._opened(entry) as stream, path.open("wb") as target:
            while block := _guarded(stream, self.name, entry, _BLOCK):
                written += len(block)
                if written > entry.bytes:
                    raise _unsafe(self.name, f"{entry.name} is larger than the ZIP says")
                target.write(block)
        return path

    def _opened(self, entry: Entry) -> IO[bytes]:
        try:
            return self.file.open(entry.info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise _damaged(self.name, entry) from error


@contextmanager
def open_archive(path: Path, *, name: str) -> Iterator[Archive]:
    """Open a ZIP. UnsafeArchive where an entry may not be opened, NotReadable where it is none."""
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise NotReadable(
            file=name, problem="this ZIP is damaged or cut short", remedy=_REMEDY
        ) from error
    with file:
        yield Archive(name, _checked(file, name), file)


def _instant(parts: tuple[int, int, int, int, int, int]) -> datetime | None:
    year, month, day, hour, minute, second = parts
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _unsafe(name: str, problem: str) -> UnsafeArchive:
    return UnsafeArchive(file=name, problem=problem, remedy=_REMEDY)


def _damaged(name: str, entry: Entry) -> NotReadable:
    return NotReadable(file=name, problem=f"{entry.name} in it is damaged", remedy=_REMEDY)


def _guarded(stream: IO[bytes], name: str, entry: Entry, size: int) -> bytes:
    try:
        return stream.read(size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _damaged(name, entry) from error


def _checked(file: zipfile.ZipFile, name: str) -> tuple[Entry, ...]:
    infos = [info for info in file.infolist() if not info.is_dir()]
    _check_whole(infos, name)
    seen: set[str] = set()
    entries = []
    for info in infos:
        _check_entry(info, name)
        if info.filename.lower() in seen:
            raise _unsafe(name, "two files in it have the same name")
        seen.add(info.filename.lower())
        folder, _, base = info.filename.rpartition("/")
        entries.append(Entry(base, folder, info.file_size, info))
    return tuple(entries)


def _check_whole(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > _MOST_ENTRIES:
        raise _unsafe(name, f"it holds more than {_MOST_ENTRIES:,} files")
    if sum(info.file_size for info in infos) > _MOST_BYTES:
        raise _unsafe(name, "it would unpack to more than 64 GiB")
    ordered = sorted(infos, key=lambda info: info.header_offset)
    for before, after in pairwise(ordered):
        if before.header_offset + before.compress_size > after.header_offset:
            raise _unsafe(name, "files in it overlap, as in a ZIP bomb")


def _check_entry(info: zipfile.ZipInfo, name: str) -> None:
    written = info.orig_filename
    if "\0" in written or "\\" in written:
        raise _unsafe(name, "a name in it has a character that no export uses")
    if written.startswith("/") or re.match(r"[A-Za-z]:", written):
        raise _unsafe(name, "a name in it is an absolute path")
    if ".." in written.split("/"):
        raise _unsafe(name, "a name in it has .. to lead out of the ZIP")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _unsafe(name, "it holds a link to another file")
    if info.flag_bits & _ENCRYPTED:
        raise _unsafe(name, "it is locked with a password")
    if info.file_size > max(_BOMB_BYTES, _BOMB_RATIO * info.compress_size):
        raise _unsafe(
            name, "a file in it would unpack to far more than it should, as in a ZIP bomb"
        )
