"""Where the missing staff are: groups large enough, counts in fives, never a person."""

import pytest

from tests.support.facts import Facts, builder

LIST = "2026-10-01"
CONFIG = "[privacy]\nminimum_group = 10\nminimum_cell = 5\n"


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions"), CONFIG) as ask:
        yield ask


@pytest.fixture
def facts():
    facts = Facts()
    facts.export()
    return facts


def people(facts, prefix, count, joined=0, **values):
    for number in range(count):
        key = f"{prefix}{number}"
        facts.staff(LIST, key, "Housing", email_key=key, **values)
        if number < joined:
            facts.account(f"account-{key}", LIST, email_key=key)


def groups(found, dimension):
    rows = sorted(found.rows("staff_group", dimension=dimension), key=lambda row: row["place"])
    return [(row["value"], row["headcount_count"], row["member_count"]) for row in rows]


def test_sites_are_told_the_largest_first_and_rounded_to_fives(facts, figures):
    people(facts, "d", 38, 7, site_label="Depot lane")
    people(facts, "e", 2, site_label="DEPOT LANE")
    people(facts, "t", 21, 14, site_label="Town Hall")
    assert groups(figures(facts), "site") == [("Depot lane", 40, 5), ("Town Hall", 20, 15)]


def test_small_sites_and_those_where_nearly_all_joined_are_one(facts, figures):
    people(facts, "d", 40, 10, site_label="Depot")
    people(facts, "s", 4, 0, site_label="Shed")
    people(facts, "t", 20, 18, site_label="Town Hall")  # two have not: too few to tell
    assert groups(figures(facts), "site") == [("Depot", 40, 10), ("Other", 25, 20)]


def test_a_single_group_tells_nothing_and_is_left_out(facts, figures):
    people(facts, "d", 40, 10, site_label="Depot")
    people(facts, "s", 4, 1, site_label="Shed")
    assert groups(figures(facts), "site") == []


def test_service_is_told_in_bands_in_their_order(facts, figures):
    people(facts, "n", 20, 10, start_date="2026-03-01")
    people(facts, "m", 20, 5, start_date="2022-03-01")
    people(facts, "o", 30, 10, start_date="2001-03-01")
    people(facts, "x", 15, 5)
    assert groups(figures(facts), "service") == [
        ("Under 1 year", 20, 10),
        ("3 to 10 years", 20, 5),
        ("Over 10 years", 30, 10),
        ("Not known", 15, 5),
    ]


def test_classes_say_who_counts(facts, figures):
    people(facts, "e", 20, 10)
    people(facts, "c", 12, 0, **{"class": "contractor"})
    people(facts, "s", 6, 0, **{"class": "shared mailbox"})
    people(facts, "m", 2, 0, **{"class": "elected member"})
    found = {
        (row["class"], row["is_counted"]): row["people_count"]
        for row in figures(facts).rows("staff_class")
    }
    assert found == {
        ("employee", True): 20,
        ("contractor", False): 12,
        ("shared mailbox", False): 6,
    }


def test_without_a_staff_list_there_is_nobody_to_miss(facts, figures):
    facts.account("a", LIST, department_label="Housing")
    found = figures(facts)
    assert found.rows("staff_group") == found.rows("staff_class") == []
