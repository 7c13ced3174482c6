"""Charts: the figure, its words and its table tell the same numbers, in both themes."""

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import plotly.graph_objects as go
import pytest

from dashboard.charts import chart as parts
from dashboard.charts import travel
from dashboard.charts.adoption import adoption_over_time
from dashboard.charts.contributions import contributions
from dashboard.charts.department import department_history
from dashboard.charts.gap import gap_bars
from dashboard.charts.idea import idea_course
from dashboard.charts.theme import CONFIG, DARK, LIGHT, THEMES, contrast, theme_named
from dashboard.edition import Target
from dashboard.metric import Cell, Frame, Query, metric_named
from dashboard.words.travel import Stop, Way

END = date(2026, 11, 22)
TARGET = Target(Fraction("0.8"), date(2026, 1, 4), date(2026, 12, 28))


def frame(metric, cells, **query):
    return Frame(metric_named(metric), Query(metric=metric, **query), tuple(cells), END, "e1")


def weekly(metric, values, denominator=None, key="*", label="Whole organisation", **more):
    """Values of the last weeks, the last one on END; None where there is no data."""
    cells = []
    for back, value in zip(range(len(values) - 1, -1, -1), values, strict=True):
        cell = Cell(END - timedelta(weeks=back), key, label, **more)
        if value is not None:
            share = value / denominator if denominator else value
            known = {"value": share, "numerator": value, "denominator": denominator}
            cell = replace(cell, status="ok", **known)
        cells.append(cell)
    return frame(metric, cells, by="week", window_days=28)


RATE = weekly("adoption_rate", [None, 94, 1923, 2027], 3120)
SALES = weekly("adoption_rate", [10, 300, 332], 471, "sales", "Sales")
GAPS = frame(
    "gap_to_target",
    [
        Cell(END, "cs", "Customer Service", "cs", 216, 216, status="ok"),
        Cell(END, "ops", "Operations", "ops", 184, 184, status="ok"),
        Cell(END, "rd", "R&D <b>", "rd", 45, 45, status="ok"),
        Cell(END, "eng", "Engineering", "eng", 0, 0, status="ok"),
        Cell(END, "tiny", "Tiny", "tiny", status="suppressed", note="Hidden to protect"),
    ],
    by="department",
)
ACTIVE = weekly("active_members", [500, 700, 1024], basis="exact")
WRITERS = weekly("contributors", [100, 150, 219], basis="exact")
POSTS, REPLIES = weekly("idea_posts", [0, 2, 1]), weekly("idea_replies", [0, 9, 4])
CLICKS = weekly("idea_clicks", [0, 30, 12])
NOTHING = weekly("adoption_rate", [None, None])

STOPS = [
    Stop("cs", "Customer Service", END - timedelta(days=9), 1, 12),
    Stop("rd", "R&D <b>", END - timedelta(days=3), 7, 5),
]
WAYS = [Way("Customer Service", "R&D <b>", 3, 4.0), Way("R&D <b>", "Operations", 1, 0.5)]

CHARTS = {
    "route": lambda theme: travel.route(STOPS, theme),
    "route of one": lambda theme: travel.route(STOPS[:1], theme),
    "route without data": lambda theme: travel.route([], theme),
    "ways": lambda theme: travel.ways(WAYS, theme),
    "ways without data": lambda theme: travel.ways([], theme),
    "adoption": lambda theme: adoption_over_time(RATE, TARGET, theme),
    "adoption without target": lambda theme: adoption_over_time(RATE, None, theme),
    "adoption without data": lambda theme: adoption_over_time(NOTHING, TARGET, theme),
    "gap": lambda theme: gap_bars(GAPS, TARGET, theme, named=("cs", "ops")),
    "no gap": lambda theme: gap_bars(replace(GAPS, cells=()), None, theme),
    "department": lambda theme: department_history(SALES, RATE, TARGET, theme),
    "department alone": lambda theme: department_history(SALES, None, None, theme),
    "department without data": lambda theme: department_history(NOTHING, RATE, TARGET, theme),
    "contributions": lambda theme: contributions(ACTIVE, WRITERS, theme),
    "contributions without data": lambda theme: contributions(NOTHING, NOTHING, theme),
    "idea": lambda theme: idea_course(POSTS, REPLIES, CLICKS, theme),
    "idea without clicks": lambda theme: idea_course(POSTS, REPLIES, None, theme),
    "idea without data": lambda theme: idea_course(NOTHING, NOTHING, None, theme),
}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart(name, theme):
    chart = CHARTS[name](theme)
    assert len(chart.alternative) >= 40
    assert any(letter.isdigit() for letter in chart.alternative)
    assert len(chart.sentence) > 20
    assert chart.height == chart.figure["layout"]["height"]
    assert chart.figure["layout"]["showlegend"] is False
    assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)
    assert chart.table.caption
    json.dumps(chart.figure)
    drawn = go.Figure(chart.figure)  # Plotly knows every property
    assert drawn.layout.template.layout.to_plotly_json() == {"dragmode": False}
    assert (len(drawn.data) == 0) == ("no gap" in name or "without data" in name)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_contrast_of_text_and_graphics(theme):
    for ground in (theme.page, theme.card):
        for text in (theme.text, theme.muted, theme.accent, theme.signal):
            assert contrast(text, ground) >= 4.5
        for graphic in (theme.accent, theme.muted, theme.middle):
            assert contrast(graphic, ground) >= 3


def test_contrast_as_published():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#3FB8A2") == pytest.approx(2.44, abs=0.005)
    assert contrast("#0B6E5F", "#FFFFFF") == pytest.approx(6.16, abs=0.005)


def test_themes_by_name():
    assert theme_named("dark") is DARK
    assert theme_named(None) is LIGHT
    assert CONFIG["displayModeBar"] is False


def labels(chart):
    return {note["text"]: note for note in chart.figure["layout"]["annotations"]}


def test_adoption_says_where_it_stands():
    chart = adoption_over_time(RATE, TARGET, LIGHT)
    assert "<b>2,027 members</b>" in labels(chart)
    assert "Target 80%" in labels(chart)
    axis = chart.figure["layout"]["yaxis"]
    assert axis["ticktext"] == ["0%", "25%", "50%", "75%", "100%"]
    plan, line = chart.figure["data"][:2]
    assert (plan["line"]["dash"], plan["line"]["color"]) == ("dot", LIGHT.muted)
    assert plan["y"] == [0, 0.8, 0.8]
    assert line["y"] == [None, 94 / 3120, 1923 / 3120, 2027 / 3120]
    assert line["line"]["color"] == LIGHT.accent
    assert chart.alternative == (
        "Line chart of the share of headcount that has joined: from 3% on 8 November 2026 to 65% "
        "on 22 November 2026, 2,027 of 3,120 colleagues. The plan was 72% by then and is 80% by "
        "28 December 2026."
    )


def test_adoption_table_has_the_numbers_of_the_line():
    table = adoption_over_time(RATE, TARGET, LIGHT).table
    assert table.columns == ("Week ending", "Members", "Headcount", "Adoption", "Plan")
    assert table.rows[0] == ("22 November 2026", "2,027", "3,120", "65%", "72%")
    assert table.rows[-1][1:4] == ("", "", "No data")


def test_the_label_keeps_clear_of_the_plan():
    behind = labels(adoption_over_time(RATE, TARGET, LIGHT))["<b>2,027 members</b>"]
    early = replace(TARGET, end=date(2027, 12, 28))
    ahead = labels(adoption_over_time(RATE, early, LIGHT))["<b>2,027 members</b>"]
    assert behind["yshift"] < 0 < ahead["yshift"]


def test_only_named_departments_are_coloured():
    chart = gap_bars(GAPS, TARGET, LIGHT, named=("cs", "ops"))
    (bars,) = chart.figure["data"]
    assert bars["x"] == [216, 184, 45]
    assert bars["marker"]["color"] == [LIGHT.accent, LIGHT.accent, LIGHT.quiet]
    assert chart.figure["layout"]["yaxis"]["ticktext"][2] == "R&amp;D &lt;b&gt;"
    assert chart.table.rows[-2:] == (("Engineering", "Reached"), ("Tiny", "Hidden to protect"))
    assert "Customer Service 216, Operations 184" in chart.alternative


def test_a_hidden_department_is_nowhere_in_the_figure():
    assert "iny" not in json.dumps(gap_bars(GAPS, TARGET, LIGHT).figure)


def test_more_departments_than_bars():
    cells = [Cell(END, f"d{n}", f"Dept {n}", f"d{n}", n, n, status="ok") for n in range(1, 13)]
    chart = gap_bars(replace(GAPS, cells=tuple(cells)), TARGET, LIGHT, limit=6)
    assert chart.figure["data"][0]["x"] == [12, 11, 10, 9, 8, 7]
    assert "6 more departments in the table" in chart.alternative
    assert len(chart.table.rows) == 12


def test_labels_at_the_end_of_lines_keep_apart():
    first, second = parts.apart(0.65, 0.66, 0.07)
    assert second - first == pytest.approx(0.07)
    assert parts.apart(0.9, 0.1, 0.07) == (0.9, 0.1)


def test_department_beside_the_organisation():
    chart = department_history(SALES, RATE, TARGET, LIGHT)
    assert {"<b>70%</b>", "Organisation 65%"} <= set(labels(chart))
    assert chart.table.rows[0] == ("22 November 2026", "332", "471", "70%", "65%")


def test_only_comparable_days_are_joined():
    cells = list(ACTIVE.cells)
    cells[1] = replace(cells[1], basis="at_least", value=90)
    chart = contributions(replace(ACTIVE, cells=tuple(cells)), WRITERS, LIGHT)
    assert chart.figure["data"][0]["y"] == [500, 1024]
    assert chart.table.rows[1] == ("15 November 2026", "at least 90", "150")
    assert "<b>1,024</b> active" in labels(chart)
    assert "<b>219</b> contributing" in labels(chart)


def test_an_idea_starts_with_its_first_week_and_keeps_clicks_apart():
    chart = idea_course(POSTS, REPLIES, CLICKS, LIGHT)
    posts, replies, clicks = chart.figure["data"]
    assert (posts["y"], replies["y"], clicks["y"]) == ([2, 1], [9, 4], [30, 12])
    assert (replies["yaxis"], clicks["yaxis"]) == ("y", "y2")
    assert chart.table.rows == (
        ("22 November 2026", "1", "4", "12"),
        ("15 November 2026", "2", "9", "30"),
    )
    assert "3 posts and 13 replies" in chart.alternative
    assert "42 clicks" in chart.alternative


def test_long_series_are_thinned_and_keep_their_end():
    long = weekly("adoption_rate", list(range(1, 401)), 500)
    line = adoption_over_time(long, None, LIGHT).figure["data"][0]
    assert len(line["x"]) <= 160
    assert line["y"][-1] == 400 / 500
    assert parts.thinned(()) == ()
    assert len(parts.thinned(long.cells[:160])) == 160


@pytest.mark.parametrize(
    ("start", "end", "ticks"),
    [
        (
            date(2026, 2, 1),
            date(2027, 3, 10),
            ["Mar", "May", "Jul", "Sep", "Nov", "Jan<br>2027", "Mar"],
        ),
        (date(2026, 8, 20), date(2026, 12, 28), ["Sep", "Oct", "Nov", "Dec"]),
        (
            date(2024, 1, 1),
            date(2026, 6, 30),
            ["Jan<br>2024", "Jul", "Jan<br>2025", "Jul", "Jan<br>2026"],
        ),
        (date(2026, 11, 1), date(2026, 11, 22), ["1 Nov", "8 Nov", "15 Nov", "22 Nov"]),
    ],
)
def test_the_year_stands_only_at_january(start, end, ticks):
    assert parts.time_axis(LIGHT, start, end)["ticktext"] == ticks


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (3, ["0", "1", "2", "3"]),
        (0, ["0", "1"]),
        (9, ["0", "5", "10"]),
        (1024, ["0", "500", "1,000", "1,500"]),
    ],
)
def test_counts_have_round_ticks(largest, ticks):
    assert parts.count_axis(LIGHT, largest)["ticktext"] == ticks


def test_the_way_taken_most_is_the_widest_and_the_only_coloured_one():
    chart = travel.ways(WAYS, LIGHT)
    lines = [(trace["line"]["color"], trace["line"]["width"]) for trace in chart.figure["data"]]
    assert lines[-1] == (LIGHT.accent, travel.WIDEST)  # drawn last, on top
    assert lines[0][0] != LIGHT.accent
    assert lines[0][1] == pytest.approx(travel.WIDEST / 3)


def test_only_ten_ways_are_drawn_and_all_are_in_the_table():
    many = [Way(f"From {n}", f"To {n}", 30 - n, 1.0) for n in range(14)]
    chart = travel.ways(many, LIGHT)
    assert len(chart.figure["data"]) == travel.WAYS
    assert len(chart.table.rows) == 14


def test_a_route_runs_from_day_to_day_down_the_departments():
    (line,) = travel.route(STOPS, LIGHT).figure["data"]
    assert (line["x"], line["y"]) == ([1, 7], [0, 1])


@pytest.mark.parametrize("days", [21, 28, 42, 77])
def test_weeks_are_labelled_up_to_the_last_and_fit_on_a_phone(days):
    end = date(2026, 11, 22)
    labelled = parts.time_axis(LIGHT, end - timedelta(days=days), end)["tickvals"]
    assert labelled[-1] == "2026-11-22"
    assert 3 <= len(labelled) <= 5
