"""Who changed between two days, counted person by person, by hand."""

from datetime import date, timedelta

import pytest

from etl.statistics.paired import Pairs, count_change_range, share_change_range
from tests.support.facts import AS_OF, Facts, builder

AS = date.fromisoformat(AS_OF)
FOUR, TWELVE = AS - timedelta(weeks=4), AS - timedelta(weeks=12)
NAMES = ("gained_count", "lost_count", "count_low", "count_high", "rate_low", "rate_high")


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("change")) as ask:
        yield ask


def org(staff, accounts, lists=("2026-06-01",)):
    """``staff``: list date -> {person: department}; ``accounts``: person -> (joined, ended)."""
    facts = Facts()
    facts.export("2026-06-01")
    for listed in lists:
        for key, label in staff[listed].items():
            facts.staff(listed, key, label, email_key=key)
    for key, (joined, ended) in accounts.items():
        facts.account(key, joined, email_key=key, ended_date=ended)
    return facts


def row(figures, department, measure="members", start=FOUR):
    found = figures.row(
        "people_change",
        measure=measure,
        department_id=department,
        from_date=start.isoformat(),
    )
    return tuple(found[name] for name in NAMES)


def expected(pairs):
    gained, lost = pairs.gained + pairs.came_yes, pairs.lost + pairs.left_yes
    return gained, lost, *count_change_range(pairs), *(share_change_range(pairs) or ())


def test_joined_left_the_network_and_moved(build):
    """Care: a stays a member, b joins, c leaves the network, d never joins, e moves to Works."""
    first = {"a": "Care", "b": "Care", "c": "Care", "d": "Care", "e": "Care", "w": "Works"}
    accounts = {
        "a": ("2026-06-02", None),
        "b": ("2026-11-01", None),
        "c": ("2026-06-02", "2026-11-10"),
        "e": ("2026-06-02", None),
        "w": ("2026-11-02", None),
    }
    staff = {"2026-06-01": first, "2026-11-01": {**first, "e": "Works"}}
    figures = build(org(staff, accounts, ("2026-06-01", "2026-11-01")))
    assert row(figures, "care") == pytest.approx(
        expected(Pairs(kept=1, gained=1, lost=1, never=1, left_yes=1))
    )
    assert row(figures, "works") == pytest.approx(expected(Pairs(gained=1, came_yes=1)))
    assert row(figures, "*") == pytest.approx(expected(Pairs(kept=2, gained=2, lost=1, never=1)))


def test_active_and_contributing_within_the_window(build):
    staff = {"2026-06-01": dict.fromkeys("abc", "Care")}
    facts = org(staff, dict.fromkeys("abc", ("2026-06-02", None)))
    facts.message("m1", "a", "2026-10-20 09:00")
    facts.message("m2", "b", "2026-11-20 09:00")
    facts.message("m3", "c", "2026-10-01 09:00")  # within 28 days of 25 October
    facts.message("m4", "c", "2026-10-26 09:00")  # and of 22 November
    figures = build(facts)
    contributors = row(figures, "care", "contributors")
    assert contributors == pytest.approx(expected(Pairs(kept=1, gained=1, lost=1)))
    # No engagement report: who was active is not known, so nothing is said of it.
    assert figures.rows("people_change", measure="active") == []


def test_active_rests_on_the_reports_days(build):
    staff = {"2026-06-01": dict.fromkeys("ab", "Care")}
    facts = org(staff, dict.fromkeys("ab", ("2026-06-02", None)))
    facts.report("2026-10-20", "a", "2026-10-19")
    facts.report("2026-11-19", "b", "2026-11-18")
    (found,) = build(facts).rows("people_change", measure="active", department_id="care")
    assert (found["from_date"], found["to_date"]) == ("2026-10-20", "2026-11-19")
    assert (found["gained_count"], found["lost_count"]) == (1, 1)


def test_without_a_list_of_people_only_counts_have_a_range(build):
    facts = Facts()
    facts.export("2026-06-01")
    facts.account("a", "2026-06-02", department_label="Care")
    facts.account("b", "2026-11-02", department_label="Care")
    facts.headcount("2026-06-01", "Care", 10)
    found = row(build(facts), "care")
    assert found[:4] == (1, 0, *count_change_range(Pairs(gained=1)))
    assert found[4:] == (None, None)


def test_a_day_before_the_first_member_is_not_compared(build):
    facts = org({"2026-11-10": {"a": "Care"}}, {"a": ("2026-11-12", None)}, ("2026-11-10",))
    assert build(facts).rows("people_change") == []
