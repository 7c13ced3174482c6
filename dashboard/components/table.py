"""Real tables: captions, scopes, sortable headers, rows that lead somewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.components.ledger import Part, part

Tone = Literal["", "strong", "quiet", "signal"]
Direction = Literal["ascending", "descending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell, ready to show.

    ``after`` follows the text in grey. ``sort`` is what the column sorts by (None: last).
    ``href`` is a page of ours ("department?department=x") or a web address. ``rate`` draws a bar
    with a tick at ``target``; ``spark`` draws a line, and the text is then only read aloud.
    """

    text: str
    after: str = ""
    sort: float | str | None = None
    href: str = ""
    tone: Tone = ""
    rate: float | None = None
    target: float | None = None
    spark: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column. ``is_wide``: only where there is room. ``first``: direction at first click."""

    label: str
    align: Literal["start", "end"] = "start"
    is_sortable: bool = False
    is_wide: bool = False
    first: Direction = "descending"
    kind: Literal["", "wrap", "sparks"] = ""


def words_column(label: str, *, is_wide: bool = False, wraps: bool = False) -> TableColumn:
    """A column of words."""
    return TableColumn(label=label, is_wide=is_wide, kind="wrap" if wraps else "")


def number_column(label: str, *, is_wide: bool = False) -> TableColumn:
    """A column of numbers, right-aligned."""
    return TableColumn(label=label, align="end", is_wide=is_wide)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableData:
    """A whole table. The first cell of each row names the row.

    ``sort``: column and direction at first. ``summary``: folded behind these words.
    ``is_small``: a table of reference, in smaller print. ``is_caption_shown``: else for readers.
    """

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[TableCell]]
    sort: tuple[int, Direction] | None = None
    summary: str = ""
    is_small: bool = False
    is_caption_shown: bool = False


def table_part(table: TableData) -> Part:
    """``table`` made ready to be drawn."""
    return part("table", table_data(table))


def table_data(table: TableData) -> Mapping[str, object]:
    """``table`` as JSON, without what is empty."""
    sort = table.sort and {"column": table.sort[0], "direction": table.sort[1]}
    return {
        "caption": table.caption,
        "columns": [_filled(column) for column in table.columns],
        "rows": [[_filled(cell) for cell in row] for row in table.rows],
        "sort": sort,
        "summary": table.summary,
        "is_small": table.is_small,
        "is_caption_shown": table.is_caption_shown,
    }


def _filled(part: TableCell | TableColumn) -> Mapping[str, object]:
    values = {name: getattr(part, name) for name in part.__slots__}
    filled = {name: value for name, value in values.items() if value is not False}
    filled = {name: value for name, value in filled.items() if value not in ("", (), None)}
    if isinstance(part, TableCell):
        filled["text"] = part.text
    if part_spark := filled.get("spark"):
        filled["spark"] = list(part_spark)
    return filled
