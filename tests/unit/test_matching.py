"""Accounts meet colleagues: every rule, their order, and every way in which it can fail."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from etl.editions.daily import make_listed_departments
from etl.editions.departing import make_departed
from etl.editions.scope import find_scope
from etl.identity.matching import derive_holders
from etl.identity.standing import make_standing
from etl.organisation import derive_departments, derive_employment
from tests.support.facts import AS_OF, Facts, embedded, scratch, stored

LIST = "2026-09-01"
LATER = "2026-11-01"


@pytest.fixture(scope="module")
def matched(tmp_path_factory):
    """Derives: account -> (state, reason, colleague)."""
    with embedded(tmp_path_factory.mktemp("matching")) as (warehouse, configured):

        def ask(facts, day=AS_OF):
            with scratch(warehouse):
                facts.pour(warehouse)
                derive_departments(warehouse)
                scope = find_scope(warehouse, configured)
                assert scope is not None
                derive_employment(warehouse, configured)
                derive_holders(warehouse, configured)
                make_departed(warehouse, configured)
                make_listed_departments(warehouse, scope)
                make_standing(warehouse, scope)
                rows = stored(
                    warehouse,
                    "select account_key, state, reason, person_key from standing "
                    f"where date = date '{day}' union all "
                    "select account_key, state, reason, person_key from invitation",
                )
                assert len(rows) == len({row[0] for row in rows})
                return {account: tuple(rest) for account, *rest in rows}

        yield ask


@pytest.fixture
def facts():
    facts = Facts()
    facts.export()
    return facts


@pytest.mark.parametrize(
    ("rule", "account", "colleague"),
    [
        ("directory_id", {"directory_key": "d1"}, {"directory_key": "d1"}),
        ("employee_id", {"employee_key": "n1"}, {"employee_key": "n1"}),
        ("email", {"email_key": "m1"}, {"email_key": "m1"}),
        ("alias", {"email_key": "m1"}, {"alias_key": "m1"}),
        ("upn", {"email_key": "m1"}, {"other_key": "m1"}),
        ("employee_id", {"employee_key": "p"}, {}),
    ],
)
def test_each_rule_by_itself(facts, matched, rule, account, colleague):
    facts.account("a", **account)
    facts.account("b", directory_key="d2", employee_key="n2", email_key="m2")
    facts.staff(LIST, "p", "Housing", **colleague)
    assert matched(facts) == {
        "a": ("matched", rule, "p"),
        "b": ("unmatched", "not_on_staff_list", None),
    }


def test_a_person_id_that_is_an_address_is_an_address(facts, matched):
    facts.account("a", email_key="m1")
    facts.staff(LIST, "m1", "Housing")
    assert matched(facts)["a"] == ("matched", "email", "m1")


@pytest.mark.parametrize("class_", ["service", "shared mailbox"])
def test_what_the_staff_list_calls_a_service_is_no_person(facts, matched, class_):
    facts.account("a", email_key="m")
    facts.staff(LIST, "p", "Housing", email_key="m", **{"class": class_})
    assert matched(facts) == {"a": ("service", "listed_as_service", "p")}


@pytest.mark.parametrize("class_", ["service", "guest"])
@pytest.mark.parametrize(
    ("account", "entry"),
    [
        ({"directory_key": "d"}, {}),
        ({"email_key": "m"}, {"email_key": "m"}),
        ({"email_key": "m"}, {"other_key": "m"}),
    ],
)
def test_the_directory_tells_guests_and_services(facts, matched, class_, account, entry):
    facts.account("a", **account)
    facts.staff(LIST, "p", "Housing", email_key="other")
    facts.directory(LATER, "d", None, **{**entry, "class": class_})
    assert matched(facts) == {"a": (class_, f"listed_as_{class_}", None)}


def test_who_is_on_the_staff_list_is_no_guest_whatever_the_directory_says(facts, matched):
    facts.account("a", email_key="m")
    facts.staff(LIST, "p", "Housing", email_key="m")
    facts.directory(LATER, "d", None, email_key="m", **{"class": "guest"})
    assert matched(facts) == {"a": ("matched", "email", "p")}


CASCADE = ({"directory_key": "d"}, {"employee_key": "n"}, {"email_key": "m"}, {"alias_key": "m"})
RULES = ("directory_id", "employee_id", "email", "alias")


@pytest.mark.parametrize("strongest", range(4))
def test_the_strongest_rule_decides_where_several_point_at_different_people(
    facts, matched, strongest
):
    facts.account("a", directory_key="d", employee_key="n", email_key="m")
    for number in range(strongest, 4):
        facts.staff(LIST, f"p{number}", "Housing", **CASCADE[number])
    assert matched(facts) == {"a": ("matched", RULES[strongest], f"p{strongest}")}


@pytest.mark.parametrize("number", range(4))
def test_an_account_that_points_at_two_people_is_a_conflict(facts, matched, number):
    facts.account("a", directory_key="d", employee_key="n", email_key="m")
    facts.staff(LIST, "p1", "Housing", **CASCADE[number])
    facts.staff(LIST, "p2", "Housing", **CASCADE[number])
    assert matched(facts) == {"a": ("conflict", "two_people", None)}


def test_a_rule_that_decides_is_not_doubted_by_weaker_ones(facts, matched):
    facts.account("a", directory_key="d", email_key="m")
    facts.staff(LIST, "p1", "Housing", directory_key="d")
    facts.staff(LIST, "p2", "Housing", email_key="m")
    facts.staff(LIST, "p3", "Housing", email_key="m")
    assert matched(facts) == {"a": ("matched", "directory_id", "p1")}


def test_of_two_accounts_of_a_colleague_that_of_the_stronger_rule_is_matched(facts, matched):
    facts.account("a", joined="2026-10-01", email_key="m")
    facts.account("b", joined="2026-11-01", directory_key="d")
    facts.staff(LIST, "p", "Housing", directory_key="d", email_key="m")
    assert matched(facts) == {
        "a": ("duplicate", "second_account", "p"),
        "b": ("matched", "directory_id", "p"),
    }


def test_by_the_same_rule_the_account_that_joined_first_is_matched(facts, matched):
    facts.account("a", joined="2026-11-01", email_key="m")
    facts.account("b", joined="2026-10-01", email_key="m")
    facts.account("c", joined="2026-10-15", email_key="m")
    facts.staff(LIST, "p", "Housing", email_key="m")
    assert {key: state for key, (state, *_) in matched(facts).items()} == {
        "a": "duplicate",
        "b": "matched",
        "c": "duplicate",
    }


def test_on_the_same_day_the_account_with_the_smaller_key_is_matched(facts, matched):
    for key in ("b", "a", "c"):
        facts.account(key, email_key="m")
    facts.staff(LIST, "p", "Housing", email_key="m")
    assert [key for key, (state, *_) in matched(facts).items() if state == "matched"] == ["a"]


def test_an_open_account_is_matched_beside_a_closed_one_of_a_stronger_rule(facts, matched):
    facts.account("a", state="suspended", ended_date="2026-11-01", directory_key="d")
    facts.account("b", joined="2026-11-01", email_key="m")
    facts.staff(LIST, "p", "Housing", directory_key="d", email_key="m")
    assert matched(facts) == {
        "a": ("left", "suspended", "p"),
        "b": ("matched", "email", "p"),
    }


@pytest.mark.parametrize("state", ["active", "pending", "suspended", "never_joined"])
def test_a_guest_is_a_guest_whatever_else(facts, matched, state):
    facts.account("a", is_guest=True, state=state, email_key="m")
    facts.staff(LIST, "p", "Housing", email_key="m")
    assert matched(facts) == {"a": ("guest", "external_domain", None)}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("pending", "waiting"),
        ("never_joined", "waiting"),
        ("suspended", "left"),
        ("deleted", "left"),
    ],
)
def test_an_account_that_is_not_open_says_why_and_keeps_its_colleague(
    facts, matched, state, expected
):
    joined = None if expected == "waiting" else "2026-10-01"
    facts.account("a", joined, state=state, email_key="m")
    facts.account("b", joined, state=state)
    facts.staff(LIST, "p", "Housing", email_key="m")
    assert matched(facts) == {"a": (expected, state, "p"), "b": (expected, state, None)}


def test_who_is_on_no_later_list_has_left(facts, matched):
    facts.account("a", email_key="m1")
    facts.account("b", email_key="m2")
    facts.staff(LIST, "p1", "Housing", email_key="m1")
    facts.staff(LIST, "p2", "Housing", email_key="m2")
    facts.staff(LATER, "p2", "Housing", email_key="m2")
    assert matched(facts) == {
        "a": ("left", "left_staff_list", "p1"),
        "b": ("matched", "email", "p2"),
    }


@pytest.mark.parametrize(
    ("last_day", "state"), [("2026-11-21", "left"), (AS_OF, "matched"), ("2026-11-23", "matched")]
)
def test_who_ends_before_the_last_day_has_left(facts, matched, last_day, state):
    facts.account("a", email_key="m")
    facts.staff(LIST, "p", "Housing", email_key="m", end_date=last_day)
    assert matched(facts)["a"][0] == state


def test_a_former_address_is_an_alias_for_accounts_that_joined_since(facts, matched):
    facts.account("a", "2026-10-01", email_key="maiden")
    facts.account("b", "2026-11-05", email_key="maiden")
    facts.account("c", "2026-11-05", email_key="married")
    facts.staff(LIST, "p", "Housing", email_key="maiden")
    facts.staff(LATER, "p", "Housing", email_key="married")
    facts.staff(LIST, "q", "Housing", email_key="q")
    assert matched(facts) == {
        "a": ("matched", "email", "p"),
        "b": ("duplicate", "second_account", "p"),
        "c": ("duplicate", "second_account", "p"),
    }
    only_former = Facts([row for row in facts.rows if row[1].get("account_key") not in {"a", "c"}])
    assert matched(only_former) == {"b": ("matched", "alias", "p")}


@pytest.mark.parametrize(
    ("joined", "owner"),
    [("2026-10-01", "p1"), ("2026-10-31", "p1"), (LATER, "p2"), ("2026-11-05", "p2")],
)
def test_a_reused_mailbox_is_whose_it_was_when_the_account_joined(facts, matched, joined, owner):
    facts.account("a", joined, email_key="m")
    facts.staff(LIST, "p1", "Housing", email_key="m")
    facts.staff(LATER, "p1", "Housing", email_key="other")
    facts.staff(LATER, "p2", "Housing", email_key="m")
    assert matched(facts) == {"a": ("matched", "email", owner)}


def test_an_invitation_is_to_whoever_has_the_address_today(facts, matched):
    facts.account("a", None, state="pending", email_key="m")
    facts.staff(LIST, "p1", "Housing", email_key="m")
    facts.staff(LATER, "p2", "Housing", email_key="m")
    assert matched(facts) == {"a": ("waiting", "pending", "p2")}


def test_who_got_a_mailbox_back_has_it_again(facts, matched):
    for number, (day, owner) in enumerate(
        [("2026-08-01", "p1"), (LIST, "p2"), ("2026-10-01", "p1"), (LATER, "p3")]
    ):
        facts.staff(day, owner, "Housing", email_key="m")
        facts.account(f"a{number}", day[:8] + "15", email_key="m")
        for other in {"p1", "p2", "p3"} - {owner}:
            facts.staff(day, other, "Housing", email_key=f"{other}-own")
    found = matched(facts)
    assert {key: person for key, (*_, person) in found.items()} == {
        "a0": "p1",
        "a1": "p2",
        "a2": "p1",
        "a3": "p3",
    }


def test_a_later_alias_places_an_account_from_the_date_of_its_list_on(facts, matched):
    facts.account("a", email_key="also")
    facts.staff(LIST, "p", "Housing", email_key="m")
    facts.staff(LATER, "p", "Housing", email_key="m", alias_key="also")
    assert matched(facts, "2026-10-31") == {"a": ("unmatched", "not_on_staff_list", None)}
    assert matched(facts) == {"a": ("matched", "alias", "p")}


def test_a_stronger_identifier_decides_from_the_date_of_its_list_on(facts, matched):
    facts.account("a", directory_key="d", email_key="m")
    facts.staff(LIST, "p1", "Housing", email_key="m")
    for key, more in (("p1", {"email_key": "m"}), ("p2", {"directory_key": "d"})):
        facts.staff(LATER, key, "Housing", **more)
    assert matched(facts, "2026-10-31") == {"a": ("matched", "email", "p1")}
    assert matched(facts) == {"a": ("matched", "directory_id", "p2")}


def test_an_alias_that_goes_to_a_second_colleague_stays_with_the_first(facts, matched):
    facts.account("a", "2026-11-05", email_key="also")
    facts.staff(LIST, "p1", "Housing", alias_key="also")
    facts.staff(LATER, "p1", "Housing", alias_key="also")
    facts.staff(LATER, "p2", "Housing", alias_key="also")
    assert matched(facts) == {"a": ("conflict", "two_people", None)}
    facts.account("b", "2026-10-05", email_key="also")
    assert matched(facts)["b"] == ("matched", "alias", "p1")


@pytest.mark.parametrize("met_by", ["email_key", "other_key"])
def test_the_directory_adds_ids_and_addresses_to_a_people_list(facts, matched, met_by):
    facts.account("a", directory_key="d")
    facts.account("b", email_key="also")
    facts.staff(LIST, "p", "Housing", email_key="m")
    facts.directory(LATER, "d", "Somewhere else", **{met_by: "m", "alias_key": "also"})
    found = matched(facts)
    assert found["a"] == ("matched", "directory_id", "p")
    assert found["b"] == ("duplicate", "second_account", "p")


def test_a_directory_entry_that_meets_two_people_adds_nothing(facts, matched):
    facts.account("a", directory_key="d")
    facts.staff(LIST, "p1", "Housing", email_key="m1")
    facts.staff(LIST, "p2", "Housing", email_key="m2")
    facts.directory(LATER, "d", None, email_key="m1", other_key="m2")
    assert matched(facts) == {"a": ("unmatched", "not_on_staff_list", None)}


def test_a_directory_entry_that_meets_nobody_is_no_colleague(facts, matched):
    facts.account("a", directory_key="d", email_key="m")
    facts.staff(LIST, "p", "Housing", email_key="other")
    facts.directory(LATER, "d", "Housing", email_key="m")
    assert matched(facts) == {"a": ("unmatched", "not_on_staff_list", None)}


def test_the_directory_by_itself_is_the_staff_list(facts, matched):
    facts.account("a", directory_key="d1")
    facts.account("b", email_key="m2")
    facts.account("c", email_key="u3")
    facts.directory(LIST, "d1", "Housing")
    facts.directory(LIST, "d2", "Housing", email_key="m2")
    facts.directory(LIST, "d3", "Housing", other_key="u3")
    assert {key: reason for key, (_, reason, _) in matched(facts).items()} == {
        "a": "directory_id",
        "b": "email",
        "c": "upn",
    }


def test_without_a_staff_list_nobody_can_be_matched(facts, matched):
    facts.account("a", email_key="m")
    facts.account("b", None, state="pending")
    facts.headcount(LIST, "Housing", 12)
    assert matched(facts) == {
        "a": ("unmatched", "no_staff_list", None),
        "b": ("waiting", "pending", None),
    }


KEYS = st.sampled_from([None, "x", "y", "z"])
ACCOUNTS = st.fixed_dictionaries(
    {
        "directory_key": KEYS,
        "employee_key": KEYS,
        "email_key": KEYS,
        "joined": st.sampled_from(["2026-10-01", "2026-10-02"]),
        "state": st.sampled_from(["active", "active", "suspended", "pending"]),
        "is_guest": st.sampled_from([False, False, True]),
    }
)
COLLEAGUES = st.fixed_dictionaries(
    {
        "listed": st.sampled_from([LIST, LATER]),
        "key": st.sampled_from(["p1", "p2", "p3"]),
        "directory_key": KEYS,
        "employee_key": KEYS,
        "email_key": KEYS,
        "alias_key": KEYS,
    }
)


WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""Each example takes a warehouse: the first that fails is told, not the smallest."""


def poured(accounts, colleagues):
    facts = Facts()
    facts.export()
    for number, account in enumerate(accounts):
        facts.account(f"a{number}", **account)
    for colleague in colleagues:
        facts.staff(label="Housing", **colleague)
    return facts


SOME_ACCOUNTS = st.lists(ACCOUNTS, max_size=4)
SOME_COLLEAGUES = st.lists(
    COLLEAGUES, max_size=4, unique_by=lambda each: (each["listed"], each["key"])
)


@settings(max_examples=15, deadline=None, phases=WITHOUT_SHRINKING)
@given(accounts=SOME_ACCOUNTS, colleagues=SOME_COLLEAGUES, data=st.data())
def test_the_order_of_rows_does_not_matter(matched, accounts, colleagues, data):
    facts = poured(accounts, colleagues)
    found = matched(facts)
    assert matched(Facts(data.draw(st.permutations(facts.rows)))) == found
    people = [person for state, _, person in found.values() if state == "matched"]
    assert (len(people), len(found)) == (len(set(people)), len(accounts))


@settings(max_examples=15, deadline=None, phases=WITHOUT_SHRINKING)
@given(accounts=SOME_ACCOUNTS, colleagues=SOME_COLLEAGUES, place=st.integers(0, 3))
def test_another_alias_never_lowers_another_match(matched, accounts, colleagues, place):
    before = matched(poured(accounts, colleagues))
    if colleagues:
        chosen = colleagues[place % len(colleagues)]
        chosen["alias_key"] = "new"
    accounts.append({"email_key": "new"})
    after = matched(poured(accounts, colleagues))
    whose = f"{chosen['key']}" if colleagues else ""
    lowered = {
        key: (found, after[key])
        for key, found in before.items()
        if found[0] == "matched" and after[key] != found and found[2] != whose
    }
    assert not lowered


@settings(max_examples=15, deadline=None, phases=WITHOUT_SHRINKING)
@given(accounts=SOME_ACCOUNTS, colleagues=SOME_COLLEAGUES, later=SOME_COLLEAGUES)
def test_a_later_list_changes_nothing_on_earlier_days(matched, accounts, colleagues, later):
    first = [{**each, "listed": LIST} for each in colleagues]
    first = list({each["key"]: each for each in first}.values())
    then = list({each["key"]: {**each, "listed": LATER} for each in later}.values())
    if first:
        told = matched(poured(accounts, first), "2026-10-31")
        again = matched(poured(accounts, [*first, *then]), "2026-10-31")
        assert {key: found[:2] for key, found in again.items()} == {
            key: found[:2] for key, found in told.items()
        }
