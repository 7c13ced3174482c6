"""The ledger: every account and every colleague is accounted for, and each side sums."""

from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from etl.editions import schema
from etl.editions.shelf import FileShelf
from tests.support.facts import AS_OF, Facts, builder
from tests.support.reorganised import department

LIST = "2026-07-01"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    facts = Facts()
    facts.export("2026-07-01")
    return facts


def side(found, name, department_id="*", day=AS_OF):
    """(state, reason) -> count."""
    rows = found.rows("ledger", date=day, side=name, department_id=department_id)
    return {(row["state"], row["reason"]): row["count"] for row in rows}


def test_accounts_by_state_and_reason(facts, figures):
    facts.staff(LIST, "p", "Housing", directory_key="d", email_key="p")
    facts.staff(LIST, "q", "Parks", employee_key="n", email_key="q")
    facts.staff(LIST, "r", "Parks", email_key="r", end_date="2026-11-01")
    facts.staff(LIST, "s1", "Parks", email_key="shared")
    facts.staff(LIST, "s2", "Parks", email_key="shared")
    facts.staff(LIST, "u", "Parks", alias_key="t")
    facts.account("a1", directory_key="d")
    facts.account("a2", email_key="p")
    facts.account("a3", employee_key="n")
    facts.account("a4", email_key="r")
    facts.account("a5", email_key="shared")
    facts.account("a6", email_key="t")
    facts.account("a7", email_key="unheard of")
    facts.account("a8", None, state="pending", email_key="q")
    facts.account("a9", None, state="never_joined")
    facts.account("b1", state="suspended", ended_date="2026-11-01", email_key="q")
    facts.account("b2", state="deleted", ended_date="2026-11-01")
    facts.account("b3", is_guest=True)
    facts.account("b4", is_guest=True, state="suspended", ended_date="2026-11-01")
    found = figures(facts)
    assert side(found, "accounts") == {
        ("matched", "directory_id"): 1,
        ("matched", "employee_id"): 1,
        ("matched", "alias"): 1,
        ("duplicate", "second_account"): 1,
        ("left", "left_staff_list"): 1,
        ("left", "suspended"): 1,
        ("left", "deleted"): 1,
        ("conflict", "two_people"): 1,
        ("unmatched", "not_on_staff_list"): 1,
        ("guest", "external_domain"): 2,
    }
    assert side(found, "invited") == {
        ("waiting", "pending"): 1,
        ("waiting", "never_joined"): 1,
    }
    assert side(found, "accounts", "housing") == {
        ("matched", "directory_id"): 1,
        ("duplicate", "second_account"): 1,
    }
    assert side(found, "accounts", "?") == {
        ("left", "left_staff_list"): 1,
        ("left", "deleted"): 1,
        ("conflict", "two_people"): 1,
        ("unmatched", "not_on_staff_list"): 1,
        ("guest", "external_domain"): 2,
    }
    assert side(found, "invited", "?") == {("waiting", "never_joined"): 1}


def test_headcount_by_how_it_was_matched_or_why_not(facts, figures):
    for key, label in (("p", "Housing"), ("q", "Housing"), ("r", "Parks"), ("s", "Parks")):
        facts.staff(LIST, key, label, directory_key=f"d{key}", email_key=key)
    facts.staff(LIST, "agent", "Parks", email_key="agent", **{"class": "agency"})
    facts.staff(LIST, "leaver", "Parks", email_key="leaver", end_date="2026-11-21")
    facts.staff(LIST, "starter", "Parks", start_date="2026-11-23")
    facts.account("a1", directory_key="dp")
    facts.account("a2", None, state="pending", email_key="q")
    facts.account("a3", email_key="r")
    facts.account("a4", email_key="agent")
    facts.account("a5", email_key="leaver")
    found = figures(facts)
    assert side(found, "headcount") == {
        ("joined", "directory_id"): 1,
        ("joined", "email"): 1,
        ("not_joined", "invited"): 1,
        ("not_joined", "no_account"): 1,
    }
    assert side(found, "headcount", "housing") == {
        ("joined", "directory_id"): 1,
        ("not_joined", "invited"): 1,
    }
    assert side(found, "headcount", "parks") == {
        ("joined", "email"): 1,
        ("not_joined", "no_account"): 1,
    }
    assert side(found, "accounts", "?") == {("left", "left_staff_list"): 1}


def test_who_left_the_network_had_an_account(facts, figures):
    facts.staff(LIST, "p", "Housing", email_key="p")
    facts.account("a", email_key="p", state="deleted", ended_date="2026-11-01")
    assert side(figures(facts), "headcount") == {("not_joined", "account_closed"): 1}


def test_an_account_closed_on_the_morning_of_the_export_was_a_members_the_day_before(
    facts, figures
):
    facts.staff(LIST, "p", "Housing", directory_key="d")
    facts.account("a", directory_key="d", state="suspended", ended_date="2026-11-23")
    found = figures(facts)
    assert found.row("adoption", date=AS_OF, department_id="*")["member_count"] == 1
    assert side(found, "headcount") == {("joined", "directory_id"): 1}
    assert side(found, "accounts") == {("matched", "directory_id"): 1}


def test_a_second_account_that_is_pending_hides_no_membership(facts, figures):
    facts.staff(LIST, "p", "Housing", email_key="p")
    facts.account("a", email_key="p")
    facts.account("b", None, state="pending", email_key="p")
    assert side(figures(facts), "headcount") == {("joined", "email"): 1}


def test_without_a_staff_list_there_are_accounts_alone(facts, figures):
    facts.account("a", department_label="Housing")
    facts.headcount(LIST, "Housing", 10)
    found = figures(facts)
    assert side(found, "accounts") == {("unmatched", "no_staff_list"): 1}
    assert side(found, "accounts", "housing") == {("unmatched", "no_staff_list"): 1}
    assert side(found, "headcount") == {}


KEYS = st.sampled_from([None, "x", "y", "z"])
ACCOUNTS = st.fixed_dictionaries(
    {
        "directory_key": KEYS,
        "email_key": KEYS,
        "state": st.sampled_from(["active", "active", "pending", "suspended"]),
        "is_guest": st.sampled_from([False, False, True]),
    }
)
COLLEAGUES = st.fixed_dictionaries(
    {
        "label": st.sampled_from(["Housing", "Parks", None]),
        "directory_key": KEYS,
        "email_key": KEYS,
        "alias_key": KEYS,
        "class": st.sampled_from(["employee", "employee", "agency"]),
        "end_date": st.sampled_from([None, None, "2026-11-21", AS_OF]),
    }
)


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(ACCOUNTS, min_size=1, max_size=6), st.lists(COLLEAGUES, min_size=1, max_size=5))
def test_every_side_sums_to_its_total_and_agrees_with_adoption(figures, accounts, colleagues):
    facts = Facts()
    facts.export("2026-07-01")
    for number, account in enumerate(accounts):
        ended = {"ended_date": "2026-11-10"} if account["state"] == "suspended" else {}
        joined = None if account["state"] == "pending" else "2026-10-01"
        facts.account(f"{number}", joined, **account, **ended)
    for number, colleague in enumerate(colleagues):
        facts.staff(LIST, f"p{number}", **colleague)
    found = figures(facts)
    for name in ("accounts", "invited", "headcount"):
        parts: Counter[tuple[str, str]] = Counter()
        for row in found.rows("ledger", side=name):
            if row["department_id"] != "*" and row["date"] == AS_OF:
                parts[row["state"], row["reason"]] += row["count"]
        assert parts == side(found, name)
    asked = [sum(side(found, name).values()) for name in ("accounts", "invited")]
    assert sum(asked) == len(accounts)
    today = found.row("adoption", date=AS_OF, department_id="*")
    headcount = side(found, "headcount")
    assert sum(headcount.values()) == today["headcount_count"]
    joined = sum(count for (state, _), count in headcount.items() if state == "joined")
    assert joined == today["member_count"]
    assert_doubts_agree(found)


def assert_doubts_agree(found):
    """The totals say the same as the entries, and as the daily count of accounts in doubt."""
    for total in found.rows("ledger_total"):
        place = {"department_id": total["department_id"], "day": total["date"]}
        accounts, headcount = side(found, "accounts", **place), side(found, "headcount", **place)
        by_state: Counter[str] = Counter()
        for (state, _), count in [*accounts.items(), *headcount.items()]:
            by_state[state] += count
        assert sum(accounts.values()) == total["account_count"]
        assert sum(headcount.values()) == (total["headcount_count"] or 0)
        states = [name for name in total if name.endswith("_count") and total[name]]
        assert {
            name.removesuffix("_count"): total[name]
            for name in states
            if name not in {"account_count", "headcount_count"}
        } == by_state
        if total["department_id"] != "?":
            where = {"date": total["date"], "department_id": total["department_id"]}
            doubt = found.row("unplaced", **where)["unplaced_count"]
            assert doubt == total["unmatched_count"] + total["conflict_count"]


def test_month_ends_tell_what_was_so_then(facts, figures):
    facts.staff(LIST, "p", "Housing", email_key="p")
    facts.staff(LIST, "q", "Housing", email_key="q", end_date="2026-11-10")
    facts.account("a", "2026-09-15", email_key="p")
    facts.account("b", "2026-09-15", email_key="q")
    facts.account("c", "2026-10-15", state="deleted", ended_date="2026-11-05")
    facts.account("d", "2026-10-20", department_label="Housing")
    facts.account("e", "2026-10-20", department_label="Never heard of")
    found = figures(facts)
    assert side(found, "accounts", day="2026-09-30") == {("matched", "email"): 2}
    assert side(found, "accounts", day="2026-10-31") == {
        ("matched", "email"): 2,
        ("unmatched", "not_on_staff_list"): 3,
    }
    assert side(found, "accounts") == {
        ("matched", "email"): 1,
        ("left", "left_staff_list"): 1,
        ("left", "deleted"): 1,
        ("unmatched", "not_on_staff_list"): 2,
    }
    assert side(found, "accounts", "housing") == {
        ("matched", "email"): 1,
        ("unmatched", "not_on_staff_list"): 1,
    }
    assert side(found, "headcount", day="2026-10-31") == {("joined", "email"): 2}
    doubts = found.column("unplaced", "date", "unplaced_count", department_id="*")
    assert [doubts[day] for day in ("2026-10-14", "2026-10-15", "2026-10-20", "2026-11-05")] == [
        0,
        1,
        3,
        2,
    ]
    assert_doubts_agree(found)


@pytest.mark.parametrize("column", ["matched_count", "joined_count"])
def test_a_ledger_that_does_not_sum_cannot_be_published(facts, figures, tmp_path, column):
    facts.staff(LIST, "p", "Housing", email_key="p")
    facts.account("a", email_key="p")
    edition = figures(facts).edition
    names = [each.name for each in schema.ledger_total.columns]
    (first, *rest) = edition.tables["ledger_total"]
    lost = [*first]
    lost[names.index(column)] = 7
    edition.tables["ledger_total"] = [tuple(lost), *rest]
    with pytest.raises(IntegrityError, match="accounted"):
        FileShelf(tmp_path).publish(edition.edition_id, edition.fill)


def test_a_department_has_the_accounts_of_those_below_it_each_once(facts, figures):
    department(facts, "Environment", "Environment")
    department(facts, "Parks", "Parks", parent="Environment")
    facts.staff(LIST, "p", "Parks", email_key="p")
    facts.staff(LIST, "q", "Environment", email_key="q")
    facts.account("a", email_key="p")
    facts.account("b", department_label="Parks")
    facts.account("c", department_label="Environment")
    found = figures(facts)
    rows = found.rows("ledger_department", date=AS_OF, reason="*")
    assert {(row["department_id"], row["state"]): row["account_count"] for row in rows} == {
        ("*", "matched"): 1,
        ("*", "unmatched"): 2,
        ("environment", "matched"): 1,
        ("environment", "unmatched"): 2,
        ("parks", "matched"): 1,
        ("parks", "unmatched"): 1,
    }
    unplaced = found.column("unplaced", "department_id", "unplaced_count", date=AS_OF)
    assert unplaced == {"*": 2, "environment": 2, "parks": 1}
