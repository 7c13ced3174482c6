"""What people record of an idea: that it was adopted, and what came of it. As a file to load.

The verb and the form write the same small CSV into the inbox, one file for each record: it is
loaded, kept as a snapshot and replayed like any other export.
"""

import csv
import io
import os
import re
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.errors import UptakeError
from etl.ideas import idea_address
from etl.spreadsheets import plain_cell

STAGES = ("adopted", "outcome")
RECORD_COLUMNS = ("idea", "stage", "recorded_on", "department", "evidence", "value", "unit")
"""The header of a file of records, in its order."""

_WEB = re.compile(r"https?://[^\s/@]+\.[^\s/@]+(/\S*)?", re.IGNORECASE)
_LONGEST_UNIT = 40
_LETTERS = "abcdefghijkmnpqrstuvwxyz"


class RecordError(UptakeError):
    """A record cannot be written; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Record:
    """``stage``: adopted or outcome. ``department``: empty for the whole organisation.

    ``evidence``: a web address, or empty. ``value`` in ``unit`` ("hours a year"), or None.
    """

    idea: str
    stage: str
    recorded_on: date
    department: str = ""
    evidence: str = ""
    value: float | None = None
    unit: str = ""


def write_record(inbox: Path, record: Record) -> Path:
    """Put the record into the inbox as a file of its own. RecordError where it makes no sense.

    Raises OSError where the inbox cannot be written.
    """
    row = _checked(record)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(RECORD_COLUMNS)
    writer.writerow(row)
    # No date in the name: of two records of one thing the one written last must hold.
    name = f"idea-record-{''.join(secrets.choice(_LETTERS) for _ in range(8))}.csv"
    draft = inbox / f".{name}"  # a load passes over hidden files
    with draft.open("x", encoding="utf-8", newline="") as stream:
        stream.write(text.getvalue())
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(inbox / name)
    return inbox / name


def _checked(record: Record) -> list[str]:
    if idea_address(record.idea) is None:
        raise RecordError("The idea is not a web address: give it in full, with https://.")
    if record.stage not in STAGES:
        raise RecordError("The stage is neither adopted nor outcome: choose one of them.")
    if record.evidence and not _WEB.fullmatch(record.evidence.strip()):
        raise RecordError("The evidence is not a web address: begin it with https://.")
    if record.unit and record.value is None:
        raise RecordError("There is a unit without a value: give both or neither.")
    if len(record.unit) > _LONGEST_UNIT:
        raise RecordError(f"The unit is longer than {_LONGEST_UNIT} letters: shorten it.")
    value = "" if record.value is None else f"{record.value:.10g}"
    day = record.recorded_on.isoformat()
    department, evidence, unit = (
        plain_cell(" ".join(word.split()))
        for word in (record.department, record.evidence, record.unit)
    )
    return [record.idea, record.stage, day, department, evidence, value, unit]
