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
_BUFFER: Final = 1 << 18  # small enough for the processor's cache
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

    Raises Untrusted where only reading record by record can tell.
    """
    mark = ord(delimiter)
    rest, line, is_first = b"", 1, True
    for piece in pieces(path, _BUFFER):
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


def _block(data: bytes, mark: int, line: int) -> tuple[Block | None, int, int]:
    """(the records that end in ``data``, bytes they take up, lines they take up)."""
    bytes_ = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(bytes_ == _QUOTE)
    line_ends = _line_ends(bytes_, has_cr=b"\r" in data)
    is_end = np.searchsorted(quotes, line_ends) % 2 == 0
    ends = line_ends[is_end]
    if not len(ends):
        return None, 0, 0
    used = int(ends[-1]) + 1
    _check(bytes_, quotes[: np.searchsorted(quotes, used)], mark)
    starts = np.concatenate(([0], ends[:-1] + 1))
    ordinals = np.flatnonzero(is_end)
    lines = line + np.concatenate(([0], ordinals[:-1] + 1))
    cells = _cells(bytes_[:used], quotes, ends, mark)
    length = ends - starts
    is_blank = (length == 0) | ((length == 1) & (bytes_[starts] == _CR))
    return Block(lines[~is_blank], cells[~is_blank]), used, int(ordinals[-1]) + 1


def _line_ends(bytes_: NDArray[np.uint8], *, has_cr: bool) -> Numbers:
    """Places of LF, and of CR without LF. The last byte decides only where it is an LF."""
    is_end = bytes_ == _LF
    if has_cr:
        is_end[:-1] |= (bytes_[:-1] == _CR) & (bytes_[1:] != _LF)
    return np.flatnonzero(is_end)


def _cells(bytes_: NDArray[np.uint8], quotes: Numbers, ends: Numbers, mark: int) -> Numbers:
    marks = np.flatnonzero(bytes_ == mark)
    outside = marks[np.searchsorted(quotes, marks) % 2 == 0]
    until = np.searchsorted(outside, ends)
    return np.diff(until, prepend=0) + 1


def _check(bytes_: NDArray[np.uint8], quotes: Numbers, mark: int) -> None:
    """Each quote of the pairs stands beside a delimiter, a line end, another quote or the start."""
    beside = np.zeros(256, np.bool_)
    beside[[mark, _LF, _CR, _QUOTE]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    before = beside[bytes_[opening - 1]] | (opening == 0)
    after = beside[bytes_[closing + 1]]
    if not (before.all() and after.all()):
        raise Untrusted
