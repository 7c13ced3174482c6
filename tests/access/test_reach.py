"""Which departments a manager heads: by hand, by any chain, and from a loaded staff list."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

import uptake
from etl.access.grants import read_grants
from etl.access.reach import Colleague, handle, heads
from etl.editions.shelf import open_shelf
from etl.identity.ring import KeyRing
from etl.settings import load_settings

# The chief leads Ann (Care) and Bo (Works); Ann leads Cy and Di of Care; Bo leads Ed of Works.
CHAIN = {"chief": None, "ann": "chief", "bo": "chief", "cy": "ann", "di": "ann", "ed": "bo"}
PLACES = {"chief": "board", "ann": "care", "bo": "works", "cy": "care", "di": "care", "ed": "works"}


def colleagues(chain=None, places=None):
    chain, places = {**CHAIN, **(chain or {})}, {**PLACES, **(places or {})}
    return [Colleague(key, chain[key], places[key]) for key in chain]


def test_a_manager_heads_what_reports_to_them_whole():
    assert heads(colleagues()) == {
        "chief": {"board", "care", "works"},
        "ann": {"care"},
        "bo": {"works"},
    }


def test_who_leads_a_part_of_a_department_does_not_head_it():
    # Ed moves to Care and still reports to Bo: neither Ann nor Bo has all of Care now.
    found = heads(colleagues(places={"ed": "care"}))
    assert found["chief"] == {"board", "care", "works"}
    assert "ann" not in found
    assert found["bo"] == {"works"}  # of which only Bo is left


def test_a_circle_widens_nobody():
    # The chief is entered as reporting to Di: chief, Ann and Di stand in a circle.
    found = heads(colleagues(chain={"chief": "di"}))
    assert "di" not in found
    assert found["bo"] == {"works"}
    assert found["chief"] == {"board", "works"}  # Bo still reports to the chief
    assert "ann" not in found  # Cy does, but Di, in the circle, has no manager now


def test_who_reports_to_themselves_reports_to_nobody():
    assert heads(colleagues(chain={"chief": "chief"})) == heads(colleagues())
    assert "cy" not in heads(colleagues(chain={"cy": "cy"}))


def test_a_manager_who_is_not_on_the_list_heads_nothing():
    found = heads(colleagues(chain={"cy": "gone", "di": "gone"}))
    assert found == {"chief": {"board", "works"}, "bo": {"works"}}


def test_who_is_not_counted_does_not_count():
    agency = Colleague("temp", None, "care", is_counted=False)
    assert heads([*colleagues(), agency])["ann"] == {"care"}
    assert "ann" not in heads([*colleagues(), Colleague("temp", None, "care")])


def test_the_unknown_department_is_nobodys():
    assert heads([Colleague("boss", None, "?"), Colleague("one", "boss", "?")]) == {}


def test_a_department_with_parts_is_headed_by_who_leads_all_of_them():
    """Care and Works are parts of Town; the chief leads both, Ann her own part alone."""
    found = heads(colleagues(), {"care": "town", "works": "town"})
    assert found["chief"] == {"board", "care", "works", "town"}
    assert (found["ann"], found["bo"]) == ({"care"}, {"works"})


def test_who_leads_a_department_but_not_its_parts_does_not_head_it():
    found = heads(colleagues(), {"works": "care"})
    assert "ann" not in found
    assert found["chief"] == {"board", "care", "works"}


PEOPLE = st.integers(0, 12)


@given(st.lists(st.tuples(PEOPLE, st.sampled_from("abc")), min_size=13, max_size=13))
def test_whatever_the_chain_nobody_heads_a_department_with_somebody_not_below_them(listed):
    """Against a walk that stops where it meets anybody twice."""
    people = [Colleague(str(n), str(boss), place) for n, (boss, place) in enumerate(listed)]
    boss_of = {each.key: each.manager_key for each in people}

    def below(key, head):
        seen = set()
        while key not in seen:
            if key == head:
                return True
            seen.add(key)
            key = boss_of[key]
        return False

    for head, departments in heads(people).items():
        for each in people:
            assert each.department_id not in departments or below(each.key, head)
            # Nor with somebody above them, which a circle would make of everybody in it.
            if each.department_id in departments and each.key != head:
                assert not below(head, each.key)


STAFF = [
    ("PersonId", "ManagerId", "Organization", "EffectiveDate", "DirectoryId", "Class", "EndDate"),
    ("chief@x.example", "", "Board", "2026-11-01", "D-0", "employee", ""),
    ("ann@x.example", "chief@x.example", "Care", "2026-11-01", "D-1", "employee", ""),
    ("cy@x.example", "Ann@X.example ", "care", "2026-11-01", "D-2", "employee", ""),
    ("temp@x.example", "", "Care", "2026-11-01", "D-3", "contractor", ""),
    ("left@x.example", "", "Care", "2026-11-01", "D-4", "employee", "2026-10-01"),
]


@pytest.fixture
def staffed(home, uptake_key):
    file = home / "staff.csv"
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows(STAFF)
    assert uptake.main(["load", "--home", str(home), str(file)]) == 0
    return home


def grant(home, *arguments):
    who = ("--issuer", "https://id.example", "--subject", "s-1")
    return uptake.main(["access", "grant", "--home", str(home), *who, *arguments])


@pytest.mark.parametrize("by", [("--person", " ANN@x.example"), ("--directory", "d-1")])
def test_a_grant_finds_the_manager_on_the_loaded_list(staffed, capsys, by):
    assert grant(staffed, "manager", *by, "--department", "board") == 0
    assert "manager of board, care" in capsys.readouterr().out
    [(key, given)] = read_grants(staffed).people.items()
    assert key == ("https://id.example", "s-1")
    assert (given.role, given.departments) == ("manager", {"board"})
    reach = open_shelf(load_settings(staffed)).reach()
    assert reach[given.person or ""] == {"care"}


def test_what_is_published_names_nobody_and_matches_nothing_in_the_warehouse(staffed):
    text = (staffed / "data" / "editions" / "reach.json").read_text()
    assert "x.example" not in text
    assert "D-1" not in text
    reach = open_shelf(load_settings(staffed)).reach()
    assert sorted(map(sorted, reach.values())) == [["board", "care"]] * 2 + [["care"]] * 2
    assert handle(KeyRing((b"k" * 32,)), "a") != handle(KeyRing((b"l" * 32,)), "a") != "a"


def test_what_two_people_are_named_by_names_no_manager(home, uptake_key):
    """Ann and the contractor have one directory id on the list: it may be either of them."""
    rows = [[*row[:4], "D-1", *row[5:]] if row[0] == "temp@x.example" else row for row in STAFF]
    file = home / "staff.csv"
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    uptake.main(["load", "--home", str(home), str(file)])
    reach = open_shelf(load_settings(home)).reach()
    assert sorted(map(sorted, reach.values())) == [["board", "care"]] * 2 + [["care"]]


def test_the_reach_follows_the_next_list(staffed):
    file = staffed / "later.csv"
    rows = [list(row) for row in STAFF[:3]]
    rows[1][3] = rows[2][3] = "2026-12-01"
    rows.append(["new@x.example", "chief@x.example", "Care", "2026-12-01", "D-9", "employee", ""])
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert uptake.main(["load", "--home", str(staffed), str(file)]) == 0
    reach = open_shelf(load_settings(staffed)).reach()
    assert sorted(map(sorted, reach.values())) == [["board", "care"]] * 2  # the chief alone


def test_a_grant_that_makes_no_sense_is_refused(staffed, capsys):
    assert grant(staffed, "steward", "--person", "ann@x.example") == 1
    assert "Only a manager has departments" in capsys.readouterr().err
    assert not (staffed / "access.toml").exists()
    assert grant(staffed, "steward") == 0
    assert grant(staffed, "operator") == 1
    assert "They have a role already" in capsys.readouterr().err
    assert grant(staffed, "manager", "--person", "nobody@x.example") == 1
