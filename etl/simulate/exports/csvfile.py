"""CSV in the dialects of the vendors."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

BOM = "\ufeff"


def csv_text(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    quotes_all: bool = False,
    line_end: str = "\n",
    has_bom: bool = False,
) -> str:
    """The text of a CSV file: header and rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL,
        lineterminator=line_end,
    )
    writer.writerow(header)
    writer.writerows(rows)
    return (BOM if has_bom else "") + buffer.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with the line ends that the text has."""
    path.write_bytes(text.encode("utf-8"))
