"""A ZIP is opened with suspicion: every entry is looked at before any is read.

Nothing is unpacked by its own name: an entry that is wanted is streamed to a file of our own, and
stops where it grows beyond the size it declared.
"""

import copy
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import IO, BinaryIO
from unicodedata import normalize

from etl.errors import NotReadable, UnsafeArchive
from etl.reading.text import UNREADABLE, decode, guess

_MOST_ENTRIES = 200_000
_MOST_BYTES = 64 << 30
_MOST_DIRECTORY_BYTES = 128 << 20
_BOMB_BYTES, _BOMB_RATIO = 100 << 20, 200
_UNDATED_YEAR = 1980
_BLOCK = 1 << 20
_LOCKED = 0x1 | 0x40 | 0x2000
_LOCAL_HEADER_BYTES = 30
_END = struct.Struct("<4s4H2LH")
_END_MARK, _LONGEST_COMMENT = b"PK\x05\x06", 1 << 16
_WIDE_MARK, _WIDE_SIZE, _SEE_ZIP64 = b"PK\x06\x06", struct.Struct("<Q"), 0xFFFFFFFF
_OFFICE = "[content_types].xml"
_REMEDY = "Export the file again, and load the ZIP exactly as it comes"


_NOT_A_ZIP = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, struct.error)
_DAMAGED = (*_NOT_A_ZIP, RuntimeError, zlib.error, lzma.LZMAError)


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
        dated = (_instant(entry.info.date_time) for entry in self.entries)
        return max(filter(None, dated), default=None)

    def read_text(self, entry: Entry, limit: int) -> str:
        """The text of a small entry, at most about ``limit`` bytes of it."""
        data = b""
        for block in self._blocks(entry):
            data += block
            if len(data) >= limit:
                break
        text = decode(data[:limit], guess(data[:limit]))
        return text.replace(UNREADABLE, "\N{REPLACEMENT CHARACTER}")

    def extract(self, entry: Entry, into: Path) -> Path:
        """Write an entry to a file in ``into``. UnsafeArchive where it lies about its size."""
        path = into / f"entry-{self.entries.index(entry)}"
        with path.open("wb") as target:
            for block in self._blocks(entry):
                target.write(block)
        return path

    def _blocks(self, entry: Entry) -> Iterator[bytes]:
        """The content, which must have the declared size and checksum.

        More than declared is asked for: zipfile would otherwise cut a longer one short.
        """
        asked = copy.copy(entry.info)
        asked.file_size += _BLOCK + 1
        seen = 0
        with self._opened(asked, entry) as stream:
            while block := self._read(stream, entry):
                seen += len(block)
                if seen > entry.bytes:
                    raise _unsafe(self.name, f"{entry.name} is larger than the ZIP says")
                yield block
        if seen < entry.bytes:
            raise _unsafe(self.name, f"{entry.name} is smaller than the ZIP says")

    def _opened(self, asked: zipfile.ZipInfo, entry: Entry) -> IO[bytes]:
        try:
            return self.file.open(asked)
        except _DAMAGED as error:
            raise _damaged(self.name, entry) from error

    def _read(self, stream: IO[bytes], entry: Entry) -> bytes:
        try:
            return stream.read(_BLOCK)
        except _DAMAGED as error:
            raise _damaged(self.name, entry) from error


@contextmanager
def open_archive(path: Path, *, name: str) -> Iterator[Archive]:
    """Open a ZIP. UnsafeArchive where an entry may not be opened, NotReadable where it is none."""
    try:
        with path.open("rb") as stream:
            _check_directory(stream, name)
        file = zipfile.ZipFile(path)
    except _NOT_A_ZIP as error:
        raise NotReadable(
            file=name, problem="is a damaged ZIP, or one that was cut short", remedy=_REMEDY
        ) from error
    with file:
        yield Archive(name, _checked(file, name), file)


def _instant(parts: tuple[int, int, int, int, int, int]) -> datetime | None:
    year, month, day, hour, minute, second = parts
    if year <= _UNDATED_YEAR:
        return None
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _unsafe(name: str, problem: str) -> UnsafeArchive:
    return UnsafeArchive(file=name, problem=problem, remedy=_REMEDY)


def _damaged(name: str, entry: Entry) -> NotReadable:
    return NotReadable(file=name, problem=f"{entry.name} in it is damaged", remedy=_REMEDY)


def _check_directory(stream: BinaryIO, name: str) -> None:
    """Refuse a list of entries that would fill the memory, before it is read."""
    begins = max(0, stream.seek(0, 2) - _LONGEST_COMMENT - _END.size)
    stream.seek(begins)
    tail = stream.read()
    place = tail.rfind(_END_MARK)
    if place < 0 or len(tail) < place + _END.size:
        return  # zipfile will say that this is no ZIP
    directory_bytes = _END.unpack_from(tail, place)[5]
    if directory_bytes == _SEE_ZIP64:
        wide = tail.rfind(_WIDE_MARK, 0, place)
        directory_bytes = _WIDE_SIZE.unpack_from(tail, wide + 40)[0] if wide >= 0 else 0
    if directory_bytes > _MOST_DIRECTORY_BYTES:
        raise _unsafe(name, f"it holds more than {_MOST_ENTRIES:,} files")


def _checked(file: zipfile.ZipFile, name: str) -> tuple[Entry, ...]:
    _check_whole(file.infolist(), name)
    entries = []
    seen: set[str] = set()
    for info in file.infolist():
        _check_entry(info, name)
        known_as = normalize("NFC", info.filename).casefold().rstrip("/")
        if known_as in seen:
            raise _unsafe(name, "two files in it have the same name")
        seen.add(known_as)
        folder, _, base = info.filename.rpartition("/")
        if base and not folder.startswith("__MACOSX"):
            entries.append(Entry(base, folder, info.file_size, info))
    if _OFFICE in seen:
        raise NotReadable(
            file=name,
            problem="is an Excel workbook",
            remedy="Open it, save it as CSV UTF-8 and load that file",
        )
    return tuple(entries)


def _check_whole(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > _MOST_ENTRIES:
        raise _unsafe(name, f"it holds more than {_MOST_ENTRIES:,} files")
    if sum(info.file_size for info in infos) > _MOST_BYTES:
        raise _unsafe(name, "it would unpack to more than 64 GiB")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > max(_BOMB_BYTES, _BOMB_RATIO * sum(info.compress_size for info in infos)):
        raise _unsafe(name, "it would unpack to far more than it should, as a ZIP bomb does")
    ordered = sorted(infos, key=lambda info: info.header_offset)
    for before, after in pairwise(ordered):
        begins = before.header_offset + _LOCAL_HEADER_BYTES + len(before.orig_filename)
        if begins + before.compress_size > after.header_offset:
            raise _unsafe(name, "files in it overlap, as in a ZIP bomb")


def _check_entry(info: zipfile.ZipInfo, name: str) -> None:
    written = info.orig_filename
    if "\0" in written or "\\" in written:
        raise _unsafe(name, "a name in it has a character that no export uses")
    if written.startswith("/") or re.match(r"[A-Za-z]:", written):
        raise _unsafe(name, "a name in it is an absolute path")
    if ".." in written.split("/"):
        raise _unsafe(name, "a name in it has .. to lead out of the ZIP")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _unsafe(name, "it holds a link to another file")
    if info.flag_bits & _LOCKED:
        raise _unsafe(name, "it is locked with a password")
    if info.file_size > max(_BOMB_BYTES, _BOMB_RATIO * info.compress_size):
        raise _unsafe(
            name, "a file in it would unpack to far more than it should, as in a ZIP bomb"
        )
