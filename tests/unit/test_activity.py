"""Activity: distinct members active over windows, and what the counts rest on.

The worked examples stand beside a second, plain way to count, which hypothesis sets against ours.
"""

import pytest

from etl.editions.schema import WINDOWS
from tests.support.facts import AS_OF, Facts, builder

LIST = "2026-07-01"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    facts = Facts()
    facts.export()
    return facts


def staffed(facts, **department_of):
    """Colleagues with an account each, members since 1 October, whose address is their own key."""
    for key, label in department_of.items():
        facts.staff(LIST, key, label, email_key=key)
        facts.account(f"a-{key}", email_key=key)
    return facts


def counts(figures, day, kind="active", department_id="*"):
    """Members active (or contributing) up to a day: over 1, 7, 28 and 90 days."""
    row = figures.row("activity", date=day, department_id=department_id)
    return [row[f"{kind}_{days}_count"] for days in WINDOWS]


def basis(figures, day, kind="active"):
    """What the counts up to a day rest on: over 1, 7, 28 and 90 days."""
    rows = figures.column("activity_basis", "window_days", f"{kind}_basis", date=day)
    return [rows[days] for days in WINDOWS]


# --- active days -------------------------------------------------------------------------------


def test_a_message_counts_for_as_many_days_as_the_window_has(facts, figures):
    staffed(facts, p="Housing").message("m", "a-p", "2026-10-10 09:00")
    found = figures(facts)
    assert counts(found, "2026-10-09") == [0, 0, 0, 0]
    assert counts(found, "2026-10-10") == [1, 1, 1, 1]
    assert counts(found, "2026-10-11") == [0, 1, 1, 1]
    assert counts(found, "2026-10-16") == [0, 1, 1, 1]
    assert counts(found, "2026-10-17") == [0, 0, 1, 1]
    assert counts(found, "2026-11-06") == [0, 0, 1, 1]
    assert counts(found, "2026-11-07") == [0, 0, 0, 1]
    assert counts(found, AS_OF) == counts(found, AS_OF, "contributor") == [0, 0, 0, 1]


def test_a_person_counts_once_however_often_they_write_and_under_whichever_account(facts, figures):
    staffed(facts, p="Housing", q="Parks").account("b-p", email_key="p")
    for number, (account, at) in enumerate(
        [("a-p", "11-20"), ("a-p", "11-20"), ("b-p", "11-20"), ("b-p", "11-22"), ("a-q", "11-22")]
    ):
        facts.message(f"m{number}", account, f"2026-{at} 09:00")
    found = figures(facts)
    assert counts(found, "2026-11-20") == [1, 1, 1, 1]
    assert counts(found, AS_OF) == [2, 2, 2, 2]
    assert counts(found, AS_OF, department_id="housing") == [1, 1, 1, 1]


def test_private_messages_are_activity_and_uncounted_ones_are_not(facts, figures):
    staffed(facts, p="Housing", q="Housing", r="Housing")
    facts.message("1", "a-p", f"{AS_OF} 09:00", place_kind="private_group", place_id="7")
    facts.message("2", "a-q", f"{AS_OF} 09:00", place_kind="private_message")
    facts.message("3", "a-r", f"{AS_OF} 09:00", is_counted=False)
    found = figures(facts)
    assert counts(found, AS_OF) == counts(found, AS_OF, "contributor") == [2, 2, 2, 2]


def test_nobody_counts_who_is_no_counted_member(facts, figures):
    staffed(facts, p="Housing")
    facts.staff(LIST, "agent", "Housing", email_key="agent", **{"class": "agency"})
    facts.account("a-agent", email_key="agent")
    facts.account("a-stranger", email_key="stranger")
    facts.account("a-guest", is_guest=True)
    for number, key in enumerate(("agent", "stranger", "guest", "nowhere")):
        facts.message(str(number), f"a-{key}", f"{AS_OF} 09:00")
    assert counts(figures(facts), AS_OF) == [0, 0, 0, 0]


def test_a_mover_takes_the_activity_along(facts, figures):
    staffed(facts, p="Housing", q="Parks").message("m", "a-p", "2026-11-18 09:00")
    facts.staff("2026-11-20", "p", "Parks", email_key="p")
    facts.staff("2026-11-20", "q", "Parks", email_key="q")
    found = figures(facts)
    assert counts(found, "2026-11-19", department_id="housing") == [0, 1, 1, 1]
    assert counts(found, "2026-11-20", department_id="housing") == [0, 0, 0, 0]
    assert counts(found, "2026-11-20", department_id="parks") == [0, 1, 1, 1]
    assert counts(found, "2026-11-20") == [0, 1, 1, 1]


def test_activity_ends_with_membership(facts, figures):
    facts.staff(LIST, "p", "Housing", email_key="p")
    facts.account("a", email_key="p", state="suspended", ended_date="2026-11-20")
    facts.message("m", "a", "2026-11-18 09:00")
    found = figures(facts)
    assert counts(found, "2026-11-19") == [0, 1, 1, 1]
    assert counts(found, "2026-11-20") == [0, 0, 0, 0]


# --- what reports prove ------------------------------------------------------------------------


def test_a_report_proves_one_active_day_and_no_contribution(facts, figures):
    staffed(facts, p="Housing", q="Housing")
    facts.report("2026-11-22", "p", "2026-11-19", read_count=40, post_count=3)
    facts.report("2026-11-22", "q", None)
    found = figures(facts)
    assert counts(found, "2026-11-18") == [0, 0, 0, 0]
    assert counts(found, "2026-11-19") == [1, 1, 1, 1]
    assert counts(found, "2026-11-22") == [0, 1, 1, 1]
    assert counts(found, "2026-11-22", "contributor") == [0, 0, 0, 0]


@pytest.mark.parametrize("state", ["deleted", "suspended"])
def test_who_is_listed_as_closed_proves_nothing(facts, figures, state):
    staffed(facts, p="Housing").report(AS_OF, "p", AS_OF, state=state)
    assert counts(figures(facts), AS_OF) == [0, 0, 0, 0]


@pytest.mark.parametrize("count", ["post_count", "reaction_count", "read_count"])
def test_any_count_of_a_single_day_report_proves_its_day(facts, figures, count):
    staffed(facts, p="Housing", q="Housing")
    facts.report("2026-11-20", "p", None, period_days=1, **{count: 1})
    facts.report("2026-11-20", "q", "2026-11-10", period_days=1)
    facts.report("2026-11-20", "q", None, period_days=7, **{count: 1})  # on one of seven days
    found = figures(facts)
    assert counts(found, "2026-11-20") == [1, 1, 2, 2]
    assert counts(found, "2026-11-10") == [1, 1, 1, 1]


def test_a_person_is_listed_under_any_address_of_theirs(facts, figures):
    facts.staff(LIST, "p", "Housing", directory_key="d1", email_key="mail", other_key="upn")
    facts.staff(LIST, "q", "Housing", directory_key="d2")
    facts.account("a", directory_key="d1")
    facts.account("b", directory_key="d2", email_key="q-mail")
    facts.report(AS_OF, "upn", "2026-11-20")
    facts.report(AS_OF, "q-mail", "2026-11-21")
    found = figures(facts)
    assert counts(found, "2026-11-20") == [1, 1, 1, 1]
    assert counts(found, "2026-11-21") == [1, 2, 2, 2]


def test_an_address_that_went_to_somebody_else_is_the_present_owners(facts, figures):
    facts.staff(LIST, "p", "Housing", directory_key="d1", email_key="mail")
    facts.staff("2026-10-15", "p", "Housing", directory_key="d1", email_key="married")
    facts.staff("2026-10-15", "q", "Parks", directory_key="d2", email_key="mail")
    facts.account("a", directory_key="d1")
    facts.account("b", directory_key="d2")
    facts.report(AS_OF, "mail", AS_OF)
    found = figures(facts)
    assert counts(found, AS_OF, department_id="parks") == [1, 1, 1, 1]
    assert counts(found, AS_OF) == [1, 1, 1, 1]
    (row,) = found.rows("engagement_period", department_id="parks")
    assert row["listed_count"] == 1


def test_an_address_of_two_colleagues_proves_nothing_of_either(facts, figures):
    for key in "pq":
        facts.staff(LIST, key, "Housing", directory_key=f"d{key}", email_key="shared")
        facts.account(f"a-{key}", directory_key=f"d{key}")
    facts.report(AS_OF, "shared", AS_OF)
    assert counts(figures(facts), AS_OF) == [0, 0, 0, 0]


# --- concealed names ---------------------------------------------------------------------------


def concealed(facts, day, *last_dates, **values):
    for number, last in enumerate(last_dates):
        facts.report(day, f"C0DE{number}", last, is_concealed=True, **values)


def test_concealed_names_count_for_the_whole_on_the_day_of_their_report(facts, figures):
    staffed(facts, p="Housing").message("m", "a-p", "2026-11-16 09:00")
    concealed(facts, "2026-11-20", "2026-11-20", "2026-11-14", "2026-11-13", "2026-10-24", None)
    concealed(facts, "2026-11-20", period_days=30)
    facts.report("2026-11-20", "closed", "2026-11-20", is_concealed=True, state="deleted")
    found = figures(facts)
    # (13, 20]: the 14th is in, the 13th is not. (23 October, 20 November]: the 24th is in.
    assert counts(found, "2026-11-20") == [1, 2, 4, 4]
    assert basis(found, "2026-11-20") == ["exact"] * 4
    # Departments keep what can be proven, and so do the days around it.
    assert counts(found, "2026-11-20", department_id="housing") == [0, 1, 1, 1]
    assert counts(found, "2026-11-19") == counts(found, "2026-11-21") == [0, 1, 1, 1]
    assert basis(found, "2026-11-21") == ["at_least"] * 4


def test_two_concealed_reports_of_a_day_are_not_added(facts, figures):
    staffed(facts, p="Housing")
    concealed(facts, "2026-11-20", "2026-11-20", period_days=7)
    concealed(facts, "2026-11-20", "2026-11-20", "2026-11-01", period_days=30)
    assert counts(figures(facts), "2026-11-20") == [1, 1, 2, 2]


def test_beside_a_report_with_names_a_concealed_one_adds_nothing(facts, figures):
    staffed(facts, p="Housing").report("2026-11-20", "p", "2026-11-20")
    concealed(facts, "2026-11-20", "2026-11-20", "2026-11-19", period_days=30)
    assert counts(figures(facts), "2026-11-20") == [1, 1, 1, 1]


def test_beside_a_report_of_one_day_a_concealed_one_of_a_period_still_counts(facts, figures):
    staffed(facts, p="Housing").report("2026-11-20", "p", "2026-11-20", period_days=1)
    concealed(facts, "2026-11-20", "2026-11-20", "2026-11-19", period_days=30)
    found = figures(facts)
    assert counts(found, "2026-11-20") == [1, 2, 2, 2]
    assert basis(found, "2026-11-20") == ["exact"] * 4


def test_a_concealed_report_of_one_day_never_hides_what_messages_prove(facts, figures):
    staffed(facts, p="Housing", q="Housing")
    facts.message("1", "a-p", "2026-11-16 09:00")
    facts.message("2", "a-q", "2026-11-16 09:00")
    concealed(facts, "2026-11-20", "2026-11-20", period_days=1)
    found = figures(facts)
    assert counts(found, "2026-11-20")[1:] == [2, 2, 2]
    assert basis(found, "2026-11-20") == ["at_least"] * 4


# --- what the counts rest on -------------------------------------------------------------------


def test_activity_is_exact_on_the_day_of_a_report_and_at_least_between(facts, figures):
    staffed(facts, p="Housing").report("2026-11-15", "p", None)
    found = figures(facts)
    assert basis(found, "2026-11-15") == ["exact"] * 4
    for day in ("2026-11-14", "2026-11-16"):
        assert basis(found, day) == ["at_least"] * 4


def test_single_day_reports_make_the_windows_exact_that_they_fill(facts, figures):
    staffed(facts, p="Housing")
    for day in range(9, 17):
        facts.report(f"2026-11-{day:02}", "p", None, period_days=1)
    found = figures(facts)
    assert basis(found, "2026-11-08") == ["at_least"] * 4
    assert basis(found, "2026-11-14") == ["exact", "at_least", "at_least", "at_least"]
    assert basis(found, "2026-11-15") == ["exact", "exact", "at_least", "at_least"]
    assert basis(found, "2026-11-17") == ["at_least"] * 4


def test_before_the_first_member_there_was_nothing_to_report(facts, figures):
    staffed(facts, p="Housing")  # members since 1 October
    for day in (1, 2, 3):
        facts.report(f"2026-10-{day:02}", "p", None, period_days=1)
    found = figures(facts)
    assert basis(found, "2026-10-03") == ["exact"] * 4
    assert basis(found, "2026-10-04") == ["at_least"] * 4


def test_contributors_are_exact_where_network_exports_cover_the_window(figures):
    facts = Facts()
    facts.export("2026-10-01", "2026-10-20", snapshot_id="s1")
    facts.export("2026-11-01", AS_OF, snapshot_id="s2")
    staffed(facts, p="Housing")
    found = figures(facts)
    assert basis(found, "2026-10-20", "contributor") == ["exact"] * 4
    assert basis(found, "2026-10-21", "contributor") == ["at_least"] * 4
    assert basis(found, "2026-11-01", "contributor") == ["exact"] + ["at_least"] * 3
    assert basis(found, "2026-11-06", "contributor") == ["exact"] + ["at_least"] * 3
    assert basis(found, "2026-11-07", "contributor") == ["exact"] * 2 + ["at_least"] * 2
    assert basis(found, AS_OF) == ["at_least"] * 4
