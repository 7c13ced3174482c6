"""The briefing: what it says in every state, how sure it is, and when it is silent."""

from datetime import date
from fractions import Fraction

import pytest

from dashboard.edition import Target
from dashboard.metric.model import Cell
from dashboard.words import briefing as words
from dashboard.words.briefing import Situation
from dashboard.words.figure import Change
from dashboard.words.movement import Change as Movement
from dashboard.words.movement import Part

START, END = date(2026, 8, 30), date(2026, 11, 22)
ADOPTION = frozenset({"pace", "gap", "outlook", "movement", "departments"})
TARGET = Target(Fraction(1, 2), date(2026, 1, 1), date(2026, 12, 31))
JOINED = Movement("members", START, END, 37, 68, (Part("joined", "Joined", 31, "+31"),))
STILL = Movement("members", START, END, 37, 37, ())
CLEAR, UNCLEAR = Change(0.06, 0.03, 0.09), Change(0.01, -0.02, 0.04)


def situation(**more):
    return Situation(**{"start": START, "end": END, "cards": ADOPTION, **more})


def cell(label, value):
    return Cell(END, label.lower(), label, value=value, status="ok")


def said(**more):
    return [(each.text, each.card) for each in words.briefing(situation(**more))]


def test_it_is_silent_where_nothing_moved():
    goal = {"target": TARGET, "chance": cell("", 0.6), "gaps": [cell("Housing", 5)]}
    assert said() == said(why=STILL, **goal) == said(rate=Change(0.0, 0, 0), **goal) == []


def test_every_sentence_leads_to_its_card():
    everything = said(
        why=JOINED,
        rate=CLEAR,
        rates=[("Housing", CLEAR), ("Parks", Change(-0.04, -0.06, -0.02)), ("Law", UNCLEAR)],
        gaps=[cell("Housing", 20), cell("Parks", 31)],
        needed=cell("", 12),
        chance=cell("", 0.62),
        target=TARGET,
    )
    assert everything == [
        ("31 joined since 30 August: 31 more members.", "movement"),
        ("Adoption rose 6.0 pts, a clear change.", "pace"),
        ("Housing rose most, +6 pts, a clear change.", "departments"),
        ("Parks fell most, −4 pts, a clear change.", "departments"),
        ("Reaching 50% by 31 December is likely.", "outlook"),
        ("It takes 12 more people each week to reach 50% by 31 December.", "pace"),
        ("Parks holds the most room: 31 people short of 50%.", "gap"),
    ]


def test_there_are_never_more_than_seven():
    many = words.briefing(
        situation(
            why=JOINED,
            rate=CLEAR,
            rates=[("Housing", CLEAR), ("Parks", Change(-0.04, -0.06, -0.02))],
            gaps=[cell("Housing", 20)],
            needed=cell("", 12),
            chance=cell("", 0.62),
            target=TARGET,
            bulk=(date(2026, 10, 1), 400),
        )
    )
    assert len(many) == 7
    assert words.heading(many, situation()).title == "Seven things to know since 30 August"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (CLEAR, "Adoption rose 6.0 pts, a clear change."),
        (UNCLEAR, "Adoption rose 1.0 pts, no clear change."),
        (Change(-0.06, -0.09, -0.03), "Adoption fell 6.0 pts, a clear change."),
        (Change(0.06), "Adoption rose 6.0 pts, no clear change."),
    ],
)
def test_certainty_is_said_in_fixed_words(change, sentence):
    assert said(rate=change) == [(sentence, "pace")]


def test_a_bulk_of_accounts_is_said_in_its_period_only():
    text = "400 accounts came at once on 1 October, which is not people won over."
    assert said(bulk=(date(2026, 10, 1), 400)) == [(text, "outlook")]
    assert said(bulk=(START, 400)) == []


def test_one_department_is_told_of_itself():
    found = words.briefing(
        situation(
            name="Housing",
            cards=frozenset({"history", "activity", "movement", "ideas"}),
            why=JOINED,
            rate=UNCLEAR,
            active=Change(12, 4, 20),
            needed=cell("Housing", 1),
            target=TARGET,
            ideas=[cell("Letters", 5), cell("Checklist", 9)],
        )
    )
    assert [(each.text, each.card) for each in found] == [
        ("31 joined since 30 August: 31 more members.", "movement"),
        ("Adoption in Housing rose 1.0 pts, no clear change.", "history"),
        ("12 members more were active in the last 28 days, a clear change.", "activity"),
        ("It takes 1 more person each week to reach 50% by 31 December.", "history"),
        ("“Checklist” drew in most: 9 people.", "ideas"),
    ]


def test_activity_that_chance_explains_is_not_news():
    assert said(active=Change(12, -4, 28)) == []


def test_no_sentence_leads_to_a_card_that_is_not_there():
    assert words.briefing(situation(cards=frozenset(), why=JOINED, rate=CLEAR)) == ()


def test_one_thing_is_one_thing():
    found = words.briefing(situation(rate=CLEAR))
    assert words.heading(found, situation()).title == "One thing to know since 30 August"
