"""How the cells of a CSV are separated, and what its header says."""

import re
from collections import Counter
from dataclasses import dataclass
from unicodedata import normalize

from etl.reading.records import LineTooLong, Record, UnclosedQuote, records
from etl.reading.text import UNREADABLE, newline_free, without_bom

_DELIMITERS = ",;\t"
_NOTES = {";": "semicolons separate the fields", "\t": "tabs separate the fields"}
_FIRST_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_ODD = re.compile("[\r\n\N{REPLACEMENT CHARACTER}]")
_QUOTED = re.compile(r'"[^"]*"')
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The delimiter, what ends the header's line, and the header as it is written.

    ``is_plain``: the header is the first line, no more than that, and has several cells.
    """

    delimiter: str
    line_end: str
    header: tuple[str, ...]
    is_plain: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know about the delimiter."""
        return tuple(_NOTES[mark] for mark in self.delimiter if mark in _NOTES)


def header_notes(header: tuple[str, ...]) -> tuple[str, ...]:
    """What a person should know about a header."""
    counts = Counter(filter(None, map(header_key, header)))
    named = {header_key(cell): cell.strip() for cell in reversed(header)}
    return tuple(
        f"the column {named[key]} occurs {count} times and the first is read"
        for key, count in counts.items()
        if count > 1
    )


def dialect(head: str) -> Dialect:
    """The dialect of a text that begins with ``head``."""
    text = without_bom(head)
    first = text.lstrip("\r\n")
    line, line_end = _FIRST_LINE.findall(_QUOTED.sub("", first))[0]
    delimiter = max(_DELIMITERS, key=line.count)
    header = _header(first, delimiter)
    is_plain = first == text and len(header) > 1 and not _ODD.search("".join(header))
    return Dialect(delimiter, line_end or "\n", header, is_plain)


def header_key(name: str) -> str:
    """How header names are compared: without case, punctuation and doubled spaces."""
    return _NOT_ALPHANUMERIC.sub(" ", normalize("NFKC", name).casefold()).strip()


def header_cells(record: Record) -> tuple[str, ...]:
    """The cells of a header, readable whatever bytes stood in it."""
    return tuple(
        cell.replace("\0", "").replace(UNREADABLE, "\N{REPLACEMENT CHARACTER}")
        for cell in record.cells
    )


def _header(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        return header_cells(next(records(newline_free(text), delimiter)))
    except (StopIteration, UnclosedQuote, LineTooLong):
        return ()
