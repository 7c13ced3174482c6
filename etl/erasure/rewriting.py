"""An export is written again without a person: their lines left blank, all else byte for byte.

Lines keep their numbers, so what was said of other lines holds.
"""

import csv
import gzip
import io
import re
import shutil
import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from etl.erasure.finding import Change, Found, Parts
from etl.errors import LoadError
from etl.reading.dialect import dialect
from etl.reading.text import HEAD, decode, encoding_of

_GZIP = b"\x1f\x8b"
_TABLES, _TEXTS = {".csv"}, {".json", ".txt"}
_OTHER = "other tables"
_NOTHING = Found(_OTHER)


@dataclass(slots=True)
class Rewritten:
    """``rows``: lines left out, by source. ``mentions``: places where others' lines named them.

    ``unsearched``: files in an archive that are no text.
    """

    rows: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    unsearched: int = 0

    @property
    def is_changed(self) -> bool:
        return bool(self.mentions or any(self.rows.values()))

    def add(self, source: str, rows: int, mentions: int) -> None:
        """Count what was done in one table."""
        self.rows[source] = self.rows.get(source, 0) + rows
        self.mentions += mentions


def wording(identifiers: Collection[str]) -> re.Pattern[str]:
    """What finds identifiers in texts, whole and in any case; in addresses of the web too."""
    forms = {form for each in identifiers for form in (each, each.replace("@", "%40"))}
    alternatives = "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<![\w.%+-])(?:{alternatives})(?![\w-]|\.\w)", re.IGNORECASE)


def rewrite(source: Path, target: Path, found: Parts, words: re.Pattern[str]) -> Rewritten:
    """Write an export to ``target`` without what was found, and without ``words`` anywhere.

    LoadError where a text in it cannot be written again as it was.
    """
    done = Rewritten()
    try:
        if "" in found:
            _rewrite_table(source, target, found[""], words, done)
        else:
            _rewrite_archive(source, target, found, words, done)
    except UnicodeError as error:
        raise LoadError(
            "An export that is kept ends within a character and cannot be written again. "
            "Delete it under data/snapshots, and erase the person again."
        ) from error
    shutil.copystat(source, target)
    return done


# --- tables ----------------------------------------------------------------------------------


def _rewrite_table(
    source: Path, target: Path, found: Found, words: re.Pattern[str], done: Rewritten
) -> None:
    with source.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(_GZIP):
        _rewrite_gzip(source, target, words, done)
        return
    codec, errors = _codec(source, head)
    delimiter = dialect(decode(head, encoding_of(source, head))).delimiter
    with (
        source.open(encoding=codec, errors=errors, newline="") as lines,
        target.open("w", encoding=codec, errors=errors, newline="") as copy,
    ):
        rejects, mentions = _copy(lines, copy, found, delimiter, words)
    emptied = sum(change.cells is not None for change in found.changes)
    done.add(found.source, found.rows + rejects, mentions + emptied)


def _codec(path: Path, head: bytes) -> tuple[str, str]:
    """An encoding that gives back every byte as it was, byte order marks too."""
    codec = encoding_of(path, head).codec.removesuffix("-sig")
    return codec, "surrogatepass" if codec.startswith("utf-16") else "surrogateescape"


def _copy(
    lines: TextIO, target: TextIO, found: Found, delimiter: str, words: re.Pattern[str]
) -> tuple[int, int]:
    """Copy a text line by line; returns how many rejects were left out, and how many ``words``."""
    waiting, rejects, mentions = iter(found.changes), 0, 0
    change = next(waiting, None)
    for number, line in enumerate(lines, 1):
        while change and change.stop <= number:
            change = next(waiting, None)
        if change and change.start <= number:
            target.write(_changed(change, number, line, delimiter, words))
            continue
        left, count = words.subn("", line)
        if count and number in found.rejects:
            left, count, rejects = _ending(line), 0, rejects + 1
        target.write(left)
        mentions += count
    return rejects, mentions


def _changed(change: Change, number: int, line: str, delimiter: str, words: re.Pattern[str]) -> str:
    """What stands in a line of a record that is left out, or written again as a whole."""
    if change.cells is None:
        return _ending(line)
    if number > change.start:  # its cells were written at its first line
        return ""
    return _record([words.sub("", cell) for cell in change.cells], delimiter, _ending(line))


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _record(cells: Collection[str], delimiter: str, ending: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ending).writerow(cells)
    return text.getvalue()


def _rewrite_gzip(source: Path, target: Path, words: re.Pattern[str], done: Rewritten) -> None:
    """A log that is compressed: nobody's line, but addresses may stand in it."""
    with (
        gzip.open(source, "rt", encoding="utf-8", errors="surrogateescape", newline="") as lines,
        gzip.open(target, "wt", encoding="utf-8", errors="surrogateescape", newline="") as stream,
    ):
        done.add(_OTHER, *_copy(lines, stream, _NOTHING, ",", words))


# --- archives ----------------------------------------------------------------------------------


def _rewrite_archive(
    source: Path, target: Path, found: Parts, words: re.Pattern[str], done: Rewritten
) -> None:
    old_path, new_path = target.with_name("old-entry"), target.with_name("new-entry")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        new.comment = old.comment
        for info in old.infolist():
            with old.open(info) as content, old_path.open("wb") as stream:
                shutil.copyfileobj(content, stream)
            path = old_path
            if not info.is_dir() and _rewrite_entry(info, path, new_path, found, words, done):
                path = new_path
            with path.open("rb") as stream, new.open(_like(info), "w") as entry:
                shutil.copyfileobj(stream, entry)


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """An entry with the same name, time and rights."""
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type, made.external_attr = info.compress_type, info.external_attr
    made.comment, made.create_system = info.comment, info.create_system
    return made


def _rewrite_entry(
    info: zipfile.ZipInfo,
    old: Path,
    new: Path,
    found: Parts,
    words: re.Pattern[str],
    done: Rewritten,
) -> bool:
    """Whether a file in an archive is text, and stands in ``new`` without the person."""
    suffix = Path(info.filename).suffix.lower()
    if info.filename not in found and suffix not in _TABLES | _TEXTS:
        done.unsearched += 1
        return False
    if not old.stat().st_size:
        return False
    part = found.get(info.filename)
    if part is None:
        part = _lines_with(old, words) if suffix in _TABLES else _NOTHING
    _rewrite_table(old, new, part, words, done)
    return True


def _lines_with(path: Path, words: re.Pattern[str]) -> Found:
    """The lines of a table that no source reads in which the person is named."""
    with path.open("rb") as stream:
        codec, errors = _codec(path, stream.read(HEAD))
    with path.open(encoding=codec, errors=errors, newline="") as lines:
        named = [number for number, line in enumerate(lines, 1) if words.search(line)]
    return Found(_OTHER, tuple(Change(number, number + 1, None) for number in named))
