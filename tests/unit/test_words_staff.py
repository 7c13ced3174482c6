"""What is said of bases, missing staff and restated figures, in every state."""

from datetime import date

import pytest

from dashboard.metric import Cell
from dashboard.words import bases, missing, restated

ALL = Cell(None, "*", "", value=0.235, numerator=144, denominator=612, status="ok")
COULD = Cell(None, "*", "", value=0.48, numerator=144, denominator=300, status="ok")
ACTIVE = Cell(None, "*", "", value=0.5, numerator=72, denominator=144, status="ok")
UNKNOWN = Cell(None, "*", "", note="No eligible colleagues to compare with")
HIDDEN = Cell(None, "*", "", status="suppressed", note="Hidden to protect a small group")


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ((ALL, COULD, ACTIVE), "24% of all staff have joined, 48% of those who could"),
        ((ALL, UNKNOWN, ACTIVE), "24% of all staff have joined"),
        ((UNKNOWN, COULD, ACTIVE), "48% of those who could have joined"),
        ((HIDDEN, HIDDEN, HIDDEN), "How many of the staff have joined is not known"),
    ],
)
def test_the_title_says_the_bases_that_are_known(cells, title):
    assert bases.finding(*cells).title == title


def test_each_rate_says_what_it_is_out_of_or_why_it_is_not_known():
    told = [(base.rate, base.of) for base in bases.bases(ALL, UNKNOWN, HIDDEN)]
    assert told == [
        ("24%", "144 of 612 colleagues"),
        ("No data", "No eligible colleagues to compare with"),
        ("Hidden to protect a small group", "Hidden to protect a small group"),
    ]


def test_the_site_with_most_missing_staff_is_named_and_no_rest_is():
    groups = [
        missing.Group("service", "Under 1 year", 900, 100),
        missing.Group("site", "Town Hall", 400, 300),
        missing.Group("site", "Depot Lane", 310, 70),
        missing.Group("site", "Other", 900, 0),
    ]
    found = missing.finding(groups)
    assert found.title == (
        "No site has more missing staff than Depot Lane: about 240 of 310 have not joined"
    )
    assert missing.finding(groups[:1]).title.startswith(
        "No group has more missing staff than Under 1 year"
    )
    assert missing.finding([]).title == "Where the missing staff are is not known"


def test_a_restated_figure_says_from_what_to_what_and_why():
    row = restated.Restated(
        date(2026, 10, 31), "Housing", "headcount_count", 5000, 4998, "people-late.csv"
    )
    assert restated.notice([row]) == (
        "Headcount of 31 October 2026 restated from 5,000 to 4,998, because of people-late.csv."
    )
    assert restated.notice([]) == ""
    assert restated.finding([row]).title == "1 figure of the past was restated"
    assert restated.finding([]).title == "No figure of the past was restated"


def test_where_departments_have_more_people_than_the_organisation_it_is_said():
    parts = [Cell(None, key, "", value=60, status="ok") for key in "ab"]
    more = Cell(None, "*", "", value=118, status="ok")
    assert "do not sum to the total" in bases.not_added(more, parts)
    assert bases.not_added(Cell(None, "*", "", value=120, status="ok"), parts) == ""
    assert bases.not_added(UNKNOWN, parts) == ""
