"""CSV, text and JSON of frames: safe to open, the same numbers, the same words."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.metric import Cell, Frame, Query, metric_named
from dashboard.outputs import catalogue
from dashboard.outputs.csv import as_bytes, file_name, frame_csv, safe, table_csv
from dashboard.outputs.text import frame_as
from etl.errors import QueryError

DAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
FRAME = Frame(
    metric_named("adoption_rate"),
    Query(metric="adoption_rate", by="department", at=DAY),
    (
        Cell(DAY, "eq", "=cmd|' /C calc'!A0", "eq", 0.25, 25, 100, 0.2, 0.3, status="ok"),
        Cell(DAY, "ops", "Opérations", "ops", 0.5, 50, 100, 0.4, 0.6, 0.5, 0.6, "ok", "at_least"),
        Cell(DAY, "tiny", "Tiny", "tiny", status="suppressed", note="Hidden to protect"),
        Cell(DAY, "new", "New", "new", note="No colleagues to compare with"),
    ),
    DAY,
    "20261122-abc",
)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_frame_csv():
    rows = rows_of(frame_csv(FRAME))
    assert [row["value"] for row in rows] == ["0.25", "0.5", "", ""]
    assert [row["status"] for row in rows] == ["ok", "ok", "suppressed", "no_data"]
    assert rows[0]["label"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["numerator"] == "25"
    assert {row["edition_id"] for row in rows} == {"20261122-abc"}
    assert {row["as_of_date"] for row in rows} == {"2026-11-22"}
    assert rows[0]["definition"] == FRAME.metric.description


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
)
def test_texts_that_begin_like_a_formula(start):
    assert safe(f"{start}1+1") == f"'{start}1+1"
    assert safe(f" {start}x") == f"' {start}x"
    assert safe(f'"{start}x') == f"'\"{start}x"


@pytest.mark.parametrize("text", ["-9", "-9.5", "Care", "a=b", "", "−9", "2,027", "R&D - old"])
def test_texts_that_are_harmless(text):
    assert safe(text) == text


def test_headers_are_made_safe_and_numbers_stay_numbers():
    text = table_csv(["=Name", "Change"], [["Care", -9], ["Sales", -0.5], ["Old", None]])
    assert text == "'=Name,Change\r\nCare,-9\r\nSales,-0.5\r\nOld,\r\n"


@settings(deadline=None)
@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_any_table_begins_like_a_formula(rows):
    read = list(csv.reader(io.StringIO(table_csv(["a", "b"], rows), newline="")))[1:]
    assert len(read) == len(rows)
    for line, row in zip(read, rows, strict=True):
        for written, value in zip(line, row, strict=True):
            assert written.removeprefix("'") == value.removeprefix("'") or written == f"'{value}"
            assert not written.startswith(("=", "+", "@", "\t", "\r", "\n", "\0", "＝"))
            assert not written.startswith("-") or float(written) <= 0


def test_a_download_is_marked_as_unicode_and_named_plainly():
    assert as_bytes("é").startswith(b"\xef\xbb\xbf")
    assert file_name(FRAME) == "adoption_rate-by-department-2026-11-22.csv"


def test_table():
    lines = frame_as("table", FRAME).splitlines()
    assert lines[0].startswith("Adoption: Share of all staff")
    assert lines[1] == "Edition 20261122-abc, as of 22 November 2026"
    assert lines[3].split()[5:] == ["Match", "bounds", "Note"]
    assert lines[6].split()[1:5] == ["Opérations", "at", "least", "50%"]
    assert lines[6].split()[5:] == ["50", "of", "100", "50%", "to", "60%"]
    assert lines[7].endswith("Hidden to protect")
    assert lines[8].endswith("No colleagues to compare with")


def test_every_output_of_a_provisional_edition_says_so():
    frame = replace(FRAME, is_provisional=True)
    assert "provisional" in frame_as("table", frame).splitlines()[1]
    assert json.loads(frame_as("json", frame))["is_provisional"] is True
    assert {row["edition_state"] for row in rows_of(frame_csv(frame))} == {"provisional"}
    assert {row["edition_state"] for row in rows_of(frame_csv(FRAME))} == {"final"}


def test_json():
    answer = json.loads(frame_as("json", FRAME))
    assert answer["metric"] == "adoption_rate"
    assert answer["cells"][1]["value"] == 0.5
    assert answer["cells"][2]["value"] is None
    assert answer["as_of_date"] == "2026-11-22"


def test_csv_is_a_format_and_nothing_else_is():
    assert frame_as("csv", FRAME) == frame_csv(FRAME)
    with pytest.raises(QueryError, match="table, json, csv"):
        frame_as("xlsx", FRAME)


def test_an_empty_frame_has_a_head_in_every_format():
    empty = Frame(FRAME.metric, FRAME.query, (), None, "e1")
    assert "as of no date" in frame_as("table", empty)
    assert json.loads(frame_as("json", empty))["cells"] == []
    assert rows_of(frame_csv(empty)) == []


def test_the_document_of_metrics_is_current():
    """Made again by: python -m dashboard.outputs.catalogue docs/metrics.md."""
    assert (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8") == catalogue.markdown()


def test_the_document_is_written_where_one_says(tmp_path):
    assert catalogue.main([str(tmp_path / "metrics.md")]) == 0
    assert "`adoption_rate`: members ÷ colleagues" in (tmp_path / "metrics.md").read_text("utf-8")
    assert catalogue.main([]) == 1
