"""The list of who is eligible: whom it names, on its days and on no other."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as configured
from hypothesis import strategies as st

from etl.identity.identifiers import derive_identifiers
from etl.organisation import derive_departments, derive_eligible, derive_employment
from etl.settings import Staff
from etl.warehouse.engine import open_warehouse
from tests.support.facts import AS_OF, Facts, builder, embedded, scratch, settings_of, stored

BEFORE, FOR_GOOD = "1900-01-01", "9999-12-31"
OCTOBER, NOVEMBER, MIDDLE, DECEMBER = "2026-10-01", "2026-11-01", "2026-11-15", "2026-12-01"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    with embedded(tmp_path_factory.mktemp("eligible")) as (warehouse, _):
        yield warehouse


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def facts():
    """Four colleagues; the column of the October list says that Bo and Di are eligible."""
    facts = Facts()
    facts.staff(OCTOBER, "ann", "Housing", email_key="ann@", is_eligible=False)
    facts.staff(OCTOBER, "bo", "Housing", email_key="bo@", is_eligible=True)
    facts.staff(OCTOBER, "cy", "Parks", email_key="cy@", employee_key="7")
    facts.staff(OCTOBER, "di", "Parks", email_key="di@", is_eligible=True)
    return facts


def derived(warehouse, home, facts, staff=None, chance=None):
    """Who is eligible where from when to when, and the notices."""
    settings = settings_of(home)
    settings = replace(settings, staff=staff or settings.staff)
    with scratch(warehouse):
        facts.pour(warehouse, chance)
        derive_departments(warehouse)
        derive_employment(warehouse, settings)
        derive_identifiers(warehouse)
        notices = derive_eligible(warehouse)
        rows = stored(
            warehouse,
            "select person_key, department_id, valid_from, valid_to from staffed_eligible",
        )
    return sorted(rows), notices


def example(facts):
    """November names Ann and Cy, by id and by address; the list of the middle Bo and Cy."""
    facts.eligible(NOVEMBER, "ann", "cy@")
    facts.eligible(MIDDLE, "bo@", "7")


EXPECTED = [
    ("ann", "housing", NOVEMBER, MIDDLE),
    ("bo", "housing", BEFORE, NOVEMBER),
    ("bo", "housing", MIDDLE, FOR_GOOD),
    ("cy", "parks", NOVEMBER, FOR_GOOD),
    ("di", "parks", BEFORE, NOVEMBER),
]


def test_before_the_first_list_the_column_tells_and_then_the_list_that_holds(
    warehouse, home, facts
):
    example(facts)
    assert derived(warehouse, home, facts) == (EXPECTED, ())
    assert derived(warehouse, home, facts, chance=Random(1)) == (EXPECTED, ())


def test_postgresql_tells_the_same(tmp_path, home, facts, postgresql_database):
    example(facts)
    with open_warehouse(settings_of(tmp_path, url=postgresql_database)) as warehouse:
        assert derived(warehouse, home, facts, chance=Random(2)) == (EXPECTED, ())


def test_without_a_list_column_and_class_tell(warehouse, home, facts):
    rows, notices = derived(warehouse, home, facts)
    assert [(row[0], row[2:]) for row in rows] == [
        ("bo", (BEFORE, FOR_GOOD)),
        ("di", (BEFORE, FOR_GOOD)),
    ]
    assert notices == ()


def test_the_list_goes_before_classes_that_are_never_eligible(warehouse, home, facts):
    facts.staff(OCTOBER, "ed", "Parks", **{"class": "agency"})
    facts.eligible(NOVEMBER, "ed")
    staff = Staff(None, (), eligible=("agency",), not_eligible=("agency",))
    rows, _ = derived(warehouse, home, facts, staff)
    assert ("ed", "parks", NOVEMBER, FOR_GOOD) in rows
    assert [row[0] for row in rows if row[3] > NOVEMBER] == ["ed"]


def test_who_is_no_headcount_is_not_eligible_though_named(warehouse, home, facts):
    facts.staff(OCTOBER, "ed", "Parks", **{"class": "agency"})
    facts.eligible(OCTOBER, "ed")
    rows, notices = derived(warehouse, home, facts, Staff(None, ("agency",)))
    assert ([row for row in rows if row[3] > OCTOBER], notices) == ([], ())


def test_of_two_exports_of_one_date_the_later_holds_as_a_whole(warehouse, home, facts):
    facts.eligible(NOVEMBER, "di", snapshot_id="a", exported_at="2026-11-04 09:00")
    facts.eligible(NOVEMBER, "ann", snapshot_id="b", exported_at="2026-11-03 09:00")
    rows, _ = derived(warehouse, home, facts)
    assert [row for row in rows if row[3] > NOVEMBER] == [("di", "parks", BEFORE, FOR_GOOD)]


def test_a_former_address_names_a_colleague_until_somebody_else_has_it(warehouse, home, facts):
    facts.staff(NOVEMBER, "ann", "Housing", email_key="ann.new@")
    facts.staff(DECEMBER, "ann", "Housing", email_key="ann.new@")
    facts.staff(DECEMBER, "eve", "Parks", email_key="ann@")
    facts.eligible(OCTOBER, "ann@")
    rows, _ = derived(warehouse, home, facts)
    assert [row for row in rows if row[3] > OCTOBER] == [
        ("ann", "housing", OCTOBER, DECEMBER),
        ("eve", "parks", DECEMBER, FOR_GOOD),
    ]


def test_an_id_that_only_a_later_list_has_names_nobody_before(warehouse, home):
    facts = Facts()
    facts.staff(OCTOBER, "old", "Housing", employee_key="7")
    facts.staff(NOVEMBER, "new", "Housing", employee_key="7")
    facts.eligible(OCTOBER, "new")
    assert derived(warehouse, home, facts)[0] == [("old", "housing", NOVEMBER, FOR_GOOD)]


def test_whom_no_staff_list_knows_is_told_in_numbers(warehouse, home, facts):
    facts.eligible(OCTOBER, "left-long-ago")
    facts.eligible(NOVEMBER, "ann", "7", "secret-1", "secret-2")
    rows, (notice,) = derived(warehouse, home, facts)
    assert [row[0] for row in rows if row[3] > NOVEMBER] == ["ann", "cy"]
    assert notice.sentence.startswith("2 of the 4 people on the latest list of who is eligible")
    assert notice.needs_person
    assert "secret" not in notice.sentence


def test_figures_of_eligible_staff_are_known_from_the_list_on(figures):
    facts = Facts()
    facts.export()
    facts.account("first", "2026-10-01", email_key="ann@")
    for key, label in (("ann", "Housing"), ("bo", "Housing"), ("cy", "Parks")):
        facts.staff("2026-10-05", key, label, email_key=f"{key}@")
    facts.staff(MIDDLE, "ann", "Housing", email_key="ann@", is_eligible=True)
    facts.staff(MIDDLE, "bo", "Housing", email_key="bo@", is_eligible=True)
    facts.eligible(NOVEMBER, "ann", "cy@", "nobody")
    found = figures(facts)

    def eligible(day, department_id="*"):
        row = found.row("adoption", date=day, department_id=department_id)
        return row["headcount_count"], row["eligible_count"]

    assert eligible("2026-10-31") == (3, None)
    assert eligible(NOVEMBER) == (3, 2)
    assert eligible(NOVEMBER, "housing") == (2, 1)
    assert eligible(MIDDLE) == eligible(AS_OF) == (2, 1)
    assert [row["needs_person"] for row in found.rows("notice", code="eligible_stranger")] == [True]


def test_figures_stay_known_where_the_list_takes_over_from_the_column(figures):
    facts = Facts()
    facts.export()
    facts.account("first", "2026-10-01", email_key="ann@")
    for key in ("ann", "bo", "cy"):
        facts.staff("2026-10-05", key, "Housing", email_key=f"{key}@", is_eligible=key == "bo")
    facts.eligible(NOVEMBER, "ann", "cy")
    found = figures(facts).column("adoption", "date", "eligible_count", department_id="*")
    assert [found[day] for day in ("2026-10-05", "2026-10-31", NOVEMBER, AS_OF)] == [1, 1, 2, 2]


def test_a_list_older_than_the_staff_list_tells_from_the_staff_list_on(figures):
    facts = Facts()
    facts.export()
    facts.account("first", "2026-10-01", email_key="ann@")
    facts.staff("2026-10-05", "ann", "Housing", email_key="ann@", is_eligible=False)
    facts.staff(NOVEMBER, "ann", "Housing", email_key="ann@")
    facts.eligible("2026-09-01", "ann")
    found = figures(facts).column("adoption", "date", "eligible_count", department_id="*")
    assert [found[day] for day in ("2026-10-04", "2026-10-05", AS_OF)] == [None, 1, 1]


# --- the past stands ---------------------------------------------------------------------------

START = date(2026, 1, 1)
KEYS = ("k1", "k2", "n1")
PERSON = st.fixed_dictionaries(
    {
        "email_key": st.sampled_from([None, "k1", "k2"]),
        "employee_key": st.sampled_from([None, "n1"]),
        "is_eligible": st.sampled_from([None, True, False]),
    }
)
STAFF = st.fixed_dictionaries({"p1": PERSON}, optional={"p2": PERSON, "p3": PERSON})
NAMES = st.sets(st.sampled_from([*KEYS, "p1", "p2"]), min_size=1, max_size=2)
HISTORY = st.lists(st.tuples(STAFF, NAMES), min_size=2, max_size=3)


def told(history):
    facts = Facts()
    for number, (people, names) in enumerate(history):
        listed = (START + timedelta(days=30 * number)).isoformat()
        for key, values in people.items():
            facts.staff(listed, key, "Housing", **values)
        later = (START + timedelta(days=30 * number + 10)).isoformat()
        facts.eligible(later, *sorted(names))
    return facts


@configured(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY)
def test_no_later_list_changes_who_was_eligible_on_an_earlier_day(warehouse, home, history):
    day = (START + timedelta(days=30 * (len(history) - 1))).isoformat()

    def until(rows):
        return sorted((*row[:3], min(row[3], day)) for row in rows if row[2] < day)

    after, _ = derived(warehouse, home, told(history))
    assert until(after) == until(derived(warehouse, home, told(history[:-1]))[0])
