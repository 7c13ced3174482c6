"""The sentences of the pages, in every state."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from dashboard.edition import Target
from dashboard.words import adoption, departments, doubt, health, ideas, kpi, ledger
from dashboard.words.figure import Change
from tests.unit.test_dashboard_words import Fig

TODAY = date(2026, 11, 22)
TARGET = Target(Fraction("0.8"), date(2026, 1, 31), date(2026, 12, 28))
NOT_KNOWN = Fig(None, status="no_data")
HIDDEN = Fig(None, status="suppressed", note="Hidden to protect a small group")


def share(part, whole, label="Label", **more):
    return Fig(part / whole, part, whole, label=label, key=label, **more)


def people(number, label="Label", **more):
    return Fig(number, number, label=label, key=label, **more)


# Adoption -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planned", "title", "is_behind"),
    [
        (2177, "65% of colleagues have joined, 150 fewer than planned", True),
        (1900.4, "65% of colleagues have joined, 127 more than planned", False),
        (2027, "65% of colleagues have joined, as planned", False),
        (2040, "65% of colleagues have joined, as planned", False),  # under half a point
        (2043, "65% of colleagues have joined, 16 fewer than planned", True),
        (None, "65% of colleagues have joined", False),
    ],
)
def test_headline_against_the_plan(planned, title, is_behind):
    plan = people(planned) if planned else None
    finding = adoption.headline(share(2027, 3120), people(2027), plan, TARGET)
    assert (finding.title, finding.is_behind) == (title, is_behind)


@pytest.mark.parametrize(
    ("rate", "members", "title"),
    [
        (share(2600, 3120), 2600, "83% of colleagues have joined, past the target of 80%"),
        (NOT_KNOWN, 2027, "2,027 people have joined; load a staff list to see out of how many"),
        (NOT_KNOWN, 1, "1 person has joined; load a staff list to see out of how many"),
        (NOT_KNOWN, 0, "Nobody is known to have joined yet"),
        (HIDDEN, 3, "Too few colleagues to show figures"),
        (share(1, 3120), 1, "Under 1% of colleagues have joined"),
    ],
)
def test_headline_in_other_states(rate, members, title):
    assert adoption.headline(rate, people(members), None, TARGET).title == title


def test_eyebrow():
    wanted = "Network adoption · week ending 22 November 2026"
    assert adoption.eyebrow("Network adoption", TODAY) == wanted
    assert adoption.eyebrow("Network adoption", None) == "Network adoption"


@pytest.mark.parametrize(
    ("now", "before", "gap", "title"),
    [
        (2027, 1923, 469, "About 26 people join each week; 80% by 28 December needs 91"),
        (2027, 1923, 0, "About 26 people join each week, and the target is reached"),
        (2027, 2027, 469, "As many members as at the start of the period"),
        (2027, 2036, 469, "9 members fewer than at the start of the period"),
        (2027, 2023, 469, "Fewer than two people join each week; 80% by 28 December needs 91"),
        (2027, None, 469, "How adoption has grown"),
    ],
)
def test_pace(now, before, gap, title):
    # 36 days are left: 469 / (36 / 7) = 91.2 a week
    earlier = people(before, period=date(2026, 10, 25)) if before else None
    finding = adoption.pace(people(now, period=TODAY), earlier, TARGET, people(gap))
    assert finding.title == title


def test_pace_without_a_target_or_after_its_day():
    now, before = people(200, period=TODAY), people(100, period=date(2026, 10, 25))
    assert adoption.pace(now, before, None, None).title == "About 25 people join each week"
    past = Target(Fraction("0.8"), date(2026, 1, 1), date(2026, 9, 30))
    title = adoption.pace(now, before, past, people(50)).title
    assert title == "About 25 people join each week; 80% was due by 30 September"


LOOK = [people(216, "Customer Service"), people(184, "Operations"), people(45, "Sales")]
LOOK += [people(43, "Facilities"), people(27, "Legal & Risk"), people(24, "Finance")]
LOOK += [people(0, "Engineering"), people(0, "People & Culture"), people(0, "Marketing")]


@pytest.mark.parametrize(
    ("gaps", "title", "named"),
    [
        (LOOK, "Two departments hold 74% of the gap", ("Customer Service", "Operations")),
        ([people(90, "A"), people(5, "B")], "A holds 95% of the gap", ("A",)),
        ([people(90, "A"), people(0, "B")], "A holds the whole gap", ("A",)),
        (
            [people(10, "A"), people(11, "B"), people(9, "C"), people(10, "D")],
            "B has the most people to go, 11",
            ("B",),
        ),
        ([people(0, "A"), people(0, "B")], "Every department has reached 80%", ()),
        ([people(0, "A"), HIDDEN], "Every department that can be shown has reached 80%", ()),
        ([HIDDEN, NOT_KNOWN], "The gap by department is not known", ()),
        ([], "The gap by department is not known", ()),
    ],
)
def test_who_holds_the_gap(gaps, title, named):
    finding = adoption.gap(gaps, TARGET)
    assert (finding.title, finding.named) == (title, named)


def test_no_target_has_no_gap():
    assert adoption.gap(LOOK, None).title == "Set a target to see the gap"


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        ({"C": 0.9, "A": 0.85, "B": 0.89, "D": 0.2}, "A, B and C are past 80%"),
        ({"A": 0.9, "B": 0.2}, "A is past 80%"),
        ({"A": 0.8, "B": 0.2}, "A has reached 80%"),
        (dict.fromkeys("ABCD", 0.9) | {"E": 0}, "Four of 5 departments have reached 80%"),
        ({"A": 0.7}, "No department has reached 80% yet"),
        ({"A": 0.8, "B": 0.9}, "Every department has reached 80%"),
        ({}, "No department has reached 80% yet"),
    ],
)
def test_who_is_past_the_target(shares, title):
    rates = [share(round(100 * rate), 100, name) for name, rate in shares.items()]
    assert adoption.past_target(rates, TARGET).title == title


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        (dict.fromkeys("ABCD", 0.9) | {"E": 0}, "At least four of 7 departments have reached 80%"),
        (dict.fromkeys("ABCD", 0.9), "At least four of 6 departments have reached 80%"),
        ({"A": 0.7}, "No department that can be shown has reached 80% yet"),
        ({"A": 0.9}, "A is past 80%"),
    ],
)
def test_what_is_not_shown_may_be_past_the_target_too(shares, title):
    rates = [share(round(100 * rate), 100, name) for name, rate in shares.items()]
    assert adoption.past_target([*rates, HIDDEN, NOT_KNOWN], TARGET).title == title


def test_exactly_at_the_target_is_reached():
    # 0.7 as a binary fraction is a little less than 70 of 100
    target = Target(Fraction("0.7"), TARGET.start, TARGET.end)
    title = adoption.headline(share(70, 100), people(70), None, target).title
    assert title == "70% of colleagues have joined, reaching the target of 70%"


# Key figures ----------------------------------------------------------------------------------


def test_members_out_of_headcount():
    figure = kpi.members(share(2027, 3120), people(2027), Change(103, 80, 120), "in 4 weeks")
    assert (figure.value, figure.of) == ("2,027", "of 3,120")
    assert (figure.strong, figure.note) == ("+103", "in 4 weeks")
    assert figure.sentence == "Members: 2,027 of 3,120; +103 in 4 weeks"


def test_active_in_the_window():
    figure = kpi.active(
        people(1024, period=TODAY), share(1024, 2027), Change(90, 40, 130), "in 4 weeks", TODAY
    )
    assert figure.label == "Active in the last 28 days"
    assert (figure.strong, figure.note) == ("+90", "in 4 weeks, 51% of members")


def test_a_change_that_chance_explains_is_grey():
    figure = kpi.active(
        people(1024, period=TODAY), share(1024, 2027), Change(9, -30, 48), "in 4 weeks", TODAY
    )
    assert (figure.strong, figure.note) == ("", "No clear change in 4 weeks, 51% of members")


def test_active_at_least_has_no_change_and_says_its_day():
    now = people(300, basis="at_least", period=date(2026, 11, 15))
    figure = kpi.active(now, share(300, 2027), None, "in 4 weeks", TODAY)
    assert figure.value == "at least 300"
    assert (figure.strong, figure.note) == ("", "15% of members, on 15 November")


def test_contributors():
    figure = kpi.contributors(
        people(219, period=TODAY), share(219, 1024), Change(0, 0, 0), "in 4 weeks", TODAY
    )
    note = "No clear change in 4 weeks, 21% of active members"
    assert (figure.strong, figure.note) == ("", note)


def test_progress():
    now = Fig(2027 / 2496, 2027, 2496)
    figure = kpi.progress(now, people(469), people(2177), TARGET, TODAY)
    assert figure.label == "Progress to 80% by 28 December"
    assert (figure.value, figure.strong) == ("81%", "469")
    assert figure.note == "people to go; plan was 87%"
    assert kpi.planned_progress(now, people(2177)) == pytest.approx(2177 / 2496)


def test_progress_in_other_states():
    assert kpi.progress(NOT_KNOWN, NOT_KNOWN, None, None, TODAY).value == "No target"
    assert kpi.progress(NOT_KNOWN, NOT_KNOWN, None, TARGET, TODAY).value == "No data"
    done = kpi.progress(Fig(1.04, 2600, 2496), people(0), people(2177), TARGET, TODAY)
    assert (done.value, done.strong) == ("104%", "Reached")


def test_a_key_figure_without_data():
    figure = kpi.members(NOT_KNOWN, NOT_KNOWN, None, "in 4 weeks")
    assert (figure.value, figure.of, figure.strong, figure.note) == ("No data", "", "", "")


# Departments ----------------------------------------------------------------------------------

ROSE, FELL = Change(0.12, 0.07, 0.16), Change(-0.12, -0.16, -0.07)
NOISE = Change(0.03, -0.02, 0.08)
RATES = [share(273, 611, "Customer Service"), share(118, 131, "Marketing")]


@pytest.mark.parametrize(
    ("gaps", "rates", "target", "title"),
    [
        (LOOK, RATES, TARGET, "Customer Service needs 216 more people to reach 80%"),
        ([people(1, "A")], RATES, TARGET, "A needs 1 more person to reach 80%"),
        ([people(0, "A")], RATES, TARGET, "Every department has reached 80%"),
        ([], RATES, None, "Adoption is 45% to 90% across 2 departments"),
        ([], [], TARGET, "No departments are known yet"),
        ([], [HIDDEN], TARGET, "The departments are too small to show figures"),
        ([], [HIDDEN, NOT_KNOWN], TARGET, "2 departments without a headcount yet"),
        ([], [NOT_KNOWN, NOT_KNOWN], TARGET, "2 departments without a headcount yet"),
    ],
)
def test_departments_headline(gaps, rates, target, title):
    assert departments.headline(gaps, rates, target).title == title


@pytest.mark.parametrize(
    ("rate", "gap", "target", "title"),
    [
        (share(273, 611, "Care"), 216, TARGET, "45% of Care have joined, 216 more to reach 80%"),
        (share(90, 100, "Care"), 0, TARGET, "90% of Care have joined, past the target of 80%"),
        (share(90, 100, "Care"), None, None, "90% of Care have joined"),
        (Fig(None, status="no_data", label="Care"), None, TARGET, "Care has no headcount yet"),
        (
            Fig(None, status="suppressed", label="Care"),
            None,
            TARGET,
            "Care is too small to show figures",
        ),
    ],
)
def test_one_department(rate, gap, target, title):
    figure = NOT_KNOWN if gap is None else people(gap)
    assert departments.department(rate, figure, target).title == title


@pytest.mark.parametrize(
    ("moved", "whole", "title"),
    [
        (ROSE, 65, "Adoption rose 12 pts in 12 weeks and is 20 pts below the organisation"),
        (FELL, 30, "Adoption fell 12 pts in 12 weeks and is 15 pts above the organisation"),
        (ROSE, 50, "Adoption rose 12 pts in 12 weeks"),  # chance explains 45 of 100 against 50%
        (
            NOISE,
            65,
            "Adoption shows no clear change in 12 weeks and is 20 pts below the organisation",
        ),
        (None, 65, "How adoption has grown"),
    ],
)
def test_history(moved, whole, title):
    now = share(45, 100, low=0.356, high=0.548)
    finding = departments.history(now, moved, share(whole, 100), "in 12 weeks")
    assert finding.title == title
    assert "36% to 55% is the range consistent with chance for a group this size." in finding.note


@pytest.mark.parametrize(
    ("now", "moved", "title"),
    [
        (
            share(60, 100),
            Change(0.1, 0.02, 0.17),
            "60% of members were active in the last 28 days, +10 pts in 4 weeks",
        ),
        (
            share(60, 100),
            NOISE,
            "60% of members were active in the last 28 days, no clear change in 4 weeks",
        ),
        (
            share(60, 100, basis="at_least"),
            None,
            "At least 60% of members were active in the last 28 days",
        ),
        (NOT_KNOWN, None, "How many are active is not known"),
        (HIDDEN, None, "Hidden to protect a small group"),
    ],
)
def test_activity_and_noise(now, moved, title):
    assert departments.activity(now, moved, "in 4 weeks").title == title


@pytest.mark.parametrize(
    ("note", "title"),
    [
        ("Fewer than 5", "Fewer than 5 members were active in the last 28 days"),
        ("All but fewer than 5", "All but fewer than 5 members were active in the last 28 days"),
        ("Hidden to protect privacy (fewer than 10)", "Hidden to protect privacy (fewer than 10)"),
    ],
)
def test_activity_that_is_few_or_nearly_all_is_a_sentence(note, title):
    withheld = Fig(None, status="suppressed", note=note)
    assert departments.activity(withheld, None, "in 4 weeks").title == title


def test_ideas_of_a_department():
    best = departments.ideas("Care", [people(7, "Carpool map"), people(12, "Rota pilot"), HIDDEN])
    assert best.title == "“Rota pilot” drew in most: 12 people"
    assert departments.ideas("Care", []).title == "No idea can be shown to have reached Care yet"
    hidden = departments.ideas("Care", [HIDDEN])
    assert hidden.title == "Too few people took up any one idea to show it"


# Ideas ----------------------------------------------------------------------------------------

CHECKLIST = "One-page handover checklist for shift changes"


def test_ideas_headline():
    reach = [Fig(8, 8, 9, label=CHECKLIST, key="a"), Fig(2, 2, 9, key="b")]
    counts = [Fig(343, label=CHECKLIST, key="a"), Fig(300, key="b")]
    assert (
        ideas.headline(counts, reach, 28, True).title == f"“{CHECKLIST}” reached 8 of 9 departments"
    )
    everyone = [Fig(9, 9, 9, label=CHECKLIST, key="a")]
    title = ideas.headline(counts, everyone, 28, True).title
    assert title == f"“{CHECKLIST}” reached every department"


def test_ideas_headline_without_ideas():
    assert ideas.headline([], [], 28, False).title == "No ideas have been shared yet"
    assert ideas.headline([], [], 28, True).title == "No ideas were taken up in the last 28 days"
    assert ideas.headline([], [], 0, True).title == "No ideas were taken up so far"


def grid(*spread):
    """Ideas that take hold in so many of five departments."""
    return [
        Fig(9 if place < number else 1, key=str(idea))
        for idea, number in enumerate(spread)
        for place in range(5)
    ]


@pytest.mark.parametrize(
    ("spread", "title"),
    [
        ((2, 3, 2, 3, 5), "Most ideas take hold in two or three departments"),
        ((2, 2, 2, 1), "Most ideas take hold in two departments"),
        ((1, 1, 1), "Most ideas take hold in one department"),
        ((0, 1, 0, 1), "Most ideas take hold in one department or in none"),
        ((0, 0), "No idea has taken hold in a department yet"),
        ((4,), "The one idea took hold in four departments"),
        ((1, 5, 3), "Ideas take hold in one to five departments"),
        ((), "No ideas to compare yet"),
    ],
)
def test_grid(spread, title):
    assert ideas.grid(grid(*spread), 5, is_per_100=False).title == title


def test_grid_says_how_to_read_it():
    note = ideas.grid(grid(2, 3), 5, is_per_100=True).note
    assert "per 100 colleagues" in note
    assert "counts under 5 are hidden" in note


@pytest.mark.parametrize(
    ("number", "reach", "title"),
    [
        (57, (8, 9), "“Label” drew in 57 people from 8 of 9 departments"),
        (1, (1, 9), "“Label” drew in 1 person from 1 of 9 departments"),
        (57, (0, 9), "“Label” drew in 57 people"),
        (0, (0, 9), "Nobody has taken up “Label” yet"),
    ],
)
def test_one_idea(number, reach, title):
    part, total = reach
    assert ideas.idea(people(number), Fig(part, part, total)).title == title


def test_a_very_long_title_is_cut_at_a_word():
    text = ideas.quoted("word " * 40)
    assert len(text) < 100
    assert text.endswith("word…”")


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ([people(9, "Care"), people(3, "Sales")], "Care took it up most"),
        ([people(9, "Care"), people(9, "Sales")], "Care and Sales took it up equally"),
        ([HIDDEN, people(0)], "Too few people in any department to show"),
        ([people(0)], "No department yet"),
    ],
)
def test_reach_of_an_idea(cells, title):
    assert ideas.reach(cells).title == title


@pytest.mark.parametrize(
    ("total", "attributed", "title"),
    [
        (people(40), share(30, 40), "40 clicks, 75% told to a department"),
        (people(1), share(1, 1), "1 click, all told to a department"),
        (people(40), share(0, 40), "40 clicks, none of which can be told to a department"),
        (
            people(40, basis="at_least"),
            share(30, 40),
            "At least 40 clicks, 75% told to a department",
        ),
        (people(0), NOT_KNOWN, "No clicks in this time"),
        (NOT_KNOWN, NOT_KNOWN, "No clicks were counted for this idea"),
    ],
)
def test_clicks(total, attributed, title):
    assert ideas.clicks(total, attributed).title == title


def test_course():
    assert ideas.course(Fig(9.4), None).title == "Half of the clicks came within 9 hours"
    assert ideas.course(NOT_KNOWN, people(2)).title == "Posted twice so far"
    assert ideas.course(NOT_KNOWN, None).title == "Its course over time"
    assert ideas.places(3).title == "Posted in three communities"
    assert ideas.places(0).title == "Not posted on the network yet"


# Data health ----------------------------------------------------------------------------------


def ages(**days):
    return [Fig(value, key=source) for source, value in days.items()]


FRESH = ages(
    yammer_users=1,
    yammer_messages=1,
    engagement_people=2,
    staff_people=30,
    staff_directory=3,
    link_registry=200,
    shlink=0,
)


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        (FRESH, "All sources are up to date"),
        (ages(yammer_users=1, staff_people=47), "The staff list is 47 days old"),
        (
            ages(yammer_users=15, staff_people=47, shlink=0),
            "Two sources are out of date; the staff list is 47 days old",
        ),
        (ages(staff_people=35), "All sources are up to date"),
        (ages(staff_people=36), "The staff list is 36 days old"),
        (ages(yammer_users=14, yammer_messages=90), "All sources are up to date"),
        ([], "Nothing has been loaded yet"),
        ([NOT_KNOWN], "Nothing has been loaded yet"),
    ],
)
def test_freshness(cells, title):
    assert health.headline(cells).title == title


def test_every_reason_for_which_a_click_is_flagged_is_told_in_words():
    folder = Path(__file__).parents[2] / "etl"
    queries = [path.read_text("utf-8") for path in folder.rglob("*.py")]
    given = [re.findall(r"then '(\w+)'", query) for query in queries if "bot_reason" in query]
    assert {reason for reasons in given for reason in reasons} == health.FLAGS.keys()


def test_old_data_are_told_on_every_page():
    assert health.stale_notice(TODAY, date(2026, 12, 6)) is None
    notice = health.stale_notice(TODAY, date(2027, 1, 8))
    assert notice == "The newest data are 47 days old: figures are as of 22 November 2026."


def test_health_cards():
    assert health.attempt("failed", "Why.").note == "Why."
    assert health.attempt("failed", "").title.startswith("The last load failed")
    said = {count: ledger.headline(share(count, 100)).title for count in (5, 1, 0)}
    assert said == {
        5: "5 accounts in use, 5%, match no one colleague",
        1: "1 account in use, 1%, matches no one colleague",
        0: "Every account in use is placed on the staff list",
    }
    few = share(65, 300, match_low=65 / 300, match_high=69 / 300)  # told as at most four
    told = share(65, 300, match_low=65 / 300, match_high=75 / 300)
    unplaced = share(10, 75)  # of two reasons, each told as five
    assert ledger.headline(unplaced, few).title == (
        "Fewer than 5 accounts in use match no one colleague"
    )
    assert (
        ledger.headline(unplaced, told).title == "10 accounts in use, 13%, match no one colleague"
    )
    unknown = Fig(None, status="no_data", note="No staff list was loaded")
    assert ledger.headline(unknown, few).title == "No staff list was loaded"
    assert ledger.headline(unknown).title == "No staff list was loaded"
    assert health.rejects(12, 53201).title == "12 of 53,201 lines could not be read"
    assert health.rejects(0, 10).title == "All 10 lines could be read"
    assert health.rejects(0, 0).title == "No lines have been read yet"
    assert health.bots(88, 12).title == "12% of 100 clicks look like machines"
    assert health.bots(0, 0).title == "No clicks have been loaded yet"


# What accounts that match nobody leave in doubt --------------------------------------------------


def doubtful(members, unplaced, headcount, low, high, **more):
    most = (members + unplaced) / headcount if members + unplaced <= headcount else None
    bounds = {"match_low": members / headcount, "match_high": most}
    return share(members, headcount, low=low, high=high, **bounds, **more)


@pytest.mark.parametrize(
    ("rate", "title", "note"),
    [
        (
            doubtful(220, 40, 1000, 0.195, 0.247),
            "22% of colleagues have joined",
            "40 accounts match no one colleague; with all of them that would be 26%.",
        ),
        (
            doubtful(220, 60, 1000, 0.195, 0.247),
            "Between 22% and 28% of colleagues have joined",
            "60 accounts match no one colleague; with all of them that would be 28%.",
        ),
        (
            doubtful(220, 4, 1000, 0.195, 0.247),
            "22% of colleagues have joined",
            "Fewer than 5 accounts match no one colleague; with all of them that would be 22%.",
        ),
        (
            doubtful(220, 0, 1000, 0.195, 0.247),
            "22% of colleagues have joined",
            "Every account in use is placed on the staff list.",
        ),
        (
            doubtful(95, 9, 100, 0.888, 0.978),
            "95% of colleagues have joined",
            "More accounts match nobody than there are colleagues who have not joined.",
        ),
        (share(220, 1000, low=0.195, high=0.247), "22% of colleagues have joined", ""),
    ],
)
def test_a_share_that_accounts_leave_in_doubt_is_a_range(rate, title, note):
    found = adoption.headline(rate, people(220), None, None)
    assert (found.title, found.note) == (title, note)
    own = departments.department(rate, people(3), TARGET)
    assert own.title.startswith(title.replace("colleagues", "Label"))
    assert own.note == note


def test_match_bounds_in_words():
    assert doubt.match_bounds(doubtful(220, 60, 1000, 0.195, 0.247)) == "22% to 28%"
    assert doubt.match_bounds(doubtful(220, 0, 1000, 0.195, 0.247)) == ""
    assert doubt.match_bounds(HIDDEN) == doubt.note(HIDDEN) == ""
    assert doubt.provisional(63, 1000) == (
        "Provisional: 63 of 1,000 accounts in use, 6%, match no one colleague. "
        "Who is counted tells why."
    )
