"""Numbers, days and figures in every state as people read them."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.words import dates, numbers, sources
from dashboard.words.figure import Change, change, known, points_of, shown


@dataclass(frozen=True)
class Fig:
    """A figure made by hand."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    match_low: float | None = None
    match_high: float | None = None
    status: str = "ok"
    basis: str | None = None
    note: str = ""
    key: str = "k"
    label: str = "Label"
    period: date | None = None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (numbers.count(2027), "2,027"),
        (numbers.count(0), "0"),
        (numbers.count(-9), "−9"),
        (numbers.percent(0.6497), "65%"),
        (numbers.percent(0.645), "65%"),
        (numbers.percent(0), "0%"),
        (numbers.percent(1), "100%"),
        (numbers.percent(0.0001), "under 1%"),
        (numbers.percent(0.9999), "over 99%"),
        (numbers.percent(0.005), "1%"),
        (numbers.percent(1.204), "120%"),
        (numbers.signed(103), "+103"),
        (numbers.signed(-9), "−9"),
        (numbers.signed(0), "0"),
        (numbers.points(0.12), "+12 pts"),
        (numbers.points(-0.01), "−1 pt"),
        (numbers.points(0.001), "0 pts"),
        (numbers.of(273, 611), "273 of 611"),
        (numbers.to_go(1216), "1,216"),
        (numbers.to_go(0), "Reached"),
        (numbers.fewer_than(5), "fewer than 5"),
        (numbers.at_least("1,024"), "at least 1,024"),
        (numbers.decimal(4.24), "4.2"),
        (numbers.decimal(9.96), "10"),
        (numbers.decimal(41.5), "42"),
        (numbers.spelled(2), "two"),
        (numbers.spelled(11), "11"),
        (numbers.listed([]), ""),
        (numbers.listed(["A"]), "A"),
        (numbers.listed(["A", "B"]), "A and B"),
        (numbers.listed(["A", "B", "C"]), "A, B and C"),
        (numbers.plural(1, "day"), "1 day"),
        (numbers.plural(0, "day"), "0 days"),
        (numbers.plural(1200, "person", "people"), "1,200 people"),
        (numbers.duration(0.4), "under an hour"),
        (numbers.duration(9.4), "9 hours"),
        (numbers.duration(60), "3 days"),
        (dates.long_date(date(2026, 11, 22)), "22 November 2026"),
        (dates.short_date(date(2026, 9, 1)), "1 Sep"),
        (dates.week_ending(date(2026, 11, 22)), "week ending 22 November 2026"),
        (dates.day_month(date(2026, 12, 28), date(2026, 11, 22)), "28 December"),
        (dates.day_month(date(2027, 3, 31), date(2026, 11, 22)), "31 March 2027"),
        (dates.month_label(date(2026, 3, 1)), "Mar"),
        (dates.month_label(date(2027, 1, 1)), "Jan 2027"),
        (dates.age(47), "47 days old"),
        (dates.age(1), "1 day old"),
        (dates.age(0), "new"),
        (dates.ago(0), "today"),
        (dates.ago(1), "yesterday"),
        (dates.ago(3), "3 days ago"),
        (dates.stretch(1), "1 day"),
        (dates.stretch(59), "59 days"),
        (dates.stretch(573), "about 19 months"),
        (dates.stretch(1096), "about 3 years"),
        (dates.span(28), "4 weeks"),
        (dates.span(30), "30 days"),
        (sources.source_label("staff_people"), "Staff list"),
        (sources.source_label("shlink"), "Clicks from Shlink"),
        (sources.source_label("csv:news_letter"), "Clicks from news letter"),
        (sources.series_label("csv:newsletter"), "newsletter"),
        (sources.source_group("yammer_messages"), "network export"),
        (sources.source_group("staff_headcount"), "staff list"),
        (sources.source_group("shlink"), "clicks from Shlink"),
    ],
)
def test_text(text, wanted):
    assert text == wanted


@pytest.mark.parametrize(
    ("figure", "unit", "wanted"),
    [
        (Fig(0.65), "share", "65%"),
        (Fig(0.812), "progress", "81%"),
        (Fig(1024), "people", "1,024"),
        (Fig(1024, basis="at_least"), "people", "at least 1,024"),
        (Fig(0, basis="exact"), "people", "0"),
        (Fig(4.2), "people per 100 colleagues", "4.2"),
        (Fig(9.5), "hours", "10 hours"),
        (Fig(47), "days", "47 days"),
        (Fig(None, status="no_data", note="why"), "people", "No data"),
        (Fig(None, status="suppressed", note="Fewer than 5"), "people", "Fewer than 5"),
    ],
)
def test_a_figure_in_every_state(figure, unit, wanted):
    assert shown(figure, unit) == wanted


def test_change_needs_two_figures_on_the_same_ground():
    assert change(Fig(10), Fig(4)) == 6
    assert change(Fig(10, basis="exact"), Fig(4, basis="exact")) == 6
    assert change(Fig(10, basis="exact"), Fig(4, basis="at_least")) is None
    assert change(Fig(10, basis="at_least"), Fig(4, basis="at_least")) is None
    assert change(Fig(10), None) is None
    assert change(Fig(10), Fig(None, status="suppressed")) is None
    assert known(Fig(3, status="suppressed")) is None


@settings(deadline=None)
@given(st.floats(0, 1))
def test_only_nothing_is_0_percent_and_only_all_is_100(rate):
    assert (numbers.percent(rate) == "0%") == (rate == 0)
    assert (numbers.percent(rate) == "100%") == (rate == 1)


@pytest.mark.parametrize(
    ("moved", "text"),
    [
        (Change(0.12, 0.05, 0.19), "+12 pts"),
        (Change(-0.12, -0.19, -0.05), "−12 pts"),
        (Change(0.12, -0.01, 0.25), "no clear change"),
        (Change(0.0, 0.0, 0.0), "no clear change"),
        (Change(0.12), "no clear change"),  # a range that is not known excludes nothing
        (None, None),
    ],
)
def test_only_a_change_that_chance_does_not_explain_is_one(moved, text):
    assert points_of(moved) == text
