"""Where the records of a CSV begin and how many cells each has, found without taking it apart.

A second opinion on a file that DuckDB reads by itself. It counts quotation marks: an even number
before a line end means that the line end is outside of quotes. That holds where every mark opens
or closes a quoted cell or is one of a doubled pair, which is checked too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from etl.reading.text import pieces

_QUOTE, _LF, _CR = 34, 10, 13
_BOM: Final = b"\xef\xbb\xbf"

Numbers = NDArray[np.int64]


class Untrusted(Exception):
    """A quotation mark stands where it neither opens nor closes a cell, or a quote stays open."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some consecutive records: the line each begins on, and how many cells it has."""

    lines: Numbers
    cells: Numbers


def blocks(path: Path, delimiter: str) -> Iterator[Block]:
    """All records of a file in its order, the header among them, blank lines not.

    Raises Untrusted, at the latest at the end, where only reading record by record can tell.
    """
    mark = ord(delimiter)
    rest, line, is_first = b"", 1, True
    for piece in pieces(path):
        data = rest + (piece.removeprefix(_BOM) if is_first else piece)
        is_first = False
        block, used, passed = _block(data, mark, line)
        rest, line = data[used:], line + passed
        if block is not None:
            yield block
    if rest:
        block, used, _ = _block(rest + b"\n", mark, line)
        if block is not None:
            yield block
        if used <= len(rest):
            raise Untrusted


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file is made of below its header: good records, and (line, cells) of the others."""

    good_count: int
    odd: tuple[tuple[int, int], ...]


def shape(path: Path, delimiter: str, cells: int) -> Shape | None:
    """The shape of a file whose header has ``cells`` cells; None where it cannot be told."""
    good_count = 0
    odd: list[tuple[int, int]] = []
    try:
        for block in _below_header(path, delimiter):
            is_good = block.cells == cells
            good_count += int(np.count_nonzero(is_good))
            odd.extend(
                zip(block.lines[~is_good].tolist(), block.cells[~is_good].tolist(), strict=True)
            )
    except Untrusted:
        return None
    return Shape(good_count, tuple(odd))


def lines_of(path: Path, delimiter: str, cells: int, wanted: set[int]) -> dict[int, int] | None:
    """Of good records by their number from 1, the line each begins on; None as in ``shape``."""
    found: dict[int, int] = {}
    asked = np.array(sorted(wanted), np.int64)
    passed = 0
    try:
        for block in _below_header(path, delimiter):
            lines = block.lines[block.cells == cells]
            here = asked[(asked > passed) & (asked <= passed + len(lines))]
            found.update(zip(here.tolist(), lines[here - passed - 1].tolist(), strict=True))
            passed += len(lines)
    except Untrusted:
        return None
    return found


class EarlyLineEnd:
    """Looks through the pieces of a file for a line end that may be a record's second byte."""

    def __init__(self, delimiter: str) -> None:
        self.is_found = False
        self._first = (_QUOTE, ord(delimiter))
        self._last = b""

    def look(self, piece: bytes) -> None:
        """Look through the next piece."""
        data = self._last + piece
        self._last = data[-2:]
        text = np.frombuffer(data, np.uint8)
        is_end = text == _LF
        if b"\r" in data:
            is_end |= text == _CR
        is_early = is_end[2:] & is_end[:-2]
        if is_early.any() and np.isin(text[1:-1][is_early], self._first).any():
            self.is_found = True


def _below_header(path: Path, delimiter: str) -> Iterator[Block]:
    for number, block in enumerate(blocks(path, delimiter)):
        yield block if number else Block(block.lines[1:], block.cells[1:])


def _block(data: bytes, mark: int, line: int) -> tuple[Block | None, int, int]:
    """(the records that end in ``data``, bytes they take up, lines they take up)."""
    text = np.frombuffer(data, np.uint8)
    is_end = text == _LF
    if b"\r" in data:  # one that an LF follows is no end of its own, nor is one at the edge, yet
        is_end[:-1] |= (text[:-1] == _CR) & (text[1:] != _LF)
    places = np.flatnonzero(is_end | (text == _QUOTE) | (text == mark))
    is_quote = text[places] == _QUOTE
    outside = places[~(np.logical_xor.accumulate(is_quote) | is_quote)]
    which = np.flatnonzero(is_end[outside])  # those that end a record; the others are delimiters
    if not len(which):
        return None, 0, 0
    ends = outside[which]
    used = int(ends[-1]) + 1
    quotes = places[is_quote]
    _check(text, quotes[: np.searchsorted(quotes, used)], mark)
    starts = np.concatenate(([0], ends[:-1] + 1))
    ordinals = np.searchsorted(np.flatnonzero(is_end), ends) + 1
    lines = line + np.concatenate(([0], ordinals[:-1]))
    cells = np.diff(which, prepend=-1)
    length = ends - starts
    is_blank = (length == 0) | ((length == 1) & (text[starts] == _CR))
    return Block(lines[~is_blank], cells[~is_blank]), used, int(ordinals[-1])


def _check(text: NDArray[np.uint8], quotes: Numbers, mark: int) -> None:
    """Each quote of the pairs stands beside a delimiter, a line end, another quote or the start."""
    beside = np.zeros(256, np.bool_)
    beside[[mark, _LF, _CR, _QUOTE]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    before = beside[text[opening - 1]] | (opening == 0)
    after = beside[text[closing + 1]]
    if not (before.all() and after.all()):
        raise Untrusted
