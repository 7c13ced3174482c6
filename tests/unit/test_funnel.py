"""The funnel of departments: published, said and drawn."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dashboard.charts.funnel import funnel_plot
from dashboard.charts.theme import LIGHT
from dashboard.metric import Query, compute
from dashboard.metric.standing_facts import funnel_of
from dashboard.words.standing import ACTIVITY, ADOPTION, Place, Standing, funnel, rank_text
from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.tables import department_standing, funnel_limit
from etl.editions.tables import funnel as funnel_table
from tests.unit.dashboard_editions import adoption, departments, edition_of, info
from tests.unit.test_dashboard_words import Fig

DAY = date(2026, 11, 22)
NAMES = {"care": "Care", "sales": "Sales", "works": "Works", "parks": "Parks", "it": "IT"}
# Of 2,000 in all 800 have joined, 40%. Care is far below, IT far above, Parks is small.
COUNTS = {"care": (150, 800), "sales": (210, 500), "works": (180, 420), "parks": (6, 12)}
COUNTS |= {"it": (254, 268)}


def published(counts):
    """Tables as the build counts them, with only the last day."""
    whole = {"*": tuple(map(sum, zip(*counts.values(), strict=True)))} if counts else {}
    rows = [(DAY, key, total, None, count) for key, (count, total) in {**counts, **whole}.items()]
    return Published({"adoption": sorted(rows), "activity_basis": [], "activity": []})


def scope():
    return Scope(None, DAY, DAY, "people", DAY)  # type: ignore[arg-type]


def rows_of(module, counts):
    names = [column.name for column in module.TABLE.columns]
    found = module.rows_of(published(counts), scope())
    return [dict(zip(names, row, strict=True)) for row in found]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return edition_of(tmp_path_factory.mktemp("funnel"), rows())


def rows():
    counts = {key: (count, total, None) for key, (count, total) in COUNTS.items()}
    counts["*"] = (800, 2000, None)
    return {
        schema.edition_info: info(as_of_date="2026-11-22"),
        schema.department: departments(**NAMES),
        schema.adoption: adoption(DAY, counts),
        **{m.TABLE: rows_of(m, COUNTS) for m in (department_standing, funnel_limit)},
        schema.funnel: rows_of(funnel_table, COUNTS),
    }


def test_ranks_come_from_shares_drawn_towards_each_other():
    rows = {row["department_id"]: row for row in rows_of(department_standing, COUNTS)}
    assert rows["it"]["standing"] == "top"
    assert rows["care"]["standing"] == "bottom"
    # Parks has 50% of 12: what is known of it is drawn towards the rest, and its range is wide.
    parks = rows["parks"]
    assert 0.4 < parks["shrunk_rate"] < 0.53
    assert parks["shrunk_low"] < 0.3 < 0.7 < parks["shrunk_high"]
    assert parks["standing"] == "none"


def test_a_department_outside_is_outside_of_limits_that_allow_for_the_others():
    (fitted,) = rows_of(funnel_table, COUNTS)
    assert fitted["is_ranked"]
    assert fitted["tau_squared"] > 0
    naive = fitted | {"tau_squared": 0}
    assert naive["rate"] == pytest.approx(0.4)
    rows = {row["department_id"]: row for row in rows_of(department_standing, COUNTS)}
    assert rows["care"]["place"] == "within"  # 19% of 800 is far off, but departments differ so


@pytest.mark.parametrize(
    "counts",
    [
        {"care": (10, 40)},
        {"care": (10, 40), "sales": (10, 40), "it": (10, 40)},
        {f"d{number}": (50, 100) for number in range(8)},
        {"care": (0, 40), "sales": (0, 9)},
        {"care": (40, 40), "sales": (9, 9)},
    ],
)
def test_one_or_equal_departments_have_no_ranks(counts):
    (fitted,) = rows_of(funnel_table, counts)
    assert (fitted["tau_squared"], fitted["is_ranked"]) == (0, False)
    for row in rows_of(department_standing, counts):
        assert (row["place"], row["standing"]) == ("within", "none")
        assert row["top_chance"] is None
        assert row["shrunk_rate"] == fitted["rate"]


OTHER_KERNELS = {
    "OPENBLAS_CORETYPE": "Prescott",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL",
}
"""What makes numpy and BLAS reckon as they do on an older processor."""


def test_another_processor_works_out_the_same_rows():
    told = (
        "from tests.unit.test_funnel import *\n"
        "tables = (department_standing, funnel_limit, funnel_table)\n"
        "print([rows_of(table, COUNTS) for table in tables])"
    )
    here, there = (
        subprocess.run(
            [sys.executable, "-c", told],
            env=os.environ | kernels,
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for kernels in ({}, OTHER_KERNELS)
    )
    assert "'low_998': 0." in here
    assert here == there


def test_what_has_no_headcount_is_not_compared():
    assert rows_of(funnel_table, {}) == []
    assert rows_of(funnel_table, {"care": (0, 0)}) == []
    assert len(rows_of(department_standing, {"care": (9, 5), "sales": (2, 5)})) == 1  # 9 of 5


# Words ----------------------------------------------------------------------------------------


def standing(place=Place.WITHIN, quarter="none", top=0.2):
    return Standing(place, 0.4, 0.3, 0.5, top, 0.1, quarter)


def finding(**places):
    rates = [Fig(0.4, 40, 100, key=key, label=key.capitalize()) for key in places]
    standings = {key: standing(place) for key, place in places.items()}
    return funnel(ADOPTION, rates, standings, True, 0.4)


@pytest.mark.parametrize(
    ("places", "title"),
    [
        ({}, "How departments compare in adoption is not known yet"),
        ({"care": Place.WITHIN}, "One department: there is nothing to compare it with"),
        (
            {"care": Place.WITHIN, "it": Place.WITHIN},
            "Departments differ in adoption no more than chance explains",
        ),
        (
            {"care": Place.BELOW, "it": Place.WITHIN},
            "Care is lower in adoption than chance explains",
        ),
        (
            {"care": Place.FAR_BELOW, "it": Place.ABOVE, "sales": Place.FAR_ABOVE},
            "It and Sales are higher and Care is lower in adoption than chance explains",
        ),
        (
            dict.fromkeys("abcd", Place.BELOW) | {"e": Place.WITHIN},
            "Four of 5 departments differ in adoption by more than chance explains",
        ),
    ],
)
def test_what_the_funnel_says(places, title):
    assert finding(**places).title == title


def test_each_funnel_says_what_it_compares():
    rates = [Fig(0.4, 40, 100, key=key) for key in "ab"]
    places = dict.fromkeys("ab", standing())
    found = funnel(ACTIVITY, rates, places, False, 0.4)
    assert found.title == "Departments differ in activity no more than chance explains"
    assert found.note == (
        "Each dot is a department: the share of its members who were active in 28 days. The band "
        "around 40% is the range consistent with chance for a group of that size."
    )


def test_hidden_departments_are_not_placed():
    rates = [Fig(None, status="suppressed", key="care"), Fig(0.4, 40, 100, key="it")]
    places = {"care": standing(Place.BELOW), "it": standing()}
    found = funnel(ADOPTION, rates, places, True, 0.4)
    assert found.title == "One department: there is nothing to compare it with"
    assert "care" not in found.named


def test_a_rank_is_said_only_where_it_is_likely():
    assert rank_text(standing()) == "No clear rank"
    assert rank_text(None) == "No clear rank"
    assert rank_text(standing(quarter="top", top=0.934)) == "Top quarter, 93% likely"
    assert rank_text(standing(quarter="bottom")) == "Bottom quarter, 10% likely"


# Chart ----------------------------------------------------------------------------------------


def plot(edition, named=("it",), compared=ADOPTION):
    rates = compute(edition, Query(metric="adoption_rate", by="department"))
    found = funnel_of(edition, "adoption")
    assert found is not None
    return funnel_plot(rates, found, compared, LIGHT, named)


def test_the_sizes_are_of_those_whom_the_share_is_of(edition):
    for compared, people in ((ADOPTION, "Colleagues"), (ACTIVITY, "Members")):
        chart = plot(edition, compared=compared)
        title = chart.figure["layout"]["xaxis"]["title"]["text"]
        assert (title, chart.table.columns[2]) == (f"{people} in the department", people)


def test_only_those_named_are_coloured_and_labelled(edition):
    chart = plot(edition)
    quiet, coloured = chart.figure["data"][-2:]
    assert (len(quiet["x"]), coloured["x"]) == (4, [268])
    (label,) = chart.figure["layout"]["annotations"]
    assert label["text"] == "<b>IT</b> 95%"


def test_a_hidden_department_is_nowhere_in_the_chart(tmp_path):
    """Parks has 12 people; with a minimum of 20 it is hidden, and a second one with it."""
    chart = plot(edition_of(tmp_path, rows(), Policy(minimum_group=20)))
    drawn = [x for trace in chart.figure["data"][-2:] for x in trace["x"]]
    assert 12 not in drawn
    told = {row[0]: row[1:] for row in chart.table.rows}
    assert told["Parks"] == ("Hidden to protect privacy (fewer than 10)", "", "", "", "")


def test_the_table_says_what_the_picture_says(edition):
    rows = {row[0]: row[1:] for row in plot(edition).table.rows}
    assert rows["IT"][:2] == ("95%", "268")
    assert rows["IT"][4].startswith("Top quarter")
    assert rows["Works"][4] == "No clear rank"
    assert "5 departments" in plot(edition).alternative
