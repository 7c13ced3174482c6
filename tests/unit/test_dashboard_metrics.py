"""One worked example by hand for every metric.

A council of 200: Care 100, Sales 40, Works 60. On 30 June 2026, the day the edition is made for,
30, 20 and 45 of them have joined. Half of the time to the target has passed.
"""

from datetime import date

import pytest

from dashboard.metric import Query, catalogue, compute
from etl.editions import schema
from etl.identity.ledger import STATES
from tests.unit.dashboard_editions import (
    activity,
    adoption,
    basis,
    clicked,
    departments,
    edition_of,
    idea,
    info,
    series,
    told,
    took_up,
)

TODAY = date(2026, 6, 30)
BEFORE = date(2026, 6, 2)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return edition_of(
        tmp_path_factory.mktemp("metrics"),
        {
            schema.edition_info: info(
                as_of_date="2026-06-30",
                target_rate="0.8",
                target_date="2026-12-27",
                target_start_date="2026-01-01",
            ),
            schema.department: departments(care="Care", sales="Sales", works="Works"),
            schema.adoption: [
                *adoption(BEFORE, {"*": (80, 190, 100), "care": (25, 95, 40)}),
                *adoption(BEFORE, {"sales": (15, 40, 30), "works": (40, 55, 30)}),
                *adoption(TODAY, {"*": (95, 200, 110), "care": (30, 100, 45)}),
                *adoption(TODAY, {"sales": (20, 40, 35), "works": (45, 60, 30)}),
            ],
            schema.activity: [
                *activity(TODAY, {"*": (60, 15), "care": (24, 3)}),
                *activity(TODAY, {"sales": (12, 6), "works": (24, 6)}),
            ],
            schema.activity_basis: [basis(TODAY, "exact", "exact")],
            schema.ladder: [_rungs("*", 60, 38, 19, 10), _rungs("care", 24, 12, 6, 5)],
            schema.idea: [
                idea("a", "Handover checklist", half_life_hours=9.5, half_life_status="ok"),
                idea("b", "Carpool map", half_life_status="too_few"),
            ],
            schema.idea_department: [
                *took_up("a", {"*": (9, 3, 12), "care": (6, 1, 8), "sales": (4, 2, 4)}),
                *took_up("b", {"*": (2, 1, 1), "works": (2, 1, 1)}),
            ],
            schema.idea_traction: [
                _at_age("a", 7, 7, 0.045),
                _at_age("a", 28, 9, 0.06),
                _at_age("b", 28, None, None),
            ],
            schema.idea_pace: [_paced("a", 3.0, "at_least"), _paced("b", None, "too_few")],
            schema.click_series: [series("shlink", 1, 70), series("yourls", 2, 500)],
            schema.idea_click: [
                clicked("a", "shlink", date(2026, 6, 20), 30, bots=4),
                clicked("a", "shlink", date(2026, 5, 1), 5),
                clicked("a", "shlink", date(2026, 6, 21), 10),
                clicked("a", "yourls", date(2026, 6, 20), 400),
            ],
            schema.idea_audience: [
                *told("a", "shlink", {"*": 30, "care": 30}),
                *told("a", "shlink", {"*": 35, "care": 35}, window=0),
                *told("a", "yourls", {"*": 400, "care": 400}),
            ],
            schema.control_week: [
                _week(date(2026, 6, 2), 4),
                _week(date(2026, 6, 16), 7),
                _week(date(2026, 6, 23), None),
                _week(TODAY, 0),
            ],
            schema.ledger_total: [_ledger()],
            schema.source_state: [
                _source("staff_people", date(2026, 5, 14)),
                _source("yammer_users", TODAY),
            ],
        },
    )


def _at_age(idea_id, age, people, rate):
    counts = {"people_count": people, "audience_count": 150}
    known = (rate, rate / 2, rate * 2) if rate else (None, None, None)
    rates = dict(zip(("shrunk_rate", "low_rate", "high_rate"), known, strict=True))
    return {"idea_id": idea_id, "age_days": age, **counts, **rates, "is_told_apart": True}


def _paced(idea_id, days, status):
    counts = {"early_count": 7, "late_count": None, "is_late_bloomer": False}
    return {"idea_id": idea_id, **counts, "half_days": days, "half_status": status}


def _ledger():
    parts = {"matched": 95, "unmatched": 4, "conflict": 1, "guest": 50, "left": 7}
    states = {f"{name}_count": parts.get(name, 0) for name in STATES}
    sides = {"account_count": 157, "headcount_count": 200, "joined_count": 95}
    whole = {"date": TODAY, "department_id": "*", "not_joined_count": 105}
    return {**whole, **sides, **states}


def _week(day, value):
    counted = {"value": value, "state": "missing" if value is None else "counted"}
    where = {"measure": "joins", "department_id": "*", "week_end": day}
    limits = dict.fromkeys(("mean", "low", "high", "rule")) | {"is_trial": True}
    return where | counted | limits


def _rungs(key, *reached):
    names = ("reader_count", "reactor_count", "writer_count", "poster_count")
    where = {"date": TODAY, "department_id": key, "period_days": 30}
    return where | dict(zip(names, reached, strict=True))


def _source(source, latest):
    counts = {"snapshot_count": 1, "row_count": 1, "reject_count": 0}
    return {"source": source, "latest_on": latest, "covers_from": None, "covers_to": None, **counts}


def ask(edition, metric, **query):
    return compute(edition, Query(metric=metric, **query))


def by_department(edition, metric, **query):
    frame = ask(edition, metric, by="department", **query)
    return {cell.key: cell.value for cell in frame.cells}


WHOLE = {
    "members": (95, 95, None),
    "headcount": (200, 200, None),
    "eligible_headcount": (110, 110, None),
    "not_joined": (105, 105, None),  # 200 colleagues, 95 of them members
    "adoption_rate": (95 / 200, 95, 200),
    "eligible_adoption_rate": (95 / 110, 95, 110),
    "active_members": (60, 60, None),
    "active_rate": (60 / 95, 60, 95),
    "contributors": (15, 15, None),
    "contributor_rate": (0.25, 15, 60),
    "reading_rate": (60 / 95, 60, 95),
    "reacting_rate": (38 / 95, 38, 95),
    "writing_rate": (19 / 95, 19, 95),
    "posting_rate": (10 / 95, 10, 95),
    "target_progress": (95 / 160, 95, 160),  # 0.8 × 200 members are needed
    "gap_to_target": (65, 65, None),
    "planned_members": (80, 80, None),  # day 180 of 360: half of 0.8, of 200
    "attributed_click_rate": (0.75, 30, 40),  # within 28 days, shlink only
    "unplaced_account_rate": (0.05, 5, 100),
}
ONE_IDEA = {
    "idea_people": (9, 9, None),
    "idea_posts": (3, 3, None),
    "idea_replies": (12, 12, None),
    "idea_departments_reached": (2, 2, 3),
    "idea_people_per_100": (4.5, 9, 200),
    "idea_clicks": (40, 40, None),  # never 440: the series are not added
    "idea_half_life": (9.5, 9.5, None),
    "idea_first_week_traction": (4.5, 7, 150),  # as published: 7 of 150, drawn to the usual
    "idea_first_month_traction": (6, 9, 150),
    "idea_staying_power": (3, 3, None),
}


@pytest.mark.parametrize("metric", WHOLE)
def test_whole_organisation(edition, metric):
    cell = ask(edition, metric).cell
    assert cell.status == "ok"
    assert (cell.value, cell.numerator, cell.denominator) == pytest.approx(WHOLE[metric])


@pytest.mark.parametrize("metric", ONE_IDEA)
def test_one_idea(edition, metric):
    cell = ask(edition, metric, idea_id="a").cell
    assert cell.status == "ok"
    assert (cell.value, cell.numerator, cell.denominator) == pytest.approx(ONE_IDEA[metric])


def test_freshness_by_source(edition):
    frame = ask(edition, "freshness", by="source")
    assert [(cell.label, cell.value) for cell in frame.cells] == [
        ("Staff list", 47),
        ("Network accounts", 0),
    ]


def test_weekly_joins(edition):
    frame = ask(edition, "weekly_joins", by="week", start=date(2026, 6, 9))
    assert [(cell.period, cell.value) for cell in frame.cells] == [
        (date(2026, 6, 16), 7),
        (date(2026, 6, 23), None),
        (TODAY, 0),
    ]
    assert frame.cells[1].note == "No export covers this week"


ELSEWHERE = {
    "freshness",
    "weekly_joins",
    "member_change",  # test_movement.py
    "adoption_change",
    "forecast_ceiling",  # test_outlook.py
    "forecast_coverage",
    "forecast_error",
    "forecast_members",
    "joins_needed",
    "target_chance",
    "topic_departments_reached",
    "topic_people",  # test_topics_shown.py
    "topic_posts",
}


def test_every_metric_has_a_worked_example():
    assert {*WHOLE, *ONE_IDEA, *ELSEWHERE} == set(catalogue())


def test_people_by_department(edition):
    assert by_department(edition, "members") == {"care": 30, "sales": 20, "works": 45}
    assert by_department(edition, "adoption_rate") == {"care": 0.3, "sales": 0.5, "works": 0.75}
    # 80, 32 and 48 are needed
    assert by_department(edition, "gap_to_target") == {"care": 50, "sales": 12, "works": 3}
    assert by_department(edition, "planned_members") == {"care": 40, "sales": 16, "works": 24}


def test_activity_by_department(edition):
    assert by_department(edition, "active_rate") == {"care": 0.8, "sales": 0.6, "works": 0.55}
    assert by_department(edition, "contributor_rate") == {
        "care": 0.15,  # 3 of 24: under fifty people a share is told in fives
        "sales": 0.5,
        "works": 0.25,
    }


def test_an_idea_by_department(edition):
    assert by_department(edition, "idea_people", idea_id="a") == {"care": 6, "sales": 4, "works": 0}
    assert by_department(edition, "idea_replies", idea_id="a")["care"] == 8
    assert by_department(edition, "idea_people_per_100", idea_id="a") == {
        "care": 6,
        "sales": 10,
        "works": 0,
    }
    assert by_department(edition, "idea_clicks", idea_id="a", window_days=0) == {
        "care": 35,
        "sales": 0,
        "works": 0,
    }


def test_an_earlier_day(edition):
    assert ask(edition, "adoption_rate", at=BEFORE).cell.value == pytest.approx(80 / 190)
    assert ask(edition, "members", at=BEFORE, department_id="sales").cell.value == 15


def test_a_gap_needs_whole_people_and_is_never_negative(edition):
    # 0.8 × 95 = 76 needed of Care on 2 June; Works had 40 of the 44 needed
    assert by_department(edition, "gap_to_target", at=BEFORE) == {
        "care": 51,
        "sales": 17,
        "works": 4,
    }


def test_a_rate_has_the_range_of_chance(edition):
    cell = ask(edition, "adoption_rate", department_id="works").cell
    assert cell.low < cell.value < cell.high
    assert ask(edition, "members").cell.low is None


def test_half_life_that_cannot_be_told_says_why(edition):
    cell = ask(edition, "idea_half_life", idea_id="b").cell
    assert (cell.status, cell.value) == ("no_data", None)
    assert cell.note == "Fewer than 20 clicks since the peak"


def test_the_range_of_traction_is_the_one_that_was_published(edition):
    cell = ask(edition, "idea_first_week_traction", idea_id="a").cell
    assert (cell.low, cell.high) == (2.25, 9)
    young = ask(edition, "idea_first_week_traction", idea_id="b").cell
    assert (young.status, young.note) == ("no_data", "Not yet so old")


def test_traction_of_too_few_people_is_not_shown(edition):
    few = ask(edition, "idea_first_month_traction", idea_id="b").cell
    assert (few.status, few.value) == ("suppressed", None)
    assert few.note.startswith("Fewer than")


def test_ideas_by_traction_are_the_largest_of_all_not_of_the_most_talked_of(edition):
    best = ask(edition, "idea_first_week_traction", by="idea", limit=1)
    assert [cell.key for cell in best.cells] == ["a"]


def test_staying_power_of_a_young_idea_is_at_least(edition):
    cell = ask(edition, "idea_staying_power", idea_id="a").cell
    assert (cell.value, cell.basis) == (3, "at_least")
    few = ask(edition, "idea_staying_power", idea_id="b").cell
    assert (few.status, few.note) == ("no_data", "Fewer than ten people so far")


def test_an_idea_without_a_counted_link_has_no_clicks_rather_than_zero(edition):
    cell = ask(edition, "idea_clicks", idea_id="b").cell
    assert (cell.status, cell.value) == ("no_data", None)


def test_clicks_name_their_source(edition):
    assert ask(edition, "idea_clicks", idea_id="a").cell.note == "Counted by Shlink"


def test_clicks_by_week_are_sums_of_days(edition):
    frame = ask(edition, "idea_clicks", by="week", idea_id="a", start=date(2026, 6, 9))
    # weeks end on 9, 16, 23 and 30 June
    assert [cell.value for cell in frame.cells] == [0, 0, 40, 0]


def test_how_far_members_take_part_by_department(edition):
    assert by_department(edition, "reading_rate") == {"care": 0.8}  # 24 of 30
    assert by_department(edition, "writing_rate") == {"care": 0.2}
    day = ask(edition, "reading_rate", at=date(2026, 7, 20)).cell
    assert (day.value, day.period) == (60 / 95, TODAY)  # the newest report up to that day
    assert ask(edition, "reading_rate", at=BEFORE).cell.status == "no_data"
    series = ask(edition, "posting_rate", by="day", department_id="care")
    assert [(cell.period, cell.value) for cell in series.cells] == [(TODAY, 0.15)]
