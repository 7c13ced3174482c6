"""As it was and as it is now: the choice stands in the address, and only where it matters."""

import json
from dataclasses import replace

import pytest

import uptake
from tests.app.editions import publish
from tests.app.town import FINANCE, HOUSING, LIBRARIES, Town

NOW = "As it is now"


@pytest.fixture
def reorganised(home):
    """A town in which Finance became part of Housing, and Libraries was split ten days ago."""
    publish(home, Town(became={"finance": "housing"}, parted=("libraries",)))


def choices(drawn):
    return [
        option.content for group in drawn.app.get("button_group") for option in group.proto.options
    ]


def shares(drawn):
    return {row[0]: row[1:3] for row in drawn.rows("Departments")}


def test_without_a_reorganisation_there_is_nothing_to_choose(draw, home):
    publish(home)
    assert NOW not in choices(draw("departments"))


@pytest.mark.parametrize("page", ["adoption", "departments"])
def test_as_it_is_now_a_merged_department_has_all_that_became_it(draw, reorganised, page):
    was = draw(page)
    assert NOW in choices(was)
    assert set(shares(was)) == {"Finance", "Housing", "Libraries"}
    now = draw(page, view=NOW)
    assert shares(now)["Housing"] == ["37%", "110"]  # (50 + 60) of (200 + 100)
    assert set(shares(now)) == {"Housing", "Libraries"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"finance": (60, 100), "housing": (50, 200), "libraries": (12, 60)}),
        (["--view", "now"], {"housing": (110, 300), "libraries": (12, 60)}),
    ],
)
def test_the_command_line_has_both_views(home, reorganised, capsys, options, expected):
    command = ["metric", "adoption_rate", "--by", "department", "--format", "json"]
    assert uptake.main([*command, *options, "--home", str(home)]) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    found = {cell["department_id"]: (cell["numerator"], cell["denominator"]) for cell in cells}
    assert found == expected


def test_the_page_of_a_department_says_what_it_became(draw, reorganised):
    assert "Finance became Housing" in draw("department", department="finance").text
    assert "became" not in draw("department", department="housing").text


def test_the_page_of_a_split_department_says_that_it_is_not_comparable(draw, reorganised):
    text = draw("department", department="libraries", view=NOW).text
    assert "Libraries is not comparable before 12 November 2026" in text
    assert "not comparable" not in draw("department", department="libraries").text


@pytest.fixture
def moved(home):
    """A town in which Libraries, a part of Housing until ten days ago, came under Finance."""
    publish(home, Town(moved={"libraries": ("housing", "finance")}))


def test_a_department_that_moved_counts_with_its_parent_of_today(draw, moved):
    assert NOW in choices(draw("departments"))
    now = draw("departments", view=NOW)
    assert set(shares(now)) == {"Finance", "Housing", "Libraries"}
    assert shares(now) == shares(draw("departments"))  # of the last day both views say the same


def test_the_page_of_a_department_names_what_left_it_and_came_to_it(draw, moved):
    text = draw("department", department="housing").text
    assert "Since 12 November 2026 without Libraries." in text
    assert "earlier figures are of the people it had then" in text
    now = draw("department", department="finance", view=NOW).text
    assert "Since 12 November 2026 with Libraries." in now
    assert "as if that had always been so" in now
    own = draw("department", department="libraries").text
    assert "Since 12 November 2026 part of Finance; before that of Housing." in own


@pytest.mark.parametrize("page", ["adoption", "departments"])
def test_a_closed_department_is_not_among_those_of_the_last_day(draw, home, page):
    closed = replace(LIBRARIES, headcount=0, members=0)
    publish(home, Town(departments=(HOUSING, FINANCE, closed), became={"libraries": "housing"}))
    drawn = draw(page)
    assert set(shares(drawn)) == {"Finance", "Housing"}
    assert "of three departments" not in drawn.text.casefold()
    assert draw("department", department="libraries").text.count("became Housing") >= 1


def test_the_ledger_has_the_accounts_of_a_closed_department_too(draw, home):
    closed = replace(LIBRARIES, headcount=0, members=0)
    publish(home, Town(departments=(HOUSING, closed), strangers={"libraries": 10}))
    rows = draw("who-is-counted").rows("Both sides by department")
    assert [row[0] for row in rows] == ["Whole organisation", "Housing", "Libraries"]
    housing, libraries = rows[1:]
    assert housing[-3:] == ["200", "50", "150"]
    assert libraries[1] == "10"
    assert libraries[-3:] == ["–", "–", "–"]
