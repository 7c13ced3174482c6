"""Staff lists turned into employment: who was staff, where, on which day."""

from dataclasses import replace

import pytest

from etl.organisation import derive_departments, derive_employment
from etl.settings import Staff
from tests.support.facts import Facts, embedded, scratch, stored

BEFORE, FOR_GOOD = "1900-01-01", "9999-12-31"
SEPTEMBER, OCTOBER, NOVEMBER = "2026-09-01", "2026-10-01", "2026-11-01"


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with embedded(tmp_path_factory.mktemp("organisation")) as opened:
        yield opened


@pytest.fixture
def employed(opened):
    """What becomes of staff lists: (person, department, from, to) of those who are headcount."""

    warehouse, settings = opened

    def derive(facts, columns="person_key, department_id, valid_from, valid_to", **staff):
        chosen = replace(settings, staff=Staff(None, **staff)) if staff else settings
        with scratch(warehouse):
            facts.pour(warehouse)
            derive_departments(warehouse)
            derive_employment(warehouse, chosen)
            return stored(
                warehouse, f"select {columns} from employment where is_counted order by 1, 3, 2"
            )

    return derive


def test_one_list_holds_from_its_date_on_and_places_people_before_it(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing")
    assert employed(facts) == [("a", "housing", BEFORE, FOR_GOOD)]


def test_a_person_without_a_department_is_staff_of_an_unknown_one(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", None)
    assert employed(facts) == [("a", "?", BEFORE, FOR_GOOD)]


def test_who_stays_is_one_stretch_over_all_lists(employed):
    facts = Facts()
    for listed in (SEPTEMBER, OCTOBER, NOVEMBER):
        facts.staff(listed, "a", "Housing")
    assert employed(facts) == [("a", "housing", BEFORE, FOR_GOOD)]


def test_another_spelling_of_a_department_is_no_move(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Waste & Recycling")
    facts.staff(OCTOBER, "a", "WASTE AND RECYCLING")
    assert employed(facts) == [("a", "waste-and-recycling", BEFORE, FOR_GOOD)]


def test_a_joiner_counts_from_the_first_list_that_names_them(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing")
    facts.staff(OCTOBER, "a", "Housing")
    facts.staff(OCTOBER, "b", "Housing")
    assert employed(facts) == [
        ("a", "housing", BEFORE, FOR_GOOD),
        ("b", "housing", OCTOBER, FOR_GOOD),
    ]


def test_a_leaver_counts_up_to_the_first_list_without_them(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing")
    facts.staff(SEPTEMBER, "b", "Housing")
    facts.staff(OCTOBER, "b", "Housing")
    assert employed(facts) == [
        ("a", "housing", BEFORE, OCTOBER),
        ("b", "housing", BEFORE, FOR_GOOD),
    ]


def test_who_returns_has_two_stretches(employed):
    facts = Facts()
    for listed in (SEPTEMBER, NOVEMBER):
        facts.staff(listed, "a", "Housing")
    facts.staff(OCTOBER, "b", "Housing")
    assert employed(facts) == [
        ("a", "housing", BEFORE, OCTOBER),
        ("a", "housing", NOVEMBER, FOR_GOOD),
        ("b", "housing", OCTOBER, NOVEMBER),
    ]


def test_a_mover_changes_department_on_the_date_of_the_list(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing")
    facts.staff(OCTOBER, "a", "Parks")
    facts.staff(NOVEMBER, "a", "Housing")
    assert employed(facts) == [
        ("a", "housing", BEFORE, OCTOBER),
        ("a", "parks", OCTOBER, NOVEMBER),
        ("a", "housing", NOVEMBER, FOR_GOOD),
    ]


def test_the_last_day_of_a_person_still_counts(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", end_date="2026-09-15")
    facts.staff(OCTOBER, "a", "Housing", end_date="2026-09-15")
    assert employed(facts) == [("a", "housing", BEFORE, "2026-09-16")]


def test_an_end_beyond_the_next_list_leaves_the_word_to_that_list(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", end_date="2026-12-31")
    facts.staff(OCTOBER, "b", "Housing")
    assert employed(facts) == [
        ("a", "housing", BEFORE, OCTOBER),
        ("b", "housing", OCTOBER, FOR_GOOD),
    ]


def test_a_person_counts_from_the_first_day_of_work(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", start_date="2020-04-01")
    facts.staff(SEPTEMBER, "b", "Housing", start_date="2026-09-14")
    facts.staff(OCTOBER, "a", "Housing", start_date="2020-04-01")
    facts.staff(OCTOBER, "b", "Housing", start_date="2026-09-14")
    facts.staff(OCTOBER, "c", "Housing", start_date="2026-10-05")
    facts.staff(OCTOBER, "d", "Housing", start_date="2026-09-20")  # listed late: not before
    assert employed(facts) == [
        ("a", "housing", "2020-04-01", FOR_GOOD),
        ("b", "housing", "2026-09-14", FOR_GOOD),
        ("c", "housing", "2026-10-05", FOR_GOOD),
        ("d", "housing", OCTOBER, FOR_GOOD),
    ]


def test_a_list_in_between_that_is_received_late_is_put_in_its_place(employed):
    facts = Facts()
    facts.staff(NOVEMBER, "a", "Parks")
    facts.staff(SEPTEMBER, "a", "Housing")
    facts.staff(OCTOBER, "a", "Libraries")
    assert [row[1:] for row in employed(facts)] == [
        ("housing", BEFORE, OCTOBER),
        ("libraries", OCTOBER, NOVEMBER),
        ("parks", NOVEMBER, FOR_GOOD),
    ]


def test_of_two_lists_of_one_date_the_later_export_holds_as_a_whole(employed):
    facts = Facts()
    wrong = {"snapshot_id": "s9", "exported_at": "2026-09-02 08:00"}
    right = {"snapshot_id": "s1", "exported_at": "2026-09-03 08:00"}
    facts.staff(SEPTEMBER, "a", "Huosing", **wrong)
    facts.staff(SEPTEMBER, "b", "Housing", **wrong)
    facts.staff(SEPTEMBER, "a", "Housing", **right)
    assert employed(facts) == [("a", "housing", BEFORE, FOR_GOOD)]


def test_of_two_lists_of_one_date_and_instant_the_greater_snapshot_id_holds(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", snapshot_id="s2")
    facts.staff(SEPTEMBER, "b", "Housing", snapshot_id="s1")
    assert employed(facts) == [("a", "housing", BEFORE, FOR_GOOD)]


def test_a_panel_is_one_list_for_each_of_its_dates(employed):
    facts = Facts()
    panel = {"snapshot_id": "panel"}
    for listed, label in ((SEPTEMBER, "Housing"), (OCTOBER, "Housing"), (NOVEMBER, "Parks")):
        facts.staff(listed, "a", label, **panel)
    facts.staff(SEPTEMBER, "b", "Parks", **panel)
    assert employed(facts) == [
        ("a", "housing", BEFORE, NOVEMBER),
        ("a", "parks", NOVEMBER, FOR_GOOD),
        ("b", "parks", BEFORE, OCTOBER),
    ]


@pytest.mark.parametrize(
    "kind", ["contractor", "agency", "elected member", "guest", "service", "shared mailbox"]
)
def test_a_class_that_is_not_staff_is_no_headcount(employed, kind):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", **{"class": kind})
    facts.staff(SEPTEMBER, "b", "Housing", **{"class": "employee"})
    facts.staff(SEPTEMBER, "c", "Housing")
    assert employed(facts, "person_key, 1, 1") == [("b", 1, 1), ("c", 1, 1)]


def test_which_classes_are_no_headcount_is_configured(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", **{"class": "contractor"})
    facts.staff(SEPTEMBER, "b", "Housing", **{"class": "volunteer"})
    assert employed(facts, "person_key, 1, 1", not_counted=("Volunteer",)) == [("a", 1, 1)]
    assert len(employed(facts, "person_key, 1, 1", not_counted=())) == 2


def test_who_is_taken_on_after_agency_work_counts_from_then(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", **{"class": "agency"})
    facts.staff(OCTOBER, "a", "Housing", **{"class": "employee"})
    assert employed(facts) == [("a", "housing", OCTOBER, FOR_GOOD)]


def test_eligibility_is_that_of_the_list_of_the_day(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", is_eligible=False)
    facts.staff(OCTOBER, "a", "Housing", is_eligible=True)
    assert employed(facts, "is_eligible, valid_from, valid_to") == [
        (False, BEFORE, OCTOBER),
        (True, OCTOBER, FOR_GOOD),
    ]


def test_the_directory_is_the_staff_list_where_there_is_no_people_list(employed):
    facts = Facts()
    facts.directory(SEPTEMBER, "a", "Housing")
    for number, kind in enumerate(("guest", "disabled", "service")):
        facts.directory(SEPTEMBER, f"b{number}", "Housing", **{"class": kind})
    assert employed(facts) == [("a", "housing", BEFORE, FOR_GOOD)]


def test_who_is_no_colleague_in_the_directory_is_not_a_matter_of_configuration(employed):
    facts = Facts()
    facts.directory(SEPTEMBER, "a", "Housing")
    for number, kind in enumerate(("guest", "disabled", "service")):
        facts.directory(SEPTEMBER, f"b{number}", "Housing", **{"class": kind})
    assert employed(facts, "person_key, 1, 1", not_counted=()) == [("a", 1, 1)]


def test_from_the_first_people_list_on_the_directory_is_no_staff_list(employed):
    facts = Facts()
    facts.staff(OCTOBER, "a", "Housing")
    facts.directory(SEPTEMBER, "d1", "Parks")
    facts.directory(NOVEMBER, "d2", "Parks")
    assert employed(facts) == [
        ("a", "housing", OCTOBER, FOR_GOOD),
        ("d1", "parks", BEFORE, OCTOBER),
    ]


def test_where_the_people_list_takes_over_an_address_tells_the_same_colleague(employed):
    facts = Facts()
    facts.directory(SEPTEMBER, "d1", "Parks", other_key="m")
    facts.staff(OCTOBER, "a", "Parks", email_key="m")
    facts.staff(NOVEMBER, "b", "Parks", email_key="m")  # a successor with the old address
    assert employed(facts) == [
        ("b", "parks", NOVEMBER, FOR_GOOD),
        ("d1", "parks", BEFORE, NOVEMBER),
    ]


@pytest.mark.parametrize("shared", ["directory_key", "employee_key"])
def test_a_new_person_id_with_a_known_number_is_the_same_colleague(employed, shared):
    facts = Facts()
    facts.staff(SEPTEMBER, "a1", "Housing", **{shared: "n"})
    facts.staff(OCTOBER, "a2", "Housing", **{shared: "n"})
    assert employed(facts) == [("a1", "housing", BEFORE, FOR_GOOD)]


@pytest.mark.parametrize("shared", ["directory_key", "employee_key"])
def test_two_ids_on_one_list_are_two_colleagues_whatever_number_they_share(employed, shared):
    facts = Facts()
    for listed in (SEPTEMBER, OCTOBER):  # "0000" for all who have no number yet
        for key in "abc":
            facts.staff(listed, key, "Housing", **{shared: "0000"})
    facts.staff(NOVEMBER, "d", "Housing", **{shared: "0000"})
    assert employed(facts, "person_key, 1, valid_from") == [
        ("a", 1, BEFORE),
        ("b", 1, BEFORE),
        ("c", 1, BEFORE),
        ("d", 1, NOVEMBER),
    ]


def test_a_later_list_makes_no_two_colleagues_of_the_past_one(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", employee_key="1")
    facts.staff(SEPTEMBER, "b", "Housing", employee_key="2")
    facts.staff(OCTOBER, "a", "Housing", employee_key="2")
    assert employed(facts) == [
        ("a", "housing", BEFORE, FOR_GOOD),
        ("b", "housing", BEFORE, OCTOBER),
    ]


def test_a_number_given_away_while_its_owner_stays_is_another_colleagues(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", employee_key="1")
    facts.staff(OCTOBER, "a", "Housing", employee_key="3")
    facts.staff(OCTOBER, "b", "Housing", employee_key="1")
    assert len(employed(facts)) == 2


def test_who_changes_ids_twice_is_one_colleague(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "c", "Housing", employee_key="1")
    facts.staff(OCTOBER, "b", "Housing", employee_key="1", directory_key="d")
    facts.staff(NOVEMBER, "a", "Housing", directory_key="d")
    assert employed(facts) == [("c", "housing", BEFORE, FOR_GOOD)]


def test_two_posts_are_one_stretch_in_each_department(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing", is_eligible=True)
    facts.staff(SEPTEMBER, "a", "Parks", post_no=2, is_eligible=True)
    facts.staff(OCTOBER, "a", "Parks", is_eligible=True)
    assert employed(facts) == [
        ("a", "housing", BEFORE, OCTOBER),
        ("a", "parks", BEFORE, FOR_GOOD),
    ]


def test_who_is_eligible_may_be_a_matter_of_class(employed):
    facts = Facts()
    facts.staff(SEPTEMBER, "a", "Housing")
    facts.staff(SEPTEMBER, "b", "Housing", **{"class": "apprentice"})
    facts.staff(SEPTEMBER, "c", "Housing", **{"class": "apprentice"}, is_eligible=True)
    facts.staff(SEPTEMBER, "d", "Housing", is_eligible=False)
    columns = "is_eligible, person_key, 1"
    told = {row[1]: row[0] for row in employed(facts, columns)}
    assert told == {"a": None, "b": None, "c": True, "d": False}
    classes = {"not_counted": (), "eligible": ("Employee",)}
    told = {row[1]: row[0] for row in employed(facts, columns, **classes)}
    assert told == {"a": True, "b": False, "c": True, "d": False}
    never = {**classes, "not_eligible": ("Apprentice",)}
    told = {row[1]: row[0] for row in employed(facts, columns, **never)}
    assert told == {"a": True, "b": False, "c": False, "d": False}
