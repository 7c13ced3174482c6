"""Membership over time: which colleague was a member on which days, in which department."""

import pytest

from etl.editions.scope import find_scope
from etl.identity.matching import derive_holders
from etl.membership import derive_presence
from etl.organisation import derive_departments, derive_employment
from tests.support.facts import Facts, embedded, scratch, stored

FOR_GOOD = "9999-12-31"
LIST, LATER = "2026-09-01", "2026-11-01"


@pytest.fixture(scope="module")
def present(tmp_path_factory):
    """Derives: (person, department, from, to), the last day excluded."""
    with embedded(tmp_path_factory.mktemp("membership")) as (warehouse, configured):

        def derive(facts, columns="person_key, department_id, valid_from, valid_to"):
            with scratch(warehouse):
                facts.pour(warehouse)
                derive_departments(warehouse)
                find_scope(warehouse, configured)
                derive_employment(warehouse, configured)
                derive_holders(warehouse, configured)
                derive_presence(warehouse)
                return stored(warehouse, f"select {columns} from presence order by 1, 3, 2")

        yield derive


@pytest.fixture
def facts():
    facts = Facts()
    facts.export()
    return facts


@pytest.fixture
def staffed(facts):
    """One colleague, p, in Housing, whose address is m."""
    facts.staff(LIST, "p", "Housing", email_key="m")
    return facts


def test_a_member_is_one_from_the_day_of_joining_on(staffed, present):
    staffed.account("a", "2026-10-05", email_key="m")
    assert present(staffed) == [("p", "housing", "2026-10-05", FOR_GOOD)]


@pytest.mark.parametrize("state", ["suspended", "deleted"])
def test_a_closed_account_was_a_members_until_the_day_before_it_was_closed(staffed, present, state):
    staffed.account("a", "2026-10-05", email_key="m", state=state, ended_date="2026-11-05")
    assert present(staffed) == [("p", "housing", "2026-10-05", "2026-11-05")]


@pytest.mark.parametrize(
    "account",
    [
        {"joined": None, "state": "pending"},
        {"joined": None, "state": "never_joined"},
        {"joined": "2026-10-05", "state": "pending"},  # neither active nor closed on a day
        {"joined": None, "state": "deleted", "ended_date": "2026-11-05"},
        {"joined": "2026-10-05", "state": "suspended", "ended_date": "2026-10-05"},
        {"joined": "2026-10-05", "is_guest": True},
        {"joined": "2026-10-05", "email_key": "of nobody"},
    ],
)
def test_who_never_was_a_member(staffed, present, account):
    staffed.account("a", **{"email_key": "m", **account})
    assert present(staffed) == []


def test_an_account_of_two_people_is_nobodys(facts, present):
    facts.staff(LIST, "p1", "Housing", email_key="m")
    facts.staff(LIST, "p2", "Parks", email_key="m")
    facts.account("a", email_key="m")
    assert present(facts) == []


def test_a_member_counts_while_the_staff_list_has_them(facts, present):
    facts.staff(LIST, "p", "Housing", email_key="m", start_date="2026-09-10")
    facts.account("a", "2026-09-05", email_key="m")
    facts.staff("2026-10-01", "q", "Housing")
    facts.staff(LATER, "p", "Housing", email_key="m", end_date="2026-11-20")
    assert present(facts) == [
        ("p", "housing", "2026-09-10", "2026-10-01"),
        ("p", "housing", LATER, "2026-11-21"),
    ]


def test_who_is_no_headcount_is_no_counted_member(staffed, present):
    staffed.staff(LATER, "p", "Housing", email_key="m", **{"class": "agency"})
    staffed.account("a", email_key="m")
    assert present(staffed) == [("p", "housing", "2026-10-01", LATER)]


def test_a_member_moves_with_the_staff_list(staffed, present):
    staffed.staff(LATER, "p", "Parks", email_key="m")
    staffed.account("a", email_key="m")
    assert present(staffed) == [
        ("p", "housing", "2026-10-01", LATER),
        ("p", "parks", LATER, FOR_GOOD),
    ]


def test_before_the_first_list_members_are_placed_by_it(facts, present):
    facts.staff(LATER, "p", "Housing", email_key="m")
    facts.account("a", "2026-10-05", email_key="m")
    assert present(facts) == [("p", "housing", "2026-10-05", FOR_GOOD)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # overlapping, contained, adjacent, apart
        (("10-01", "10-20"), ("10-10", "10-30"), [("10-01", "10-30")]),
        (("10-01", "10-30"), ("10-10", "10-20"), [("10-01", "10-30")]),
        (("10-01", "10-10"), ("10-10", "10-20"), [("10-01", "10-20")]),
        (("10-01", "10-10"), ("10-11", "10-20"), [("10-01", "10-10"), ("10-11", "10-20")]),
    ],
)
def test_two_accounts_of_a_colleague_are_one_membership(staffed, present, first, second, expected):
    for key, (joined, ended) in (("a", first), ("b", second)):
        staffed.account(
            key, f"2026-{joined}", email_key="m", state="deleted", ended_date=f"2026-{ended}"
        )
    assert present(staffed, "person_key, 1, valid_from, valid_to") == [
        ("p", 1, f"2026-{start}", f"2026-{end}") for start, end in expected
    ]


def test_a_third_account_inside_the_first_does_not_part_what_belongs_together(staffed, present):
    for key, joined, ended in (
        ("a", "2026-10-01", "2026-11-10"),
        ("b", "2026-10-05", "2026-10-10"),
        ("c", "2026-11-01", "2026-11-20"),
    ):
        staffed.account(key, joined, email_key="m", state="deleted", ended_date=ended)
    assert present(staffed) == [("p", "housing", "2026-10-01", "2026-11-20")]


def test_a_duplicate_account_that_is_older_makes_the_colleague_a_member_earlier(staffed, present):
    staffed.staff(LIST, "q", "Housing", directory_key="d", email_key="n")
    staffed.account("a", "2026-10-01", email_key="n")
    staffed.account("b", "2026-11-01", directory_key="d")
    assert present(staffed) == [("q", "housing", "2026-10-01", FOR_GOOD)]


@pytest.mark.parametrize("has_table", [False, True])
def test_without_a_list_of_people_every_member_counts_where_the_network_says(
    facts, present, has_table
):
    facts.account("a", "2026-10-05", department_label="Housing")
    facts.account("b", "2026-10-06", department_label="HOUSING ")
    facts.account("c", "2026-10-07")
    facts.account("d", None, state="pending", department_label="Housing")
    if has_table:
        facts.headcount(LIST, "Housing", 10)
    assert present(facts) == [
        ("a", "housing", "2026-10-05", FOR_GOOD),
        ("b", "housing", "2026-10-06", FOR_GOOD),
        ("c", "?", "2026-10-07", FOR_GOOD),
    ]


def test_each_colleague_has_one_number_of_their_own(facts, present):
    for key in "abc":
        facts.staff(LIST, key, "Housing", email_key=key)
        facts.staff(LATER, key, "Parks", email_key=key)
        facts.account(f"1{key}", email_key=key)
        facts.account(f"2{key}", email_key=key)
    numbers = present(facts, "distinct person_key, 1, person_no")
    assert len(numbers) == 3
    assert {number for *_, number in numbers} == {1, 2, 3}
