"""CSV records, one by one: the careful way, for files that DuckDB alone cannot be trusted with.

The grammar is the one that DuckDB reads in strict mode, so that both ways give the same cells:
a cell is quoted when its first character other than a space is a quotation mark; inside, a
doubled mark stands for one; only spaces may stand between the closing mark and the delimiter.
A mark inside an unquoted cell is an ordinary character. Any of LF, CR and CRLF ends a record,
blank lines are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TextIO

from etl.reading.text import UNREADABLE, without_bom

LONGEST: Final = 16_000_000
"""Characters that a record, or a cell in quotation marks, may have."""

NUL: Final = "contains a NUL byte"
STRAY_QUOTE: Final = "a quotation mark is not closed, or not doubled inside a quoted value"
_INSIDE = r'[^"]*+(?:""[^"]*+)*+'


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its first line, its cells; ``fault`` where they cannot be trusted.

    With a stray quotation mark the cells are those before the one that it stands in.
    """

    line: int
    cells: list[str]
    fault: str | None = None


class UnclosedQuote(Exception):
    """A quotation mark was opened and the file, or what is reasonable, ended first."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(line, column)
        self.line = line
        self.column = column


class LineTooLong(Exception):
    """A line that no export has."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def records(stream: TextIO, delimiter: str) -> Iterator[Record]:
    """All records of a text that was opened with ``newline=""``, the header among them.

    A record with a stray quotation mark is a fault and reading goes on with its second line.
    Raises UnclosedQuote and LineTooLong.
    """
    lines = _Lines(stream)
    cells = _Cells(delimiter)
    while line := lines.take():
        if line in {"\n", "\r\n", "\r"}:
            continue
        number = lines.number
        if number == 1:
            line = without_bom(line)
        if '"' in line:
            taken = _Taken(lines, line)
            found, is_whole = cells.of(taken)
            line = "".join(taken.lines)
        else:
            found, is_whole = line.rstrip("\r\n").split(delimiter), True
        fault = None if is_whole else STRAY_QUOTE
        if "\0" in line:
            fault = NUL
        elif UNREADABLE in line:
            fault = UNREADABLE
        yield Record(number, found, fault)


def shortfall(found: int, expected: int) -> str | None:
    """The reason why a record of ``found`` cells does not fit under ``expected`` headers."""
    if found == expected:
        return None
    if found > expected:
        return "one field too many" if found == expected + 1 else "several fields too many"
    return "a field is missing" if found == expected - 1 else "several fields are missing"


class _Lines:
    """Lines of a stream with their numbers; some can be given back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._returned: list[str] = []
        self.number = 0

    def take(self) -> str:
        line = self._returned.pop() if self._returned else self._stream.readline(LONGEST)
        self.number += 1
        if len(line) >= LONGEST:
            raise LineTooLong(self.number)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._returned.extend(reversed(lines))
        self.number -= len(lines)


class _Taken:
    """The lines that a record takes up, as far as it was read."""

    def __init__(self, lines: _Lines, first: str) -> None:
        self.lines = [first]
        self.size = len(first)
        self._source = lines

    @property
    def number(self) -> int:
        return self._source.number

    def more(self) -> str:
        """The next line, or nothing where a cell has no reasonable end."""
        line = self._source.take() if self.size < LONGEST else ""
        self.lines.append(line)
        self.size += len(line)
        return line

    def only_first(self, cells: list[str]) -> list[str]:
        """Give all lines but the first back; the record ends with these cells."""
        self._source.give_back(self.lines[1:])
        del self.lines[1:]
        return cells


class _Cells:
    """Takes a record apart."""

    def __init__(self, delimiter: str) -> None:
        mark = re.escape(delimiter)
        end = f"({mark}|[\\r\\n]+|\\Z)"
        self._delimiter = delimiter
        self._quoted = re.compile(f' *"({_INSIDE})" *{end}')
        self._plain = re.compile(f'(?! *")([^{mark}\\r\\n]*){end}')
        self._opening = re.compile(f' *"({_INSIDE})')
        self._inside = re.compile(_INSIDE)
        self._closing = re.compile(f'" *{end}')

    def of(self, taken: _Taken) -> tuple[list[str], bool]:
        """(the cells of a record, whether these are all: False at a stray quotation mark)."""
        cells: list[str] = []
        line, place = taken.lines[0], 0
        while True:
            found = self._quoted.match(line, place) or self._plain.match(line, place)
            if found:
                cell, end = found[1], found[2]
                is_quoted = found.re is self._quoted
            else:
                opening = self._opening.match(line, place)
                if opening is None or opening.end() < len(line):
                    return taken.only_first(cells), False
                cell, line, found = self._continued(opening[1], len(cells), taken)
                if found is None:
                    return taken.only_first(cells), False
                end, is_quoted = found[1], True
            cells.append(cell.replace('""', '"') if is_quoted else cell)
            if end != self._delimiter:
                return cells, True
            place = found.end()

    def _continued(
        self, beginning: str, column: int, taken: _Taken
    ) -> tuple[str, str, re.Match[str] | None]:
        """The rest of a cell over several lines: (cell, last line, match of what closes it)."""
        number = taken.number
        parts = [beginning]
        while line := taken.more():
            inside = self._inside.match(line)
            parts.append(inside[0] if inside else "")
            if inside and inside.end() < len(line):
                return "".join(parts), line, self._closing.match(line, inside.end())
        raise UnclosedQuote(number, column)
