"""How a query is settled, what basis a figure rests on, and what is hidden or not known."""

import gc
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from dashboard.edition import Edition, Target, open_edition
from dashboard.metric import Query, compute
from dashboard.views.funnel_card import missing
from dashboard.views.texts import short
from dashboard.words import empty as empties
from dashboard.words.figure import Figure
from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.errors import QueryError
from tests.unit.dashboard_editions import (
    activity,
    adoption,
    basis,
    departments,
    edition_of,
    idea,
    info,
    shelf_of,
    took_up,
)

END = date(2026, 3, 31)
USUAL = Policy()
NAMES = departments(care="Care", sales="Sales", works="Works")


def ask(edition: Edition, metric: str, **query):
    return compute(edition, Query(metric=metric, **query))


def days_before(number: int) -> date:
    return END - timedelta(days=number)


@pytest.fixture
def growing(tmp_path):
    """Care grows by one member a day for 30 days, of 100; Sales has 20 of 50 throughout."""
    rows = []
    for back in range(30):
        care = 30 - back
        rows += adoption(
            days_before(back),
            {"*": (care + 20, 150, None), "care": (care, 100, None), "sales": (20, 50, None)},
        )
    return edition_of(
        tmp_path,
        {
            schema.edition_info: info(as_of_date=END.isoformat()),
            schema.department: departments(care="Care", sales="Sales"),
            schema.adoption: rows,
        },
    )


def test_weeks_end_on_the_last_day_and_days_run_through(growing):
    weeks = ask(growing, "members", by="week", department_id="care").cells
    assert [(cell.period, cell.value) for cell in weeks] == [
        (days_before(28), 2),
        (days_before(21), 9),
        (days_before(14), 16),
        (days_before(7), 23),
        (END, 30),
    ]
    days = ask(growing, "members", by="day", start=days_before(2)).cells
    assert [cell.value for cell in days] == [48, 49, 50]


def test_departments_week_by_week(growing):
    frame = ask(growing, "members", by="department_week", start=days_before(7))
    assert [(cell.key, cell.value) for cell in frame.cells] == [
        ("care", 23),
        ("sales", 20),
        ("care", 30),
        ("sales", 20),
    ]
    assert [cell.value for cell in frame.of("care")] == [23, 30]


def test_a_day_without_data_has_no_figure_and_is_not_zero(growing):
    cell = ask(growing, "members", at=date(2025, 1, 1)).cell
    assert (cell.status, cell.value, cell.note) == ("no_data", None, "No figure for this day")


def test_frames_are_made_once(growing):
    query = Query(metric="members")
    assert compute(growing, query) is compute(growing, query)


def test_ranked_puts_what_is_not_known_last_by_label(growing):
    frame = ask(growing, "adoption_rate", by="department")
    assert [cell.key for cell in frame.ranked()] == ["sales", "care"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"metric": "adoption"}, "adoption_rate"),
        ({"metric": "members", "by": "source"}, "department"),
        ({"metric": "members", "department_id": "parks"}, "care"),
        ({"metric": "active_members", "window_days": 30}, "28"),
        ({"metric": "members", "window_days": 28}, "no window"),
        ({"metric": "idea_people"}, "by idea"),
        ({"metric": "idea_people", "idea_id": "none"}, "none"),
        ({"metric": "idea_people", "by": "idea", "at": date(2026, 1, 1)}, "2026-03-31"),
    ],
)
def test_a_query_that_makes_no_sense_says_what_would(growing, query, names):
    with pytest.raises(QueryError, match=names):
        compute(growing, Query(**query))


@pytest.fixture
def active(tmp_path):
    """Exact 10 days before the end, and again 28 days before that; at least in between."""
    days = [END, days_before(3), days_before(10), days_before(38)]
    counts = {"*": (150, 30), "care": (90, 20), "sales": (60, 10)}
    bases = [
        basis(END, "at_least", "exact"),
        basis(days_before(3), "at_least", "exact"),
        basis(days_before(10), "exact", "exact"),
        basis(days_before(38), "exact", "exact"),
    ]
    people = {"*": (300, 400, None), "care": (200, 250, None), "sales": (100, 150, None)}
    return edition_of(
        tmp_path,
        {
            schema.edition_info: info(as_of_date=END.isoformat()),
            schema.department: departments(care="Care", sales="Sales"),
            schema.adoption: [row for day in days for row in adoption(day, people)],
            schema.activity: [row for day in days for row in activity(day, counts)],
            schema.activity_basis: bases,
        },
    )


def test_activity_is_told_for_the_newest_exact_day(active):
    cell = ask(active, "active_members").cell
    assert (cell.period, cell.value, cell.basis) == (days_before(10), 150, "exact")
    assert ask(active, "contributors").cell.period == END


def test_activity_of_a_day_between_reports_is_at_least(active):
    cell = ask(active, "active_members", at=days_before(3)).cell
    assert (cell.value, cell.basis) == (150, "at_least")


def test_without_a_recent_report_activity_is_at_least_on_the_last_day(active):
    frame = ask(active, "active_members", window_days=7)
    assert frame.cell.period == END
    assert frame.cell.basis is None


def test_the_share_who_contribute_needs_a_report(active):
    cell = ask(active, "contributor_rate", at=END).cell
    assert cell.status == "no_data"
    assert "engagement report" in cell.note
    assert ask(active, "contributor_rate").cell.value == 0.2


def test_weeks_use_their_exact_day_and_only_those_are_comparable(active):
    frame = ask(active, "active_members", by="week", start=days_before(13))
    assert [cell.period for cell in frame.cells] == [days_before(10), END]
    assert [cell.period for cell in frame.comparable()] == [days_before(10)]


def test_a_concealed_report_tells_the_whole_but_no_department(tmp_path):
    report = {"refresh_date": END, "period_days": 30, "is_concealed": True}
    counts = dict.fromkeys(
        (c.name for c in schema.engagement_period.columns if c.name.endswith("_count")), 1
    )
    edition = edition_of(
        tmp_path,
        {
            schema.edition_info: info(as_of_date=END.isoformat()),
            schema.department: departments(care="Care"),
            schema.adoption: adoption(END, {"*": (90, 100, None), "care": (90, 100, None)}),
            schema.activity: activity(END, {"*": (60, 20), "care": (20, 20)}),
            schema.activity_basis: [basis(END, "exact", "exact")],
            schema.engagement_period: [{**report, **counts, "department_id": "*"}],
        },
    )
    assert ask(edition, "active_members").cell.value == 60
    care = ask(edition, "active_members", by="department").cell
    assert (care.status, care.value) == ("no_data", None)
    assert "hides names" in care.note
    assert ask(edition, "contributors", by="department").cell.value == 20
    rates = ask(edition, "active_rate", by="department")
    assert missing("active", rates) is empties.CONCEALED
    assert missing("adoption", rates) is empties.NO_HEADCOUNT
    assert missing("active", ask(edition, "contributor_rate")) is empties.NO_REPORT


def small_town(**counts):
    """``care=(members, headcount)`` and so on, on the last day."""
    people = {key: (*pair, None) for key, pair in counts.items()}
    members = sum(pair[0] for pair in counts.values())
    headcount = sum(pair[1] or 0 for pair in counts.values())
    return {
        schema.edition_info: info(
            as_of_date=END.isoformat(),
            target_rate="0.5",
            target_date="2026-12-31",
            target_start_date="2026-01-01",
        ),
        schema.department: NAMES,
        schema.adoption: adoption(END, {"*": (members, headcount or None, None), **people}),
    }


PEOPLE_METRICS = ("members", "headcount", "adoption_rate", "gap_to_target", "planned_members")


@pytest.mark.parametrize("metric", PEOPLE_METRICS)
def test_a_small_department_is_hidden_in_every_metric_and_takes_another_along(tmp_path, metric):
    edition = edition_of(tmp_path, small_town(care=(30, 100), sales=(4, 9), works=(20, 60)), USUAL)
    frame = ask(edition, metric, by="department")
    status = {cell.key: cell.status for cell in frame.cells}
    assert status == {"care": "ok", "sales": "suppressed", "works": "suppressed"}
    hidden = [cell for cell in frame.cells if not cell.is_ok]
    assert all(
        (cell.value, cell.numerator, cell.denominator, cell.low) == (None,) * 4 for cell in hidden
    )
    assert {cell.note for cell in hidden} == {"Hidden to protect privacy (fewer than 10)"}
    assert ask(edition, metric).cell.status == "ok"
    alone = ask(edition, metric, department_id="sales").cell
    assert (alone.status, alone.value) == ("suppressed", None)


def test_without_headcount_members_say_how_small_a_department_is(tmp_path):
    edition = edition_of(
        tmp_path, small_town(care=(30, None), sales=(4, None), works=(20, None)), USUAL
    )
    frame = ask(edition, "members", by="department")
    assert [cell.status for cell in frame.cells] == ["ok", "suppressed", "suppressed"]
    rate = ask(edition, "adoption_rate", by="department").cells[0]
    assert (rate.status, rate.note) == ("no_data", "No colleagues to compare with")


def test_an_organisation_smaller_than_a_group_shows_nothing(tmp_path):
    edition = edition_of(tmp_path, small_town(care=(3, 8)), USUAL)
    assert ask(edition, "members").cell.status == "suppressed"


def test_nobody_and_more_than_everybody_are_no_rates(tmp_path):
    rows = small_town(care=(30, 20), sales=(0, 0), works=(0, 60))
    edition = edition_of(tmp_path, rows)
    care, works = ask(edition, "adoption_rate", by="department").cells  # sales has nobody
    sales = ask(edition, "adoption_rate", department_id="sales").cell
    assert (care.status, care.note) == (
        "no_data",
        "More than the whole: the sources do not agree",
    )
    assert (sales.status, sales.note) == ("no_data", "No colleagues to compare with")
    assert (works.status, works.value) == ("ok", 0)


@pytest.fixture
def ideas(tmp_path):
    return edition_of(tmp_path, rows_of_ideas(), USUAL)


def rows_of_ideas():
    people = {
        "care": (50, 100, None),
        "sales": (40, 80, None),
        "works": (30, 60, None),
    }
    return {
        schema.edition_info: info(as_of_date=END.isoformat()),
        schema.department: NAMES,
        schema.adoption: adoption(END, {"*": (120, 240, None), **people}),
        schema.idea: [idea("a", "Zebra"), idea("b", "apple"), idea("c", "Mango")],
        schema.idea_department: [
            *took_up("a", {"*": (40, 4, 50), "care": (30, 3, 40), "sales": (3, 1, 2)}),
            *took_up("a", {"works": (7, 0, 8)}),
            *took_up("b", {"*": (2, 1, 1), "care": (2, 1, 1)}),
            *took_up("c", {"*": (20, 2, 20), "care": (12, 1, 11), "works": (8, 1, 9)}),
        ],
        schema.idea_day: [
            {"idea_id": "a", "date": days_before(8), "people_count": 5} | _said(1, 4),
            {"idea_id": "a", "date": days_before(6), "people_count": 5} | _said(2, 9),
            {"idea_id": "a", "date": END, "people_count": 3} | _said(1, 2),
        ],
    }


def _said(posts, replies):
    return {"post_count": posts, "reply_count": replies}


def test_small_counts_of_an_idea_are_bands_and_others_are_rounded(ideas):
    frame = ask(ideas, "idea_people", by="idea_department")
    shown = {(cell.key, cell.department_id): (cell.value, cell.note) for cell in frame.cells}
    assert shown["a", "care"] == (30, "")
    assert shown["a", "sales"] == (None, "Fewer than 5")
    assert shown["a", "works"] == (5, "")
    assert [shown["c", key][0] for key in ("care", "sales", "works")] == [10, 0, 10]


def test_a_small_count_that_would_follow_from_its_total_takes_another_along(ideas):
    """All of the 2 people are of one department. Whoever leads another knows that it is not his:
    one more stays hidden from him."""
    frame = ask(ideas, "idea_people", by="idea_department")
    notes = {cell.department_id: cell.note for cell in frame.of("b")}
    assert notes["care"] == "Fewer than 5"
    assert [key for key, note in notes.items() if note.startswith("Hidden")] == ["sales", "works"]


@pytest.mark.parametrize("metric", ["idea_posts", "idea_replies", "idea_people_per_100"])
def test_what_few_people_did_is_hidden_with_them(ideas, metric):
    frame = ask(ideas, metric, by="department", idea_id="a")
    assert [cell.status for cell in frame.cells] == ["ok", "suppressed", "ok"]


def test_totals_and_reach_are_shown(ideas):
    assert ask(ideas, "idea_people", idea_id="a").cell.value == 40
    assert ask(ideas, "idea_people", idea_id="b").cell.value == 2
    reached = ask(ideas, "idea_departments_reached", by="idea")
    assert {cell.key: cell.value for cell in reached.cells} == {"a": 3, "b": 1, "c": 2}
    assert {cell.key: cell.basis for cell in reached.cells} == {
        "a": None,
        "b": "at_least",  # of those hidden along it is not said
        "c": None,
    }


def test_that_few_joined_is_not_said_of_how_many_are_to_go(tmp_path):
    edition = edition_of(
        tmp_path, small_town(care=(30, 100), sales=(3, 60), works=(20, 60)), Policy(10, 5)
    )
    few = ask(edition, "members", department_id="sales").cell
    assert few.note == "Fewer than 5"
    for metric in ("gap_to_target", "not_joined"):  # 27 and 57
        cell = ask(edition, metric, department_id="sales").cell
        assert (cell.status, cell.note) == ("suppressed", "Rests on a count that is not shown")
        assert short(cell, "people") == "Hidden"
    rate = ask(edition, "adoption_rate", department_id="sales").cell
    assert short(rate, "share") == "<5 people"
    assert short(few, "people") == "<5"


def test_half_a_person_still_to_join_is_a_whole_one(tmp_path):
    edition = edition_of(tmp_path, small_town(care=(30, 101)))
    assert ask(edition, "gap_to_target").cell.value == 21  # 50.5 are needed


def test_a_closed_department_cannot_be_reached_any_more(tmp_path):
    rows = small_town(care=(30, 100), sales=(0, 0), works=(20, 60))
    found = took_up("a", {"*": (9, 1, 8), "care": (9, 1, 8)})
    edition = edition_of(
        tmp_path, rows | {schema.idea: [idea("a", "Rota")], schema.idea_department: found}
    )
    cell = ask(edition, "idea_departments_reached", idea_id="a").cell
    assert (cell.value, cell.denominator) == (1, 2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_published_grid_holds_a_small_count(grid):
    keys = ("care", "sales", "works")
    found = [
        row
        for number, counts in enumerate(grid)
        for row in took_up(
            str(number),
            {k: (n, n, n) for k, n in zip(("*", *keys), (sum(counts), *counts), strict=True) if n},
        )
    ]
    town = small_town(care=(30, 100), sales=(30, 80), works=(20, 60))
    ideas = {schema.idea: [idea(str(number), "T") for number in range(len(grid))]}
    with TemporaryDirectory() as folder:
        edition = edition_of(Path(folder), town | ideas | {schema.idea_department: found}, USUAL)
        for metric in ("idea_people", "idea_posts", "idea_people_per_100"):
            frame = ask(edition, metric, by="idea_department")
            for key in {cell.key for cell in frame.cells}:
                row = frame.of(key)
                assert not any(0 < (cell.numerator or 0) < 5 for cell in row)


def test_ideas_come_by_title_and_the_largest_first_when_limited(ideas):
    assert [c.label for c in ask(ideas, "idea_people", by="idea").cells] == [
        "apple",
        "Mango",
        "Zebra",
    ]
    assert {c.key for c in ask(ideas, "idea_people", by="idea", limit=2).cells} == {"a", "c"}


def test_the_limit_of_a_departments_ideas_looks_only_at_what_is_shown(ideas):
    frame = ask(ideas, "idea_people", by="idea", department_id="works", limit=1)
    assert [(cell.key, cell.value) for cell in frame.cells] == [("c", 10)]


def test_posts_by_week_are_sums_and_quiet_days_are_zero(ideas):
    posts = ask(ideas, "idea_posts", by="week", idea_id="a").cells
    assert [(cell.period, cell.value) for cell in posts] == [(days_before(7), 1), (END, 3)]
    people = ask(ideas, "idea_people", by="day", idea_id="a", start=days_before(2)).cells
    assert [cell.value for cell in people] == [0, 0, 3]


def test_an_empty_edition_answers_everything_with_no_data(tmp_path):
    edition = edition_of(tmp_path, {})
    assert edition.as_of_date is None
    for metric in ("members", "adoption_rate", "active_members", "planned_members", "freshness"):
        by = "source" if metric == "freshness" else "whole"
        assert not ask(edition, metric, by=by).shown
    assert ask(edition, "members", by="week").cells == ()
    assert ask(edition, "idea_people", by="idea").cells == ()
    assert ask(edition, "unplaced_account_rate").cell.status == "no_data"


def test_opening_an_edition(tmp_path):
    shelf = shelf_of(tmp_path, {})
    edition = open_edition(shelf, "e1")
    assert edition is not None
    assert edition.edition_id == "e1"
    with pytest.raises(QueryError, match="e7"):
        open_edition(shelf, "e7")
    shelf.ids.clear()
    assert open_edition(shelf) is None


def test_an_edition_that_nobody_reads_any_more_lets_go_of_its_file(tmp_path):
    edition = edition_of(tmp_path, {})
    assert edition.info is not None
    closed = []
    event.listen(edition._engine, "close", lambda *_: closed.append("the connection"))
    del edition
    gc.collect()
    assert closed == ["the connection"]


def test_the_target_path_is_a_straight_line(tmp_path):
    edition = edition_of(tmp_path, small_town(care=(30, 100)))
    target = edition.target
    assert isinstance(target, Target)
    length = (date(2026, 12, 31) - date(2026, 1, 1)).days
    assert target.rate_on(date(2025, 12, 1)) == 0
    assert float(target.rate_on(END)) == pytest.approx(0.5 * 89 / length)
    assert float(target.rate_on(date(2027, 6, 1))) == 0.5
    future = ask(edition, "planned_members", at=date(2027, 1, 1)).cell
    assert future.value == 50


def test_a_cell_is_a_figure_that_words_understand():
    names = {name for name in vars(Figure) if not name.startswith("_")}
    from dashboard.metric import Cell

    assert names <= {field.name for field in fields(Cell)}


def test_what_a_small_department_took_up_is_not_even_listed(tmp_path, ideas):
    strict = edition_of(tmp_path / "strict", rows_of_ideas(), Policy(70))  # works has 60 colleagues
    assert ask(ideas, "idea_people", by="idea", department_id="works").cells != ()
    assert ask(strict, "idea_people", by="idea", department_id="works").cells == ()
    assert ask(strict, "idea_people", by="idea").cells != ()


def test_a_share_of_fewer_than_fifty_people_is_told_in_fives(tmp_path):
    edition = edition_of(tmp_path, small_town(care=(15, 45), sales=(15, 50)))
    shares = {cell.key: cell.value for cell in ask(edition, "adoption_rate", by="department").cells}
    assert shares["care"] == pytest.approx(0.35)  # a third
    assert shares["sales"] == pytest.approx(0.30)


def test_no_figure_is_worked_out_of_a_count_that_is_not_shown(tmp_path):
    """Whoever asks for planned members would otherwise divide by the plan, and have headcount."""
    rows = small_town(care=(30, 100), sales=(3, 60), works=(57, 60))
    edition = edition_of(tmp_path, rows, USUAL)
    for metric in ("members", "adoption_rate", "target_progress"):
        notes = {cell.key: cell.note for cell in ask(edition, metric, by="department").cells}
        assert notes["sales"] == "Fewer than 5"
        assert notes["works"] == "All but fewer than 5"
    gaps = {cell.key: cell for cell in ask(edition, "gap_to_target", by="department").cells}
    assert {gaps[key].value for key in ("sales", "works")} == {None}
    assert {gaps[key].note for key in ("sales", "works")} == {"Rests on a count that is not shown"}
