"""What the parts that draw are given."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.idea_grid import GridCell, GridData, GridRow, colour_step, grid_data
from dashboard.components.kpi_strip import Kpi, kpi_data
from dashboard.components.table import TableCell, TableColumn, TableData, table_data


@pytest.mark.parametrize(
    ("value", "step"),
    [(None, None), (0, None), (1, 1), (4, 2), (9, 3), (25, 5), (49, 7), (99, 9), (100, 9)],
)
def test_the_colour_scale_goes_by_square_roots(value, step):
    assert colour_step(value, 100) == step


def test_nothing_has_a_colour_where_there_is_no_scale():
    assert colour_step(5, 0) is None


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6))
def test_more_is_never_lighter(one, other):
    low, high = (colour_step(value, 1e6) for value in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 9


def as_json(data) -> Any:
    return json.loads(json.dumps(data))


def grid(values):
    cells = [GridCell(text=str(value), value=value, href="idea?idea=a") for value in values]
    row = GridRow(title="An idea", href="idea?idea=a", total="9", cells=cells)
    return GridData(
        caption="c",
        total="People",
        total_unit="people",
        columns=[f"d{index}" for index in range(len(values))],
        rows=[row],
        highest=16,
    )


def test_a_phone_sees_the_three_highest_departments_in_the_order_of_the_table():
    tops = as_json(grid_data(grid([3, 16, None, 0, 9, 4])))["rows"][0]["top"]
    assert [(cell["label"], cell["text"]) for cell in tops] == [
        ("d1", "16"),
        ("d4", "9"),
        ("d5", "4"),
    ]


def test_hidden_and_empty_cells_have_no_colour_and_no_place_among_the_highest():
    data = as_json(grid_data(grid([None, 0])))["rows"][0]
    assert [cell["step"] for cell in data["cells"]] == [None, None]
    assert data["top"] == []


def test_a_headline_number_leaves_out_what_it_has_not():
    assert kpi_data(Kpi(label="Members", value="7")) == {"label": "Members", "value": "7"}
    zero = kpi_data(Kpi(label="Progress", value="0%", rate=0.0, target=0.0))
    assert (zero["rate"], zero["target"]) == (0.0, 0.0)


def test_a_table_keeps_zeros_and_is_json():
    table = TableData(
        caption="Departments",
        columns=[TableColumn(label="Name"), TableColumn(label="To go", is_sortable=True)],
        rows=[[TableCell(text="Finance"), TableCell(text="", sort=0, rate=0.0)]],
        sort=(1, "descending"),
    )
    data = as_json(table_data(table))
    assert data["rows"][0][1] == {"text": "", "sort": 0, "rate": 0.0}
    assert data["sort"] == {"column": 1, "direction": "descending"}
    assert "is_sortable" not in data["columns"][0]


def test_a_line_may_have_gaps():
    data = as_json(kpi_data(Kpi(label="Active", value="1", spark=(1.0, None, 2.0))))
    assert data["spark"] == [1.0, None, 2.0]
