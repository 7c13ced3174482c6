"""Why the number of members moved: every flow by hand, and exact on random histories."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from etl import adoption
from etl.editions.daily import daily_counts
from etl.editions.departing import make_departed
from etl.editions.lattice import lattice
from etl.editions.schema import FLOWS, LOSSES
from etl.editions.scope import Scope
from etl.editions.tables import member_flow
from etl.warehouse import bulk, schema
from tests.support.facts import AS_OF, Facts, builder, embedded, scratch

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 6)
LIST, LATER, LATEST = "2026-09-01", "2026-10-12", "2026-11-02"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    """Three weeks before AS_OF the first of them joins; e0 to e3 work in Housing, e4 in Parks."""
    facts = Facts()
    facts.export()
    for listed in (LIST, LATER):
        for number in range(5):
            label = "Parks" if number == 4 else "Housing"
            facts.staff(listed, f"p{number}", label, email_key=f"e{number}")
    return facts


def flows(found, department_id="*", day=AS_OF):
    row = found.row("member_flow", date=day, department_id=department_id)
    return {flow: row[f"{flow}_count"] for flow in FLOWS if row[f"{flow}_count"]}


def test_who_is_counted_first_joined(facts, figures):
    facts.account("a", "2026-10-05", email_key="e0")
    facts.account("b", "2026-10-20", email_key="e1")
    found = figures(facts)
    assert flows(found, day="2026-10-18") == {"joined": 1}
    assert flows(found) == flows(found, "housing") == {"joined": 2}
    assert flows(found, "parks") == {}


def test_who_closes_the_account_lapsed_and_who_opens_another_returned(facts, figures):
    facts.account("a", "2026-10-05", email_key="e0", state="deleted", ended_date="2026-10-15")
    facts.account("b", "2026-11-01", email_key="e0")
    found = figures(facts)
    assert flows(found, day="2026-10-18") == {"joined": 1, "lapsed": 1}
    assert flows(found) == {"joined": 1, "lapsed": 1, "returned": 1}


def test_who_is_no_longer_on_the_staff_list_left_even_with_an_account(facts, figures):
    facts.account("a", "2026-10-05", email_key="e0")
    facts.account("b", "2026-10-05", email_key="e1", state="deleted", ended_date=LATEST)
    facts.staff(LATEST, "p4", "Parks", email_key="e4")
    assert flows(figures(facts), "housing") == {"joined": 2, "left": 2}


def test_who_changes_department_moved_and_the_whole_is_as_before(facts, figures):
    facts.account("a", "2026-10-05", email_key="e0")
    for number in range(5):
        facts.staff(LATEST, f"p{number}", "Parks", email_key=f"e{number}")
    found = figures(facts)
    assert flows(found, "housing") == {"joined": 1, "moved_out": 1}
    assert flows(found, "parks") == {"moved_in": 1}
    assert flows(found) == {"joined": 1, "moved_in": 1, "moved_out": 1}


def test_stretches_that_follow_each_other_are_no_event(facts, figures):
    facts.account("a", "2026-10-05", email_key="e0")
    for number in range(5):  # who may join is now known: employment begins another stretch
        facts.staff(LATEST, f"p{number}", "Housing", email_key=f"e{number}", is_eligible=True)
    assert flows(figures(facts), "housing") == {"joined": 1}


def test_without_a_staff_list_nobody_leaves_but_by_closing_the_account(figures):
    facts = Facts()
    facts.export()
    facts.account("a", "2026-10-05", department_label="Housing")
    facts.account("b", "2026-10-06", state="deleted", ended_date="2026-10-20")
    assert flows(figures(facts)) == {"joined": 2, "lapsed": 1}


def test_the_lattice_is_weeks_back_from_the_last_day_and_ends_of_months():
    days = lattice(date(2026, 10, 20), date(2026, 11, 22))
    assert [day.isoformat() for day in days] == [
        "2026-10-25",
        "2026-10-31",
        "2026-11-01",
        "2026-11-08",
        "2026-11-15",
        "2026-11-22",
    ]
    assert lattice(date(2026, 11, 22), date(2026, 11, 22)) == [date(2026, 11, 22)]
    assert date(2025, 12, 31) in lattice(date(2025, 12, 30), date(2026, 2, 1))


# --- random histories --------------------------------------------------------------------------

stretches = st.lists(
    st.tuples(
        st.integers(0, 5),  # person
        st.sampled_from(["housing", "parks", "?"]),
        st.integers(0, 70),  # first day
        st.integers(1, 40),  # length
        st.booleans(),  # whether employment goes on when the membership ends
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    with embedded(tmp_path_factory.mktemp("random")) as (engine, configured):
        days = [{"date": FIRST + timedelta(days=n)} for n in range((LAST - FIRST).days + 1)]
        engine.connection.execute(insert(schema.calendar).values(days))
        bulk.make(
            engine,
            "listed_department",
            "select 'housing' as department_id, 'H' as name union all select 'parks', 'P'",
        )
        engine.connection.commit()
        yield engine, configured


def net(counts):
    """Members that flows make up."""
    flows = zip(FLOWS, counts, strict=True)
    return sum(-count if flow in LOSSES else count for flow, count in flows)


@given(stretches)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_flows_between_any_two_days_are_the_change_of_members(warehouse, history):
    engine, configured = warehouse
    with scratch(engine):
        _fill(engine, history)
        make_departed(engine, configured)
        scope = Scope(configured, FIRST, LAST, "people", FIRST)
        gained = {(day, key): net(counts) for day, key, *counts in member_flow.rows(engine, scope)}
        bulk.make(engine, "adoption_change", adoption.member_changes())
        members = {
            (day, key): count
            for day, key, count in daily_counts(engine, "adoption_change", ["member_count"])
        }
    assert gained.keys() <= members.keys()
    assert gained == {place: members[place] for place in gained}


def _apart(history):
    """Of stretches of one person in one department that overlap, the first: so presence is."""
    kept: list[tuple[int, str, int, int, bool]] = []
    for person, key, start, length, goes_on in history:
        meets = [
            each
            for each in kept
            if each[:2] == (person, key) and each[2] < start + length and start < each[2] + each[3]
        ]
        if not meets:
            kept.append((person, key, start, length, goes_on))
    return kept


def _fill(engine, history):
    rows = [_stretch(*each) for each in _apart(history)]
    presence = [row for row, _ in rows]
    employment = [
        {**row, "is_counted": True, "is_eligible": None, "valid_to": until} for row, until in rows
    ]
    for table, filled in ((schema.presence, presence), (schema.employment, employment)):
        names = {column.name for column in table.columns}
        kept = [{name: row[name] for name in row.keys() & names} for row in filled]
        if kept:
            engine.connection.execute(insert(table).values(kept))


def _stretch(person, key, start, length, goes_on):
    begin = FIRST + timedelta(days=start)
    end = begin + timedelta(days=length)
    row = {
        "person_key": f"p{person}",
        "person_no": person,
        "department_id": key,
        "valid_from": begin,
        "valid_to": end,
    }
    return row, end + timedelta(days=90 if goes_on else 0)
