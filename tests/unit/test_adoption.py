"""Adoption: members against headcount on every day; not known is never nought."""

import pytest

from tests.support.facts import AS_OF, Facts, builder
from tests.support.reorganised import change

LIST, LATER = "2026-10-10", "2026-11-01"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    """A network export; the first member joined on 1 October."""
    facts = Facts()
    facts.export()
    facts.account("first", "2026-10-01", email_key="first", department_label="Housing")
    return facts


def on(found, day, department_id="*"):
    """Headcount, eligible and members of a day."""
    row = found.row("adoption", date=day, department_id=department_id)
    return (row["headcount_count"], row["eligible_count"], row["member_count"])


def test_there_is_a_row_for_every_day_and_department_from_the_first_member_on(facts, figures):
    facts.account("guest", "2026-09-01", is_guest=True)
    facts.account("pending", "2026-09-01", state="pending")
    for label in ("Housing", "Parks"):
        facts.staff(LIST, label, label)
    rows = figures(facts).rows("adoption")
    assert len({row["date"] for row in rows}) == 53  # 31 days of October, 22 of November
    assert (rows[0]["date"], rows[-1]["date"]) == ("2026-10-01", AS_OF)
    assert len(rows) == 53 * 3


def test_before_the_first_list_headcount_is_not_known_and_members_are(facts, figures):
    facts.staff(LIST, "p", "Housing", email_key="first", is_eligible=True)
    facts.staff(LIST, "q", "Parks", is_eligible=False)
    found = figures(facts)
    assert on(found, "2026-10-09") == (None, None, 1)
    assert on(found, LIST) == on(found, AS_OF) == (2, 1, 1)
    assert on(found, LIST, "parks") == (1, 0, 0)


def test_headcount_is_that_of_the_day(facts, figures):
    facts.staff(LIST, "p", "Housing", end_date="2026-10-20")
    facts.staff(LIST, "q", "Housing", start_date="2026-10-15")
    facts.staff(LIST, "agent", "Housing", **{"class": "agency"})
    facts.staff(LATER, "q", "Parks")
    found = figures(facts)
    days = [LIST, "2026-10-14", "2026-10-15", "2026-10-20", "2026-10-21", LATER]
    assert [on(found, day, "housing")[0] for day in days] == [1, 1, 2, 2, 1, 0]
    assert [on(found, day, "parks")[0] for day in days] == [0, 0, 0, 0, 0, 1]
    assert [on(found, day)[0] for day in days] == [1, 1, 2, 2, 1, 1]


def test_the_whole_includes_those_whose_department_is_not_known(facts, figures):
    facts.staff(LIST, "p", "Housing")
    facts.staff(LIST, "q", None, email_key="first")
    facts.staff(LIST, "r", "-")
    found = figures(facts)
    assert on(found, AS_OF) == (3, None, 1)
    assert on(found, AS_OF, "housing") == (1, None, 0)
    assert found.column("department", "department_id", "name") == {"housing": "Housing"}


def test_a_list_without_any_department_still_counts_the_whole(facts, figures):
    facts.staff(LIST, "p", None, email_key="first", is_eligible=True)
    found = figures(facts)
    assert on(found, "2026-10-09") == (None, None, 1)
    assert on(found, AS_OF) == (1, 1, 1)


def test_eligible_is_not_known_where_no_list_says_it(facts, figures):
    facts.staff(LIST, "p", "Housing")
    assert on(figures(facts), AS_OF) == (1, None, 0)


def test_eligible_is_known_on_the_days_of_the_lists_that_say_it(facts, figures):
    facts.staff("2026-10-05", "p", "Housing")
    facts.staff(LIST, "p", "Housing", is_eligible=True)
    facts.staff(LIST, "q", "Parks", is_eligible=None)  # a cell that is empty: not eligible
    facts.staff(LATER, "p", "Housing")
    found = figures(facts)
    assert on(found, "2026-10-09") == (1, None, 0)
    assert on(found, LIST) == on(found, "2026-10-31") == (2, 1, 0)
    assert on(found, LIST, "parks") == (1, 0, 0)
    assert on(found, LATER) == on(found, AS_OF) == (1, None, 0)


def test_departments_are_those_of_the_lists_that_hold(facts, figures):
    facts.account("other", department_label="Named by the network alone")
    facts.registered("go.x/a", "i", audience_label="All staff")
    facts.directory(LIST, "d", "Named by the directory alone")
    facts.headcount(LIST, "Named by a table alone", 5)
    wrong = {"snapshot_id": "wrong", "exported_at": "2026-10-11 09:00"}
    right = {"snapshot_id": "right", "exported_at": "2026-10-12 09:00"}
    facts.staff(LIST, "p", "Huosing", **wrong)
    facts.staff(LIST, "p", "Housing", **right)
    found = figures(facts)
    assert [row["department_id"] for row in found.rows("department")] == ["housing"]


# --- a headcount table -------------------------------------------------------------------------


def test_of_a_headcount_table_the_latest_date_up_to_the_day_holds(facts, figures):
    facts.headcount("2026-09-01", "Housing", 100, 60)
    facts.headcount("2026-10-15", "Housing", 90, 61)
    facts.headcount("2026-12-01", "Housing", 1, 1)
    facts.headcount("2026-09-01", "Parks", 10, 1)
    found = figures(facts)
    assert on(found, "2026-10-14", "housing") == (100, 60, 1)
    assert on(found, "2026-10-15", "housing") == (90, 61, 1)
    assert on(found, "2026-10-14") == (110, 61, 1)
    assert on(found, AS_OF) == (100, 62, 1)


def test_before_its_first_line_the_headcount_of_a_department_is_not_known(facts, figures):
    facts.headcount("2026-10-15", "Housing", 100)
    facts.headcount(LATER, "Parks", 10)
    found = figures(facts)
    assert on(found, "2026-10-14") == (None, None, 1)
    assert on(found, "2026-10-15") == (100, None, 1)
    assert on(found, "2026-10-15", "parks") == (None, None, 0)
    assert on(found, LATER, "parks") == (10, None, 0)
    assert on(found, LATER) == (110, None, 1)


def test_what_the_newest_table_leaves_out_is_told_for_it_keeps_its_headcount(facts, figures):
    for day, label, count in (
        ("2026-09-01", "Housing", 100),
        ("2026-09-01", "Parks", 10),
        ("2026-09-01", "Waste", 30),
        ("2026-09-01", "Roads", 20),
        ("2026-10-01", "Waste", 0),
        ("2026-10-15", "Housing", 90),
        ("2027-01-01", "Roads", 20),
    ):
        facts.headcount(day, label, count)
    found = figures(facts)
    assert on(found, AS_OF) == (120, None, 1)
    assert [row["sentence"] for row in found.rows("notice", code="left_out_department")] == [
        "The headcount table of 15 October 2026 leaves out 2 departments that an earlier one has; "
        "they keep their last headcount. Of one that is closed load a line with a headcount of 0."
    ]


def test_a_department_that_became_another_is_not_left_out(facts, figures):
    facts.headcount("2026-09-01", "Parks", 10)
    facts.headcount("2026-09-01", "Housing", 100)
    facts.headcount("2026-10-15", "Housing", 110)
    change(facts, "parks", "housing", "2026-10-01", "merge")
    found = figures(facts)
    assert on(found, AS_OF) == (110, None, 1)
    assert found.rows("notice", code="left_out_department") == []


def test_another_spelling_in_a_later_line_is_the_same_department(facts, figures):
    facts.headcount("2026-10-05", "Waste & Recycling", 100)
    facts.headcount(LATER, "Waste and Recycling", 90)
    found = figures(facts)
    assert on(found, "2026-10-31", "waste-and-recycling") == (100, None, 0)
    assert on(found, LATER, "waste-and-recycling") == (90, None, 0)
    assert on(found, LATER) == (90, None, 1)


def test_a_corrected_table_with_another_spelling_replaces_the_line(facts, figures):
    early, late = "2026-11-02 09:00", "2026-11-03 09:00"
    facts.headcount(LIST, "Housing", 10, snapshot_id="s9", exported_at=early)
    facts.headcount(LIST, "HOUSING", 12, snapshot_id="s1", exported_at=late)
    assert on(figures(facts), AS_OF) == (12, None, 1)


def test_eligible_staff_of_a_table_are_known_where_the_line_says_so(facts, figures):
    facts.headcount("2026-10-05", "Housing", 100, 60)
    facts.headcount(LATER, "Housing", 100)
    facts.headcount("2026-10-05", "Parks", 10)
    facts.headcount(LATER, "Parks", 10, 0)
    found = figures(facts)
    assert on(found, "2026-10-05", "housing") == (100, 60, 1)
    assert on(found, "2026-10-05", "parks") == (10, None, 0)
    assert on(found, LATER, "housing") == (100, None, 1)
    assert on(found, LATER, "parks") == (10, 0, 0)
    assert on(found, "2026-10-05") == on(found, LATER) == (110, None, 1)


def test_members_outside_the_table_count_for_the_whole_alone(facts, figures):
    facts.headcount(LIST, "Parks", 10)
    facts.account("nowhere")
    found = figures(facts)
    assert on(found, AS_OF) == (10, None, 2)
    assert on(found, AS_OF, "parks") == (10, None, 0)
    assert found.rows("adoption", department_id="housing") == []


# --- no staff data at all ----------------------------------------------------------------------


def test_with_the_network_alone_members_are_counted_where_it_says(facts, figures):
    facts.account("a", "2026-10-05", department_label="Parks")
    facts.account("b", "2026-10-05")
    facts.account("guest", department_label="Another organisation's", is_guest=True)
    facts.registered("go.x/a", "i", audience_label="All staff")
    found = figures(facts)
    assert on(found, AS_OF) == (None, None, 3)
    assert on(found, "2026-10-04", "parks") == (None, None, 0)
    assert on(found, "2026-10-05", "parks") == (None, None, 1)
    names = found.column("department", "department_id", "name")
    assert names == {"housing": "Housing", "parks": "Parks"}
