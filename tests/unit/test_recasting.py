"""As it is now: published figures of former departments added up, or not comparable."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.edition import Edition
from dashboard.metric import Cell, Frame, Query
from dashboard.metric.answer import metric_named
from dashboard.metric.recasting import as_it_is_now, comparable_since, is_reorganised

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)
BECAME = {"parks": "leisure", "sport": "leisure"}


class Town(Edition):
    """An edition in which parks and sport became leisure in June, and housing was split then."""

    def __init__(self):
        self.edition_id = "e"

    def select(self, statement):
        rows: list[tuple[str, str | None, date | None]] = [
            (key, BECAME.get(key), None) for key in ("parks", "sport", "leisure", "care")
        ]
        rows.append(("housing", None, date(2026, 6, 1)))
        names = ("department_id", "now_id", "comparable_since")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def remember(self, key, make):
        return make()


def share(key, period, members, staff, **more):
    if not staff:
        return Cell(period, key, key, key, note="No colleagues to compare with")
    figures = {"value": members / staff, "numerator": members, "denominator": staff}
    return replace(Cell(period, key, key, key, status="ok", **figures), **more)


CELLS = [
    share("care", MAY, 10, 40),
    share("housing", MAY, 10, 40),
    share("leisure", MAY, 0, 0),
    share("parks", MAY, 10, 40),
    share("sport", MAY, 15, 20),
    share("care", JUNE, 12, 40),
    share("housing", JUNE, 9, 30),
    share("leisure", JUNE, 30, 60),
    share("parks", JUNE, 0, 0),
    share("sport", JUNE, 0, 0),
]


def ask(query, cells=CELLS, metric="adoption_rate"):
    kept = [
        cell
        for cell in cells
        if query.by in {"department", "department_week"}
        or cell.department_id == query.department_id
    ]
    return Frame(metric_named(metric), query, tuple(kept), JUNE, "e")


def now(query, cells=CELLS, metric="adoption_rate"):
    frame = as_it_is_now(Town(), query, lambda each: ask(each, cells, metric))
    return {(cell.department_id, cell.period): cell for cell in frame.cells}


def test_a_merged_department_has_the_past_of_its_predecessors():
    found = now(Query(metric="adoption_rate", by="department_week"))
    assert (found["leisure", MAY].numerator, found["leisure", MAY].denominator) == (25, 60)
    assert found["leisure", MAY].value == pytest.approx(25 / 60)
    assert found["leisure", MAY].low < 25 / 60 < found["leisure", MAY].high
    assert found["leisure", JUNE].numerator == 30
    assert {key for key, _ in found} == {"care", "housing", "leisure"}
    assert found["care", MAY] == CELLS[0]


def test_the_series_of_one_department_is_the_same_as_in_the_table():
    alone = now(Query(metric="adoption_rate", by="week", department_id="leisure"))
    table = now(Query(metric="adoption_rate", by="department_week"))
    assert alone == {place: cell for place, cell in table.items() if place[0] == "leisure"}


def test_what_was_split_is_not_comparable_before():
    found = now(Query(metric="adoption_rate", by="department_week"))
    assert found["housing", MAY].status == "no_data"
    assert found["housing", MAY].note.startswith("Not comparable before 1 June 2026")
    assert found["housing", JUNE].is_ok


def test_what_was_hidden_of_one_hides_the_sum():
    hidden = Cell(MAY, "sport", "sport", "sport", status="suppressed", note="Hidden")
    cells = [hidden if cell == CELLS[4] else cell for cell in CELLS]
    found = now(Query(metric="adoption_rate", by="department_week"), cells)
    assert (found["leisure", MAY].status, found["leisure", MAY].numerator) == ("suppressed", None)


def test_whole_figures_and_those_that_cannot_be_added_stay_as_they_were():
    whole = Query(metric="adoption_rate", by="week")
    assert as_it_is_now(Town(), whole, ask).cells == ask(whole).cells
    gaps = Query(metric="target_progress", by="department_week")
    assert len(now(gaps, metric="target_progress")) == len(CELLS)


def test_recasting_twice_is_recasting_once():
    query = Query(metric="adoption_rate", by="department_week")
    once = as_it_is_now(Town(), query, ask)
    assert as_it_is_now(Town(), query, lambda _: once).cells == once.cells


def test_an_edition_knows_whether_it_was_reorganised():
    assert is_reorganised(Town())
    assert comparable_since(Town()) == {"housing": date(2026, 6, 1)}
