"""Frames and tables as CSV that a spreadsheet opens as data, never as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from dashboard.metric import Frame
from etl.editions.schema import PROVISIONAL

COLUMNS = (
    "metric",
    "period",
    "key",
    "label",
    "department_id",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "match_low",
    "match_high",
    "status",
    "basis",
    "note",
    "unit",
    "edition_id",
    "as_of_date",
    "edition_state",
    "definition",
)
_FORMULA = re.compile("[\\s\"']*[=+\\-@\t\r\n\0＝＋－＠]")
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")

Value = str | float | date | None


def frame_csv(frame: Frame) -> str:
    """One line per cell, each with its edition, its day and what the metric means."""
    metric = frame.metric
    state = PROVISIONAL if frame.is_provisional else "final"
    edition = (frame.edition_id, frame.as_of_date, state)
    constant = (metric.unit.value, *edition, metric.description)
    rows = (
        (
            metric.name,
            cell.period,
            cell.key,
            cell.label,
            cell.department_id,
            cell.value,
            cell.numerator,
            cell.denominator,
            cell.low,
            cell.high,
            cell.match_low,
            cell.match_high,
            cell.status,
            cell.basis,
            cell.note,
            *constant,
        )
        for cell in frame.cells
    )
    return table_csv(COLUMNS, rows)


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A table as CSV (RFC 4180: comma, CRLF). Texts that begin like a formula get a ' in front."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([safe(column) for column in columns])
    writer.writerows([_text(value) for value in row] for row in rows)
    return stream.getvalue()


def as_bytes(text: str) -> bytes:
    """The CSV as a download: UTF-8 with the mark by which Excel knows it."""
    return text.encode("utf-8-sig")


def file_name(frame: Frame) -> str:
    """A file name of plain characters: adoption_rate-by-department-2026-11-22.csv."""
    day = frame.as_of_date.isoformat() if frame.as_of_date else "no-date"
    return f"{frame.metric.name}-by-{frame.query.by}-{day}.csv"


def safe(text: str) -> str:
    """The text, with a ' in front where a spreadsheet might run it; numbers stay numbers."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if value == int(value) else repr(float(value))
