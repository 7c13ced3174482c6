"""Departments over time in an edition: held labels, two posts, both views of a reorganisation."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.facts import AS_OF, Facts, builder
from tests.support.reorganised import change, department, means

LIST, LATER = "2026-10-01", "2026-11-01"
MID = "2026-10-15"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture
def facts():
    """Three in Parks and two in Sport, all on both lists; one of each is a member."""
    return council()


def council():
    facts = Facts()
    facts.export()
    for listed in (LIST, LATER):
        for key, label in zip("abcde", ["Parks"] * 3 + ["Sport"] * 2, strict=True):
            facts.staff(listed, key, label, email_key=key, is_eligible=True)
    facts.account("1", "2026-10-01", email_key="a")
    facts.account("2", "2026-10-01", email_key="d")
    facts.message("m", "1", "2026-10-20 09:00")
    return facts


def staff(found, day):
    return {
        key: (row["headcount_count"], row["member_count"])
        for row in found.rows("adoption", date=day)
        for key in [row["department_id"]]
    }


def test_a_merge_moves_everybody_from_its_day_on(facts, figures):
    change(facts, "parks", "leisure", MID, "merge")
    change(facts, "sport", "leisure", MID, "merge")
    found = figures(facts)
    assert staff(found, "2026-10-14") == {
        "*": (5, 2),
        "parks": (3, 1),
        "sport": (2, 1),
        "leisure": (0, 0),
    }
    # The list of November still has the old names.
    for day in (MID, AS_OF):
        assert staff(found, day) == {
            "*": (5, 2),
            "parks": (0, 0),
            "sport": (0, 0),
            "leisure": (5, 2),
        }
    became = found.column("department", "department_id", "now_id")
    assert became == {"parks": "leisure", "sport": "leisure", "leisure": None}


def test_activity_moves_with_the_people(facts, figures):
    change(facts, "parks", "leisure", MID, "merge")
    change(facts, "sport", "leisure", MID, "merge")
    found = figures(facts)
    now = found.row("activity", date=AS_OF, department_id="leisure")
    assert (now["active_90_count"], now["active_28_count"]) == (1, 0)
    assert found.row("activity", date="2026-11-16", department_id="leisure")["active_28_count"] == 1
    assert found.row("activity", date="2026-11-16", department_id="parks")["active_28_count"] == 0


def test_a_rename_changes_no_series(facts, figures):
    """What stood under the old id goes on under the new one, to the person."""
    plain = figures(facts)
    change(facts, "parks", "green-spaces", MID, "rename")
    renamed = figures(facts)
    for table in ("adoption", "activity"):
        before = {row["date"]: row for row in plain.rows(table, department_id="parks")}
        old = {row["date"]: row for row in renamed.rows(table, department_id="parks")}
        new = {row["date"]: row for row in renamed.rows(table, department_id="green-spaces")}
        for day, row in before.items():
            goes_on = new[day] if day >= MID else old[day]
            assert {**goes_on, "department_id": "parks"} == row
        whole = renamed.rows(table, department_id="*")
        assert whole == plain.rows(table, department_id="*")


def test_a_split_says_from_when_on_its_parts_are_comparable(facts, figures):
    change(facts, "parks", "sport", MID, "split")
    since = figures(facts).column("department", "department_id", "comparable_since")
    assert since == {"parks": MID, "sport": MID}


def test_two_posts_count_once_in_the_organisation_and_once_in_each_department(facts, figures):
    facts.staff(LATER, "a", "Sport", email_key="a", post_no=2, is_eligible=True)
    found = figures(facts)
    assert staff(found, AS_OF) == {"*": (5, 2), "parks": (3, 1), "sport": (3, 2)}
    row = found.row("activity", date="2026-11-02", department_id="*")
    parts = [
        found.row("activity", date="2026-11-02", department_id=key) for key in ("parks", "sport")
    ]
    assert row["active_28_count"] == 1
    assert [part["active_28_count"] for part in parts] == [1, 1]


def test_two_posts_in_departments_that_become_one_count_once_in_it(facts, figures):
    facts.staff(LATER, "a", "Sport", email_key="a", post_no=2, is_eligible=True)
    change(facts, "parks", "sport", "2026-11-15", "merge")
    found = figures(facts)
    assert staff(found, AS_OF) == {"*": (5, 2), "parks": (0, 0), "sport": (5, 2)}
    assert staff(found, "2026-11-14") == {"*": (5, 2), "parks": (3, 1), "sport": (3, 2)}


def test_with_a_list_of_departments_an_unknown_label_is_held(facts, figures):
    department(facts, "D1", "Parks")
    found = figures(facts)
    assert staff(found, AS_OF) == {"*": (5, 2), "d1": (3, 1)}
    notices = found.rows("notice", code="held_label")
    assert [row["needs_person"] for row in notices] == [True]
    assert "uptake departments review" in notices[0]["sentence"]


def test_a_label_means_what_the_reviewed_file_says(facts, figures):
    department(facts, "D1", "Parks and Sport")
    means(facts, "PARKS", "D1")
    means(facts, "Sport", "d1")
    found = figures(facts)
    assert staff(found, AS_OF) == {"*": (5, 2), "d1": (5, 2)}
    assert found.rows("notice") == []


def test_a_name_of_the_past_still_means_the_department(facts, figures):
    department(facts, "D1", "Parks", since="2020-01-01")
    department(facts, "D1", "Green Spaces", since="2026-10-20")
    department(facts, "D2", "Sport")
    found = figures(facts)
    assert found.column("department", "department_id", "name") == {
        "d1": "Green Spaces",
        "d2": "Sport",
    }


def test_a_department_has_the_people_of_those_that_are_part_of_it_once(facts, figures):
    department(facts, "place", "Place")
    department(facts, "green", "Green", parent="place")
    department(facts, "parks", "Parks", parent="green")
    department(facts, "sport", "Sport", parent="place")
    facts.staff(LATER, "a", "Sport", email_key="a", post_no=2, is_eligible=True)
    found = figures(facts)
    assert staff(found, AS_OF) == {
        "*": (5, 2),
        "place": (5, 2),
        "green": (3, 1),
        "parks": (3, 1),
        "sport": (3, 2),
    }
    active = found.column("activity", "department_id", "active_28_count", date="2026-11-02")
    assert active == {"*": 1, "place": 1, "green": 1, "parks": 1, "sport": 1}
    parents = found.column("department", "department_id", "parent_id")
    assert parents == {"place": None, "green": "place", "parks": "green", "sport": "place"}


def test_a_headcount_table_is_summed_up_the_hierarchy_and_counted_once(figures):
    facts = Facts()
    facts.export()
    facts.account("1", "2026-10-01", department_label="Parks")
    department(facts, "place", "Place")
    department(facts, "parks", "Parks", parent="place")
    department(facts, "sport", "Sport", parent="place")
    facts.headcount(LIST, "Parks", 30, 10)
    facts.headcount(LIST, "Sport", 12, 12)
    assert staff(figures(facts), AS_OF) == {
        "*": (42, 1),
        "place": (42, 1),
        "parks": (30, 1),
        "sport": (12, 0),
    }


def test_a_headcount_table_moves_with_a_merge_until_a_table_tells_of_both(figures):
    """The tables are of 1 October and 1 November, the merge lies between; only the first of them
    names Sport."""
    facts = Facts()
    facts.export()
    facts.account("1", "2026-10-01", department_label="Sport")
    change(facts, "sport", "parks", MID, "merge")
    facts.headcount(LIST, "Parks", 30, 10)
    facts.headcount(LIST, "Sport", 12, 12)
    facts.headcount(LATER, "Parks", 40, 20)
    found = figures(facts)
    assert staff(found, "2026-10-14") == {"*": (42, 1), "parks": (30, 0), "sport": (12, 1)}
    for day in (MID, "2026-10-31"):
        assert staff(found, day) == {"*": (42, 1), "parks": (42, 1), "sport": (0, 0)}
    for day in (LATER, AS_OF):
        assert staff(found, day) == {"*": (40, 1), "parks": (40, 1), "sport": (0, 0)}


def test_a_headcount_table_that_keeps_an_old_name_counts_it_where_it_went(figures):
    facts = Facts()
    facts.export()
    facts.account("1", "2026-10-01", department_label="Sport")
    change(facts, "sport", "parks", MID, "merge")
    for listed, people in ((LIST, 12), (LATER, 15)):
        facts.headcount(listed, "Parks", 30, 10)
        facts.headcount(listed, "Sport", people, 12)
    assert staff(figures(facts), AS_OF) == {"*": (45, 1), "parks": (45, 1), "sport": (0, 0)}


def test_two_departments_of_a_headcount_table_that_merge_count_both_though_they_are_alike(figures):
    facts = Facts()
    facts.export()
    facts.account("1", "2026-10-01", department_label="Sport")
    for name in ("sport", "parks"):
        change(facts, name, "leisure", MID, "merge")
        facts.headcount(LIST, name.title(), 12, 12)
    found = staff(figures(facts), AS_OF)
    assert (found["*"], found["leisure"]) == ((24, 1), (24, 1))


def test_loops_and_orphans_among_departments_are_told(facts, figures):
    department(facts, "parks", "Parks", parent="sport")
    department(facts, "sport", "Sport", parent="parks")
    department(facts, "x", "Elsewhere", parent="nowhere")
    found = figures(facts)
    assert {row["code"] for row in found.rows("notice")} == {"department_loop", "orphan_department"}
    assert set(found.column("department", "department_id", "parent_id").values()) == {None}


LABELS = ["A", "B", "C", "D"]
CHANGE = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from("abcde"),
    st.sampled_from(["2026-10-05", "2026-10-20", LATER, "2026-11-10"]),
    st.sampled_from(["rename", "merge", "split", "transfer"]),
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    placed=st.lists(
        st.lists(st.sampled_from(LABELS), min_size=1, max_size=2), min_size=4, max_size=8
    ),
    changes=st.lists(CHANGE, min_size=1, max_size=4, unique_by=lambda each: each[:3]),
)
def test_whatever_is_reorganised_nobody_is_lost_or_counted_twice(figures, placed, changes):
    """The whole stands, and on the last day each department has all of those that became it."""
    facts = Facts()
    facts.export()
    facts.account("1", "2026-10-01", email_key="p0")
    for number, labels in enumerate(placed):
        for post, label in enumerate(dict.fromkeys(labels), 1):
            for listed in (LIST, LATER):
                facts.staff(listed, f"p{number}", label, email_key=f"p{number}", post_no=post)
    plain = figures(facts)
    for from_id, to_id, day, kind in changes:
        change(facts, from_id, to_id, day, kind)
    found = figures(facts)
    whole = [row for row in plain.rows("adoption") if row["department_id"] == "*"]
    assert [row for row in found.rows("adoption") if row["department_id"] == "*"] == whole
    became = found.column("department", "department_id", "now_id")
    people: Counter[str] = Counter()
    for labels in placed:
        people.update({became.get(label.lower()) or label.lower() for label in labels})
    now = {key: row[0] for key, row in staff(found, AS_OF).items() if key != "*"}
    assert {key: count for key, count in now.items() if count} == dict(people)
