"""Cells that a spreadsheet might run are text, however the formula is dressed up."""

import pytest

from etl.spreadsheets import plain_cell


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", " =1", '"=1', "'=1", "＝1"]
)
def test_a_formula_becomes_text(formula):
    assert plain_cell(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "Housing", "5 - 3", "https://council.example/?a=1"])
def test_other_texts_stay_as_they_are(text):
    assert plain_cell(text) == text
