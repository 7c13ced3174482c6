"""What a file is made of, found out before anything reads it: encoding, NUL bytes, not text."""

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO, cast

from etl.errors import NotReadable

UNREADABLE: Final = "\udcff"
"""Stands for what could not be decoded. No text that was decoded without fault contains it."""

HEAD: Final = 1 << 20
"""Bytes at the beginning that a decision about the whole file may look at."""

_PIECE = 1 << 18  # small enough for the processor's cache
_MARK = "uptake.mark"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MISREAD_BOM = "ï»¿"

_SAVE_AS_CSV = "Open it, save it as CSV UTF-8 and load that file"
_EXPORT_AGAIN = "Export it again as CSV and load that file"
_SIGNATURES = (
    (b"PK\x03\x04", "is an archive, not a table", "Unpack it, or give it a name that ends in .zip"),
    (b"PK\x05\x06", "is an empty archive", "Export it again"),
    (b"\xd0\xcf\x11\xe0", "is an Excel workbook", _SAVE_AS_CSV),
    (b"\x1f\x8b", "is compressed", "Unpack it and load what is in it"),
    (b"%PDF", "is a PDF document", _EXPORT_AGAIN),
    (b"\x89PNG", "is a picture", _EXPORT_AGAIN),
    (b"\xff\xd8\xff", "is a picture", _EXPORT_AGAIN),
    (b"GIF8", "is a picture", _EXPORT_AGAIN),
    (b"SQLite format 3", "is a database", _EXPORT_AGAIN),
    (b"PAR1", "is a Parquet file", _EXPORT_AGAIN),
)
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"word/", b"mimetype")
_ZIP_HEADER_BYTES = 30
_TELLING = 64  # bytes from which on shares say something
_WEB_PAGE = (b"<!doctype html", b"<html", b"<head")
_CONTROLS = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1a\x1b"))


def _look_away(_: bytes) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes become text. ``note`` is for people, where the encoding is not the usual one."""

    codec: str
    label: str
    note: str | None = None


UTF8: Final = Encoding("utf-8-sig", "UTF-8")
_LITTLE: Final = Encoding("utf-16-le", "UTF-16", "read as UTF-16")
_BIG: Final = Encoding("utf-16-be", "UTF-16", "read as UTF-16")
_WINDOWS: Final = Encoding("cp1252", "Windows-1252", "read as Windows-1252")


def text_head(path: Path, name: str) -> bytes:
    """Up to ``HEAD`` bytes of a file. NotReadable where they are not those of a text."""
    head = read_head(path, name)
    refuse_what_is_not_text(head, name)
    return head


def is_plain(path: Path, head: bytes, look: Callable[[bytes], None] = _look_away) -> bool:
    """Whether a file that begins with ``head`` is ASCII-like, without NUL.

    Reads all of it then, and shows each piece to ``look``.
    """
    if _wide(head) is not None:
        return False
    for piece in pieces(path):
        if b"\0" in piece:
            return False
        look(piece)
    return True


def encoding_of(path: Path, head: bytes) -> Encoding:
    """The encoding of a file, after a look at every byte where its beginning does not tell."""
    if wide := _wide(head):
        return wide
    return UTF8 if _is_rather_utf8(path) else _WINDOWS


def read_head(path: Path, name: str, size: int = HEAD) -> bytes:
    """The first bytes of a file. NotReadable where there are none or it cannot be opened."""
    try:
        with path.open("rb") as file:
            head = file.read(size)
    except OSError as error:
        raise NotReadable(
            file=name, problem="cannot be opened", remedy="Check that it is there and readable"
        ) from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise NotReadable(file=name, problem="is empty", remedy="Export it again")
    return head


def refuse_what_is_not_text(head: bytes, name: str) -> None:
    """NotReadable where the beginning shows a workbook, a picture, a web page, or no text."""
    for signature, problem, remedy in _SIGNATURES:
        if not head.startswith(signature):
            continue
        if signature.startswith(b"PK") and is_office(head):
            problem, remedy = "is an Excel workbook", _SAVE_AS_CSV
        raise NotReadable(file=name, problem=problem, remedy=remedy)
    if head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
        raise NotReadable(
            file=name,
            problem="is a web page, perhaps that of a sign-in",
            remedy="Sign in, export the data again and load that file",
        )
    sample = head[: 1 << 16]
    odd = _share(sample, _CONTROLS) + _share(sample, b"\0") / 3
    if len(sample) >= _TELLING and odd > 0.1 and _wide(sample) is None:
        raise NotReadable(file=name, problem="is not text", remedy=_EXPORT_AGAIN)


def is_office(head: bytes) -> bool:
    """True where the first file in a ZIP is that of an Excel workbook or another document."""
    return head[_ZIP_HEADER_BYTES:].startswith(_OFFICE)


def guess(head: bytes) -> Encoding:
    """The encoding that a beginning alone suggests."""
    if wide := _wide(head):
        return wide
    text = head.decode("utf-8", errors=_MARK)
    wrong = text.count(UNREADABLE)
    if text.endswith(UNREADABLE):  # the last character may be cut in two
        wrong -= 1
    return (
        UTF8 if not wrong or text.startswith("\ufeff") or _beyond_ascii(text) > wrong else _WINDOWS
    )


def decode(data: bytes, encoding: Encoding) -> str:
    """Text without a BOM; what cannot be decoded becomes ``UNREADABLE``."""
    return without_bom(data.decode(encoding.codec, errors=_MARK))


def without_bom(text: str) -> str:
    """Text without byte order marks at its beginning, also those that were saved as letters."""
    while text.startswith(("\ufeff", _MISREAD_BOM)):
        text = text.removeprefix("\ufeff").removeprefix(_MISREAD_BOM)
    return text


def open_text(path: Path, encoding: Encoding) -> TextIO:
    """A file as text, line ends kept as they are, what cannot be decoded as ``UNREADABLE``."""
    return path.open(encoding=encoding.codec, errors=_MARK, newline="")


def pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            yield piece


def _mark(error: UnicodeError) -> tuple[str, int]:
    return UNREADABLE, cast(UnicodeDecodeError, error).end


codecs.register_error(_MARK, _mark)


def _wide(head: bytes) -> Encoding | None:
    if head.startswith(_UTF16):
        return _LITTLE if head.startswith(_UTF16[0]) else _BIG
    sample = head[: 1 << 12]
    even, odd = (_share(sample[start::2], b"\0") for start in (0, 1))
    if len(sample) >= 4 and max(even, odd) > 0.5 and min(even, odd) < 0.1:
        return _LITTLE if odd > even else _BIG
    return None


def _share(data: bytes, wanted: bytes) -> float:
    return 1 - len(data.translate(None, wanted)) / len(data) if data else 0.0


def _is_rather_utf8(path: Path) -> bool:
    """True where no byte, or fewer bytes than characters beyond ASCII, are not valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors=_MARK)
    wrong = right = 0
    for piece in pieces(path):
        if piece.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(piece)
        if text.startswith("\ufeff") and not right:
            return True
        wrong += text.count(UNREADABLE)
        right += _beyond_ascii(text)
    return not wrong or right > wrong


def _beyond_ascii(text: str) -> int:
    """How many characters beyond ASCII could be decoded."""
    return len(text) - len(text.encode("ascii", errors="ignore")) - text.count(UNREADABLE)


def newline_free(text: str) -> io.StringIO:
    """A text as a stream whose line ends are kept as they are."""
    return io.StringIO(text, newline="")
