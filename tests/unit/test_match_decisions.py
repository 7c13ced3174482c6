"""What a person decided about an account goes before every rule, and can be taken back."""

import pytest

from tests.support.facts import AS_OF, Facts, builder

LIST = "2026-09-01"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("decisions")) as ask:
        yield ask


@pytest.fixture
def facts():
    """Two colleagues; ``a`` is the account of the first, nobody knows whose ``b`` is."""
    facts = Facts()
    facts.export(LIST)
    facts.staff(LIST, "p", "Housing", email_key="p")
    facts.staff(LIST, "q", "Parks", email_key="q")
    facts.account("a", email_key="p")
    facts.account("b", email_key="elsewhere")
    return facts


def accounts(found, day=AS_OF):
    rows = found.rows("ledger", date=day, side="accounts", department_id="*")
    return {(row["state"], row["reason"]): row["count"] for row in rows}


def members(found, department="*", day=AS_OF):
    return found.row("adoption", date=day, department_id=department)["member_count"]


def test_an_accepted_colleague_is_a_member_ever_since_the_account_joined(facts, figures):
    facts.decided("b", "accept", "q")
    found = figures(facts)
    assert accounts(found) == {("matched", "email"): 1, ("matched", "decision"): 1}
    assert members(found, "parks") == 1
    assert members(found, day="2026-10-01") == 2
    assert found.row("unplaced", date=AS_OF, department_id="*")["unplaced_count"] == 0


@pytest.mark.parametrize("decision", ["guest", "service", "left"])
def test_what_is_no_colleagues_is_counted_apart(facts, figures, decision):
    facts.decided("b", decision)
    facts.decided("a", decision)
    found = figures(facts)
    assert accounts(found) == {(decision, f"decided_{decision}"): 2}
    assert members(found) == 0
    assert found.row("unplaced", date=AS_OF, department_id="*")["unplaced_count"] == 0


def test_whom_a_person_rejected_no_rule_finds(facts, figures):
    facts.decided("a", "reject", "p")
    assert accounts(figures(facts)) == {("unmatched", "not_on_staff_list"): 2}


def test_a_decision_settles_a_conflict(facts, figures):
    facts.staff(LIST, "r", "Parks", email_key="p")
    assert accounts(figures(facts))["conflict", "two_people"] == 1
    facts.decided("a", "reject", "r")
    assert accounts(figures(facts))["matched", "email"] == 1


def test_two_accounts_that_were_given_one_colleague_count_once(facts, figures):
    facts.decided("b", "accept", "p")
    found = figures(facts)
    assert accounts(found) == {("matched", "decision"): 1, ("duplicate", "second_account"): 1}
    assert members(found) == 1


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("undone", ("unmatched", "not_on_staff_list")),
        ("reject", ("unmatched", "not_on_staff_list")),
    ],
)
def test_the_latest_decision_on_a_pair_holds(facts, figures, later, expected):
    facts.decided("b", later, "q")
    assert accounts(figures(facts))[expected] == 1


def test_of_several_decisions_on_an_account_the_latest_holds(facts, figures):
    facts.decided("b", "guest", at="2026-11-01 09:00")
    facts.decided("b", "accept", "q", at="2026-11-01 10:00")
    assert accounts(figures(facts))["matched", "decision"] == 1
    facts.decided("b", "accept", "p", at="2026-11-01 09:30")
    assert members(figures(facts), "parks") == 1


def test_a_colleague_whose_id_became_another_is_still_meant(facts, figures):
    facts.staff("2026-10-01", "p", "Housing", email_key="p")
    facts.staff("2026-10-01", "old", "Parks", directory_key="d")
    facts.staff("2026-11-01", "p", "Housing", email_key="p")
    facts.staff("2026-11-01", "new", "Parks", directory_key="d")
    facts.decided("b", "accept", "old")
    assert members(figures(facts), "parks") == 1


def test_a_decision_about_somebody_who_is_on_no_list_changes_nothing(facts, figures):
    before = accounts(figures(facts))
    facts.decided("b", "accept", "nobody")
    facts.decided("unheard of", "guest")
    assert accounts(figures(facts)) == before


def test_an_invitation_that_was_decided_on_waits_for_nobody(facts, figures):
    facts.account("c", None, state="pending", email_key="q")
    facts.decided("c", "service")
    rows = figures(facts).rows("ledger", date=AS_OF, side="invited", department_id="*")
    assert [(row["state"], row["reason"]) for row in rows] == [("service", "decided_service")]
