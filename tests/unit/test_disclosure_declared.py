"""Every table of an edition says what it tells of people. A new one fails here until it does."""

import pytest
from sqlalchemy import Column, Date, Integer, Table

from etl.disclosure.rules import ByDepartment, Derived, Open, Policy, Stated, Unpublished, WholeOnly
from etl.editions.publishable import publishable
from etl.editions.schema import metadata, worked_out
from etl.editions.schema.base import key, table
from etl.errors import EditionError

TABLES = metadata.sorted_tables
HOW = """Table {name} does not say what it tells of people. In etl/editions/schema give it one of
disclosure=Open("why nobody is told of"), disclosure=WholeOnly(people=(...), acts=(...)) for figures
of the whole organisation alone, or disclosure=ByDepartment(measures=(Measure(column=...), ...),
day="date") for counts by department. docs/disclosure.md says which."""


@pytest.mark.parametrize("made", TABLES, ids=lambda made: made.name)
def test_every_table_declares_what_it_tells_of_people(made: Table):
    assert made.info["disclosure"] is not None, HOW.format(name=made.name)


@pytest.mark.parametrize("made", TABLES, ids=lambda made: made.name)
def test_what_is_declared_is_there(made: Table):
    disclosure = made.info["disclosure"]
    if isinstance(disclosure, ByDepartment):
        names = {measure.column for measure in disclosure.measures}
        names |= {measure.of for measure in disclosure.measures if measure.of}
        names |= {disclosure.day} if disclosure.day else set()
        assert {"department_id", *names} <= set(made.c.keys())
    if isinstance(disclosure, WholeOnly):
        shares = {name for each in disclosure.shares for name in (each.column, each.of)}
        assert {"department_id", *disclosure.people, *disclosure.acts, *shares} <= set(
            made.c.keys()
        )
    if isinstance(disclosure, Open):
        assert len(disclosure.because) > 20


@pytest.mark.parametrize("made", TABLES, ids=lambda made: made.name)
def test_no_count_by_department_is_left_out(made: Table):
    """A number in a table by department is declared, whatever it counts: else it comes out raw."""
    disclosure = made.info["disclosure"]
    if "department_id" not in made.c or isinstance(
        disclosure, Open | Derived | Stated | Unpublished
    ):
        return
    declared: set[str] = set()
    if isinstance(disclosure, ByDepartment):
        declared = {measure.column for measure in disclosure.measures}
    elif isinstance(disclosure, WholeOnly):
        declared = {*disclosure.people, *disclosure.acts, *(total for total, _ in disclosure.sums)}
        declared |= {each.column for each in disclosure.shares}
        declared |= {end for each in disclosure.ranges for end in (each.low, each.high)}
    numbers = {
        name
        for name in worked_out(made)
        if not made.c[name].primary_key and made.c[name].type.python_type in {int, float}
    }
    assert numbers <= declared, f"{made.name}: declare {numbers - declared} (docs/disclosure.md)"


@pytest.mark.parametrize("made", TABLES, ids=lambda made: made.name)
def test_what_is_by_department_is_not_open(made: Table):
    """Names and parents are all that may be said of a department without a rule."""
    if isinstance(made.info["disclosure"], Open):
        assert "department_id" not in made.c or made.name in {"department", "department_parent"}


def test_a_table_that_says_nothing_is_not_published():
    silent = table("silent", "One row per day.", key("date", Date), Column("count", Integer))
    try:
        with pytest.raises(EditionError, match=r"silent.*Give it disclosure="):
            publishable({name.name: [] for name in metadata.sorted_tables}, Policy())
    finally:
        metadata.remove(silent)
