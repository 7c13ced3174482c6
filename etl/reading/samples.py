"""The first look at a file: enough for a source to tell whether it is its own."""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from etl.reading.dialect import dialect, header_key
from etl.reading.text import (
    HEAD,
    UNREADABLE,
    UTF8,
    decode,
    guess,
    is_office,
    read_head,
    refuse_what_is_not_text,
)

__all__ = ["Kind", "Sample", "header_key", "sample"]

Kind = Literal["csv", "json", "ndjson", "log", "zip", "unknown"]

_SHOWN: Final = 1 << 16
_REQUEST = re.compile(r'\S+ \S+ \S+ \[[^\]]+\] "')
_OBJECT_A_LINE = re.compile(r"\{[^\n]*\}\s*\n\s*\{")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sample:
    """What a source may look at: the base name, the kind of file, a CSV's header, its beginning."""

    name: str
    kind: Kind
    header: tuple[str, ...]
    head: str


def sample(path: Path, name: str | None = None) -> Sample:
    """Look at the beginning of a file. NotReadable where it is empty or no kind of text."""
    called = name or path.name
    head = read_head(path, called, HEAD)
    if head.startswith(b"PK\x03\x04") and not is_office(head):
        return Sample(called, "zip", (), "")
    if head.startswith(_GZIP) and (packed := _packed_log(head)):
        return Sample(called, _kind(packed), (), packed)
    refuse_what_is_not_text(head, called)
    text = decode(head, guess(head)).replace(UNREADABLE, "\N{REPLACEMENT CHARACTER}")
    kind = _kind(text)
    header = dialect(text).header if kind == "csv" else ()
    return Sample(called, kind, header, text[:_SHOWN])


def _kind(text: str) -> Kind:
    begins = text.lstrip()
    if begins.startswith(("{", "[")):
        return "ndjson" if _OBJECT_A_LINE.match(begins) else "json"
    return "log" if _is_log(begins) else "csv"


def _is_log(text: str) -> bool:
    """True where one of the first lines is a request: attackers see to it that not each is."""
    return any(_REQUEST.match(line) for line in text[:_SHOWN].split("\n")[:20])


def _packed_log(head: bytes) -> str | None:
    """The beginning of a gzipped access log; None where something else was gzipped."""
    try:
        text = decode(zlib.decompressobj(31).decompress(head, _SHOWN), UTF8)
    except zlib.error:
        return None
    return text if _kind(text) in ("log", "ndjson") else None
