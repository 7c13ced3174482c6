"""Snapshots: exports kept exactly as they came, named by source, date and content hash.

A snapshot's name tells everything the warehouse needs to know of it again:
``<source>/<instant of the export>_<16 hex digits of its BLAKE3 hash>_<its own name>``.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from blake3 import blake3

from etl.reading.text import pieces

_LONGEST = 255 - len(f".20260101T000000.000000Z_{'0' * 16}_.draft")
"""Bytes of a file's own name that its snapshot can carry: file systems allow 255 in all."""
_LONGEST_SUFFIX = 16
_NAME = re.compile(r"(\d{8}T\d{6}(?:\.\d{6})?Z)_([0-9a-f]{16})_(.+)")
_STAMP = "%Y%m%dT%H%M%SZ"
_EXACT_STAMP = "%Y%m%dT%H%M%S.%fZ"
_DATE_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)(?:[-_.]([01]?\d)[-_.]([0-3]?\d)|([01]\d)([0-3]\d))(?!\d)"
)
_LONGEST_SAVED, _SHRUNK = timedelta(days=3650), 10_000
"""How long after the date in its name a file is told from others by the time it was saved, and
how much shorter that time is made: what is left does not reach the next day."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One export that is kept. ``exported_at`` is aware and UTC."""

    snapshot_id: str
    source: str
    exported_at: datetime
    file: str
    path: Path


def file_name(path: Path) -> str:
    """What a file is called, here and in its snapshot: its own name, cut where it is too long.

    Characters that cannot be printed, or are not UTF-8, become ``_``.
    """
    name = "".join(letter if letter.isprintable() else "_" for letter in path.name)
    if len(name.encode()) <= _LONGEST:
        return name
    suffix = Path(name).suffix
    suffix = suffix if len(suffix.encode()) <= _LONGEST_SUFFIX else ""
    kept = name.encode()[: _LONGEST - len(suffix.encode())]
    return kept.decode(errors="ignore") + suffix


def content_id(path: Path, folder: Path) -> str:
    """16 hex digits of the BLAKE3 hash of a file. Remembered by size and time of change."""
    status = path.stat()
    place = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]
    mark = [place, status.st_size, status.st_mtime_ns]
    seen = _Seen(folder / "seen.json")
    known = seen.get(place)
    if known and known[:3] == mark:
        return str(known[3])
    found = digest(path)
    seen.put(place, [*mark, found])
    return found


def digest(path: Path) -> str:
    """16 hex digits of the BLAKE3 hash of a file."""
    found = blake3()
    for piece in pieces(path):
        found.update(piece)
    return found.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What files looked like when they were last hashed. A cache: losing it costs a second."""

    path: Path

    def _read(self) -> dict[str, list[object]]:
        try:
            content = json.loads(self.path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def get(self, place: str) -> list[object] | None:
        return self._read().get(place)

    def put(self, place: str, mark: list[object]) -> None:
        content = self._read()
        content.pop(place, None)
        content[place] = mark
        kept = dict(list(content.items())[-5000:])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(".seen.json.draft")
        draft.write_text(json.dumps(kept), "utf-8")
        draft.replace(self.path)


def date_of(path: Path) -> datetime:
    """When a file was exported, by the date in its name, else by its time of change.

    Of two files with one date in their names the one saved later is the later export.
    """
    saved = saved_at(path)
    for found in _DATE_IN_NAME.finditer(path.name):
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            noon = datetime(year, month, day, 12, tzinfo=UTC)
        except ValueError:
            continue
        return noon + min(max(saved - noon, timedelta()), _LONGEST_SAVED) / _SHRUNK
    return saved


def saved_at(path: Path) -> datetime:
    """When the content of a file was last changed."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=path.stat().st_mtime_ns // 1000)


def keep(
    path: Path,
    folder: Path,
    *,
    snapshot_id: str,
    source: str,
    exported_at: datetime,
    move: bool,
    write: Callable[[Path, Path], None] | None = None,
) -> Snapshot:
    """Keep a file as a snapshot: moved there (the inbox) or copied, in one step.

    ``write``: writes what is kept of a file to another, instead of a copy.
    """
    instant = exported_at.astimezone(UTC)
    name = f"{instant.strftime(_stamp(instant.microsecond))}_{snapshot_id}_{file_name(path)}"
    kept = folder / source / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    if write is not None or not move or not _renamed(path, kept):
        draft = kept.with_name(f".{name}.draft")
        (write or shutil.copy2)(path, draft)
        draft.replace(kept)
        if move:
            path.unlink()
    return Snapshot(snapshot_id, source, instant, file_name(path), kept)


def _stamp(is_exact: int) -> str:
    """How an instant is written: parts of a second only where it has any."""
    return _EXACT_STAMP if is_exact else _STAMP


def _renamed(path: Path, kept: Path) -> bool:
    try:
        path.rename(kept)
    except OSError:
        return False
    return True


def kept_snapshots(folder: Path) -> Iterator[Snapshot]:
    """Every snapshot, oldest export first."""
    found = []
    for path in folder.glob("*/*"):
        name = _NAME.fullmatch(path.name)
        if name and path.is_file():
            instant = datetime.strptime(name[1], _stamp("." in name[1])).replace(tzinfo=UTC)
            found.append(Snapshot(name[2], path.parent.name, instant, name[3], path))
    yield from sorted(found, key=lambda each: (each.exported_at, each.snapshot_id))
