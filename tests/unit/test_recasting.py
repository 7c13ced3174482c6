"""As it is now: published figures of former departments added up, or not comparable."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access import EVERYTHING, Role, Scope
from dashboard.edition import Edition
from dashboard.metric import Cell, Frame, Query
from dashboard.metric.answer import metric_named
from dashboard.metric.lineage import Lineage
from dashboard.metric.recasting import (
    NOT_SEEN,
    TOO_FEW,
    as_it_is_now,
    comparable_since,
    is_reorganised,
)

MAY, JUNE_1, JUNE = date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30)
BECAME = {"parks": "leisure", "sport": "leisure"}


NAMES = ("care", "highways", "housing", "leisure", "parks", "place", "sport")


class Town(Edition):
    """An edition in which parks and sport became leisure in June, and housing was split then.

    Highways, part of place until then, came to care. Whoever ``sees`` less is told less.
    """

    def __init__(self, sees=None, moved="care"):
        self.edition_id = "e"
        self.whole = self
        self.scope = Scope(Role.MANAGER, frozenset(sees)) if sees else EVERYTHING
        self.moved = moved
        self.departments = {key: key for key in NAMES}
        self.info = {"minimum_group": "10"}

    def select(self, statement):
        if "department_parent" in str(statement):
            first, names = date(2026, 1, 1), ("department_id", "valid_from", "parent_id")
            parents = [(key, first, "place" if key == "highways" else None) for key in NAMES]
            parents.append(("highways", JUNE_1, self.moved))
            return [dict(zip(names, row, strict=True)) for row in parents]
        since = {"housing": JUNE_1}
        rows = [(key, BECAME.get(key), since.get(key)) for key in NAMES]
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
    share("highways", MAY, 8, 30),
    share("place", MAY, 12, 50),
    share("highways", JUNE, 9, 30),
    share("place", JUNE, 4, 20),
    share("care", MAY, 10, 40),
    share("housing", MAY, 10, 40),
    share("leisure", MAY, 0, 0),
    share("parks", MAY, 10, 40),
    share("sport", MAY, 15, 20),
    share("care", JUNE, 20, 70),
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


def now(query, cells=CELLS, metric="adoption_rate", town=None):
    frame = as_it_is_now(town or Town(), query, lambda each: ask(each, cells, metric))
    return {(cell.department_id, cell.period): cell for cell in frame.cells}


def test_a_merged_department_has_the_past_of_its_predecessors():
    found = now(Query(metric="adoption_rate", by="department_week"))
    assert (found["leisure", MAY].numerator, found["leisure", MAY].denominator) == (25, 60)
    assert found["leisure", MAY].value == pytest.approx(25 / 60)
    assert found["leisure", MAY].low < 25 / 60 < found["leisure", MAY].high
    assert found["leisure", JUNE].numerator == 30
    assert {key for key, _ in found} == {"care", "highways", "housing", "leisure", "place"}


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
    cells = [hidden if (cell.key, cell.period) == ("sport", MAY) else cell for cell in CELLS]
    found = now(Query(metric="adoption_rate", by="department_week"), cells)
    assert (found["leisure", MAY].status, found["leisure", MAY].numerator) == ("suppressed", None)


TABLE = Query(metric="adoption_rate", by="department_week")


def counted(cell):
    return cell.numerator, cell.denominator


def test_what_came_to_a_department_is_added_and_what_left_one_taken_off():
    found = now(TABLE)
    assert counted(found["care", MAY]) == (10 + 8, 40 + 30)
    assert counted(found["place", MAY]) == (12 - 8, 50 - 30)
    assert counted(found["highways", MAY]) == (8, 30)
    assert (counted(found["care", JUNE]), counted(found["place", JUNE])) == ((20, 70), (4, 20))
    for key in ("care", "place"):
        alone = now(Query(metric="adoption_rate", by="week", department_id=key))
        assert alone == {place: cell for place, cell in found.items() if place[0] == key}


def test_who_does_not_see_what_moved_is_not_told_the_past_by_way_of_it():
    found = now(
        Query(metric="adoption_rate", by="week", department_id="place"), town=Town(sees={"place"})
    )
    assert (found["place", MAY].status, found["place", MAY].note) == ("suppressed", NOT_SEEN)
    assert counted(found["place", JUNE]) == (4, 20)


def test_few_that_are_left_are_not_shown():
    cells = [share("highways", MAY, 8, 45) if cell == CELLS[0] else cell for cell in CELLS]
    assert now(TABLE, cells)["place", MAY].note == TOO_FEW


KEYS = st.sampled_from("abcdefg")
TREES = st.lists(
    st.dictionaries(KEYS, st.sampled_from("abcdefg"), max_size=6).map(
        lambda told: {key: to for key, to in told.items() if key < to}  # no circles
    ),
    min_size=1,
    max_size=4,
)


@given(trees=TREES, own=st.lists(st.integers(0, 50), min_size=7, max_size=7))
def test_whatever_moved_each_department_has_its_own_and_those_of_its_parts_of_today(trees, own):
    """Figures of each day add up to what today's tree makes of the same people."""
    people = dict(zip("abcdefg", own, strict=True))
    found = Lineage({}, [(date(2026, number, 1), tree) for number, tree in enumerate(trees, 1)])
    sizes = [{key: total(people, tree, key) for key in people} for tree in trees]
    for number, size in enumerate(sizes, 1):
        for key in people:
            added, off = found.parts(key, date(2026, number, 9))
            told = sum(size[each] for each in added) - sum(size[each] for each in off)
            assert told == total(people, trees[-1], key)


def total(people, tree, key):
    return people[key] + sum(total(people, tree, each) for each, to in tree.items() if to == key)


def test_whole_figures_and_those_that_cannot_be_added_stay_as_they_were():
    whole = Query(metric="adoption_rate", by="week")
    assert as_it_is_now(Town(), whole, ask).cells == ask(whole).cells
    gaps = Query(metric="target_progress", by="department_week")
    assert len(now(gaps, metric="target_progress")) == len(CELLS)


def test_recasting_twice_is_recasting_once():
    query = Query(metric="adoption_rate", by="department_week")
    once = as_it_is_now(Town(), query, ask)
    assert once.cells != ask(query).cells
    assert as_it_is_now(Town(), query, lambda _: once) == once


def test_an_edition_knows_whether_it_was_reorganised():
    assert is_reorganised(Town())
    assert comparable_since(Town()) == {"housing": date(2026, 6, 1)}
