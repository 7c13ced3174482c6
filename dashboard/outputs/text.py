"""A frame as text for the command line: a table to read, JSON or CSV to go on with."""

import json
from collections.abc import Sequence

from dashboard.metric import Cell, Frame
from dashboard.outputs.csv import frame_csv
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.doubt import match_bounds
from dashboard.words.figure import shown
from etl.editions.schema import WHOLE
from etl.errors import QueryError

FORMATS = ("table", "json", "csv")


def frame_as(format_name: str, frame: Frame) -> str:
    """The frame in the named format. QueryError, naming all there are, for any other."""
    if format_name == "table":
        return frame_table(frame)
    if format_name == "json":
        return frame_json(frame)
    if format_name == "csv":
        return frame_csv(frame)
    raise QueryError(f"There is no format {format_name}. There are: {', '.join(FORMATS)}.")


def frame_table(frame: Frame) -> str:
    """The figures as a table in plain text, under what they mean and of which edition."""
    as_of = long_date(frame.as_of_date) if frame.as_of_date else "no date"
    head = (
        f"{frame.metric.label}: {frame.metric.description}",
        f"Edition {frame.edition_id}, as of {as_of}{', provisional' * frame.is_provisional}",
        "",
    )
    columns, rows = _table(frame)
    return "\n".join((*head, *aligned(columns, rows))) + "\n"


def _table(frame: Frame) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    has_departments = frame.query.by == "idea_department"
    columns = [
        "Date",
        frame.query.by.replace("_", " ").capitalize(),
        "Figure",
        "Out of",
        "Match bounds",
        "Note",
    ]
    rows = [
        [
            cell.period.isoformat() if cell.period else "",
            f"{cell.label} / {cell.department_id}" if has_departments else cell.label,
            shown(cell, frame.metric.unit),
            _base(cell),
            match_bounds(cell),
            cell.note if cell.is_ok or cell.status == "no_data" else "",
        ]
        for cell in frame.cells
    ]
    filled = [place for place in range(len(columns)) if place < 3 or any(r[place] for r in rows)]
    kept = [[row[place] for place in filled] for row in rows]
    return [columns[place] for place in filled], kept


def _base(cell: Cell) -> str:
    if cell.numerator is None or cell.denominator is None:
        return ""
    return numbers.of(cell.numerator, cell.denominator)


def aligned(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table in lines: every column as wide as its widest text."""
    widths = [max(len(text) for text in column) for column in zip(columns, *rows, strict=True)]
    lines = (columns, ["-" * width for width in widths], *rows)
    return [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def frame_json(frame: Frame) -> str:
    """The frame as a JSON object: what was asked, of which edition, and the cells."""
    query = frame.query
    answer = {
        "metric": frame.metric.name,
        "definition": frame.metric.description,
        "unit": frame.metric.unit.value,
        "edition_id": frame.edition_id,
        "as_of_date": frame.as_of_date,
        "is_provisional": frame.is_provisional,
        "by": query.by,
        "department_id": None if query.department_id == WHOLE else query.department_id,
        "idea_id": query.idea_id,
        "window_days": query.window_days,
        "cells": [_as_object(cell) for cell in frame.cells],
    }
    return json.dumps(answer, indent=2, default=str, ensure_ascii=False) + "\n"


def _as_object(cell: Cell) -> dict[str, object]:
    return {
        "period": cell.period,
        "key": cell.key,
        "label": cell.label,
        "department_id": cell.department_id,
        "value": cell.value,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "low": cell.low,
        "high": cell.high,
        "match_low": cell.match_low,
        "match_high": cell.match_high,
        "status": cell.status,
        "basis": cell.basis,
        "note": cell.note,
    }
