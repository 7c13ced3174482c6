"""What is to come, from an edition to its words: chance, forecast, back-test, what-if."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from dashboard.charts.adoption import adoption_over_time
from dashboard.charts.theme import DARK, LIGHT
from dashboard.edition import Target
from dashboard.metric import Query, compute
from dashboard.metric.model import Cell
from dashboard.statistics.whatif import day_reached, extra_people
from dashboard.words import outlook as words
from dashboard.words.certainty import likelihood
from dashboard.words.outlook import Basis, WhatIf
from etl.editions import schema
from tests.unit.dashboard_editions import adoption, departments, edition_of, info

DAY = date(2026, 6, 29)
END = date(2026, 8, 24)  # eight weeks on


def way(method, reason, ceiling=None, held=24, tested=30, errors=(2.0, 5.0, 9.0)):
    low, high = (ceiling - 50, ceiling + 60) if ceiling else (None, None)
    return {
        "method": method,
        "reason": reason,
        "ceiling_count": ceiling,
        "ceiling_low_count": low,
        "ceiling_high_count": high,
        "held_count": held,
        "tested_count": tested,
        "error_1": errors[0],
        "error_3": errors[1],
        "error_6": errors[2],
    }


def rows(**outlook):
    """80 of 200 are members; 100 are needed by END; half of the 60 in Sales, 50 of 140 in Works."""
    row = {
        "date": DAY,
        "status": "ok",
        "step_days": 7,
        "path_count": 2000,
        "reaching_count": 1300,
        "bulk_date": None,
        "bulk_count": 0,
        **outlook,
    }
    counts = {"*": (80, 200, None), "sales": (30, 60, None), "works": (50, 140, None)}
    return {
        schema.edition_info: info(
            as_of_date=DAY.isoformat(),
            target_rate="0.5",
            target_date=END.isoformat(),
            target_start_date="2026-01-01",
        ),
        schema.department: departments(sales="Sales", works="Works"),
        schema.adoption: adoption(DAY, counts),
        schema.forecast: [
            {
                "date": DAY + timedelta(weeks=week),
                "member_count": 80 + 3 * week,
                "low_count": 80 + week,
                "high_count": 80 + 5 * week,
            }
            for week in (1, 2, 3)
        ],
        schema.forecast_method: [
            way("bass", "shown", 150),
            way("damped_trend", "worse", errors=(3.0, 7.0, None), held=0, tested=0),
        ],
        schema.outlook: [row],
    }


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return edition_of(tmp_path_factory.mktemp("outlook"), rows())


def ask(edition, metric, **query):
    return compute(edition, Query(metric=metric, **query))


def test_target_chance(edition):
    cell = ask(edition, "target_chance").cell
    assert (cell.value, cell.numerator, cell.denominator) == (0.65, 1300, 2000)
    assert cell.low is None


def test_joins_needed(edition):
    """100 less 80 in eight weeks; Sales needs 30 and has them; Works needs 70 and has 50."""
    assert ask(edition, "joins_needed").cell.value == 3
    frame = ask(edition, "joins_needed", by="department")
    assert {cell.key: cell.value for cell in frame.cells} == {"sales": 0, "works": 3}


def test_forecast_members(edition):
    cells = ask(edition, "forecast_members", by="day").cells
    assert [(cell.value, cell.low, cell.high) for cell in cells] == [
        (83, 81, 85),
        (86, 82, 90),
        (89, 83, 95),
    ]


def test_forecast_error_coverage_and_ceiling(edition):
    error = ask(edition, "forecast_error", by="method")
    assert [error.get(f"bass/{ahead}").value for ahead in (1, 3, 6)] == [2, 5, 9]
    assert error.get("damped_trend/6").status == "no_data"
    coverage = ask(edition, "forecast_coverage", by="method")
    assert coverage.get("bass").value == 0.8
    assert coverage.get("damped_trend").status == "no_data"
    ceiling = ask(edition, "forecast_ceiling", by="method").get("bass")
    assert (ceiling.value, ceiling.low, ceiling.high) == (150, 100, 210)


@pytest.mark.parametrize(
    ("changed", "note"),
    [
        ({"reaching_count": None}, "The forecast does not reach that far"),
        ({"status": "few_points", "reaching_count": None}, "Fewer than eight periods"),
    ],
)
def test_where_there_is_no_chance_the_reason_is_said(tmp_path, changed, note):
    cell = ask(edition_of(tmp_path, rows(**changed)), "target_chance").cell
    assert cell.status == "no_data"
    assert cell.note.startswith(note)


def test_without_a_target_or_after_its_day_there_is_no_chance(tmp_path):
    content = rows()
    content[schema.edition_info] = info(as_of_date=DAY.isoformat())
    assert ask(edition_of(tmp_path, content), "target_chance").cell.note == "No target is set"


def test_an_edition_without_an_outlook_says_nothing(tmp_path):
    content = rows()
    for table in (schema.outlook, schema.forecast, schema.forecast_method):
        content[table] = []
    found = edition_of(tmp_path, content)
    assert ask(found, "target_chance").cell.status == "no_data"
    assert not ask(found, "forecast_members", by="day").shown


def test_the_chart_draws_the_forecast_dashed_with_a_faint_band(edition):
    rate = ask(edition, "adoption_rate", by="week", start=DAY)
    ahead = ask(edition, "forecast_members", by="day")
    for theme, colour in ((LIGHT, "rgba(11,110,95,0.16)"), (DARK, "rgba(63,184,162,0.16)")):
        chart = adoption_over_time(rate, edition.target, theme, ahead)
        lines = chart.figure["data"]
        dashed = [each for each in lines if each.get("line", {}).get("dash") == "dash"]
        assert [list(each["y"]) for each in dashed] == [[0.4, 0.415, 0.43, 0.445]]
        assert dashed[0]["line"]["color"] == theme.accent
        assert colour in [each.get("fillcolor") for each in lines]
    assert chart.alternative.endswith(
        "About 45% are expected by 20 July 2026, 83 to 95 members in 80 of 100 paths."
    )
    newest = chart.table.rows[0]
    assert newest[:2] == ("20 July 2026, forecast", "89 (83 to 95)")


# --- words -----------------------------------------------------------------------------------

TARGET = Target(Fraction(1, 2), date(2026, 1, 1), END)
BASIS = Basis("Bass curve", 7)


def figure(value, day=DAY, status="ok", note=""):
    known = value is not None
    return Cell(day, "*", "", value=value, status=status if known else "no_data", note=note)


AHEAD = [figure(89, date(2026, 7, 20))]


@pytest.mark.parametrize(
    ("chance", "gap", "target", "ahead", "title"),
    [
        (0.65, 20, TARGET, AHEAD, "Reaching 50% by 24 August is likely: 65 in 100"),
        (
            0.001,
            20,
            TARGET,
            AHEAD,
            "Reaching 50% by 24 August is a remote chance: less than 1 in 100",
        ),
        (
            1.0,
            20,
            TARGET,
            AHEAD,
            "Reaching 50% by 24 August is almost certain: more than 99 in 100",
        ),
        (None, 20, TARGET, AHEAD, "Nobody can say yet whether 50% by 24 August is reached"),
        (0.9, 0, TARGET, AHEAD, "50% is reached; about 89 members are expected on 20 July 2026"),
        (None, None, None, AHEAD, "About 89 members are expected on 20 July 2026"),
        (None, 20, TARGET, [], "It is too early to look ahead"),
    ],
)
def test_the_finding_of_every_state(chance, gap, target, ahead, title):
    assert words.finding(figure(chance), figure(gap), target, ahead, BASIS).title == title


def test_a_day_that_is_past_is_said_to_be():
    late = figure(None, END)
    found = words.finding(late, figure(20), TARGET, AHEAD, BASIS)
    assert found.title == "50% was due by 24 August and is not reached"


def test_the_note_names_the_way_and_a_bulk():
    assert (
        "Made by “Bass curve”." in words.finding(figure(0.5), figure(1), TARGET, AHEAD, BASIS).note
    )
    bulk = Basis("Bass curve", 7, date(2026, 3, 2), 412)
    note = words.finding(figure(0.5), figure(1), TARGET, AHEAD, bulk).note
    assert "412 accounts came at once on 2 March 2026: a step" in note
    early = words.finding(figure(None), figure(1), TARGET, [], Basis("", 7)).note
    assert early == "A forecast needs at least eight weeks to look back on."


@pytest.mark.parametrize(
    ("chance", "word"),
    [
        (0, "a remote chance"),
        (0.05, "a remote chance"),
        (0.2, "highly unlikely"),
        (0.3, "unlikely"),
        (0.45, "a realistic possibility"),
        (0.6, "likely"),
        (0.9, "highly likely"),
        (0.95, "almost certain"),
        (1, "almost certain"),
    ],
)
def test_certainty_has_one_vocabulary(chance, word):
    assert likelihood(chance) == word


# --- what-if ---------------------------------------------------------------------------------


def test_points_of_a_department_are_people_that_have_not_joined_yet():
    assert extra_people(50, 140, 10) == 14
    assert extra_people(50, 141, 10) == 15  # 14.1 people are 15
    assert extra_people(135, 140, 10) == 5
    assert extra_people(140, 140, 10) == 0


def test_the_day_on_which_a_line_gets_there():
    ahead = [(date(2026, 7, 6), 87.0), (date(2026, 7, 13), 94.0)]
    assert day_reached((DAY, 80.0), ahead, 80) == DAY
    assert day_reached((DAY, 80.0), ahead, 81) == date(2026, 6, 30)
    assert day_reached((DAY, 80.0), ahead, 90.5) == date(2026, 7, 10)
    assert day_reached((DAY, 80.0), ahead, 95) is None
    assert day_reached((DAY, 80.0), [], 95) is None


JULY, MAY = date(2026, 7, 10), date(2027, 5, 1)
START = (
    "10 points more in Works, 14 people, would make it 47.0% of all colleagues instead of 40.0%."
)


@pytest.mark.parametrize(
    ("more", "target", "sentence"),
    [
        (
            WhatIf("Works", 10, 0, 0.4, 0.4, None, None),
            TARGET,
            "Everybody in Works has joined already.",
        ),
        (WhatIf("Works", 10, 14, 0.4, 0.47, None, None), None, START),
        (
            WhatIf("Works", 10, 14, 0.4, 0.47, None, None),
            TARGET,
            f"{START} The forecast would still not come to 50%.",
        ),
        (
            WhatIf("Works", 10, 14, 0.4, 0.47, JULY, MAY),
            TARGET,
            f"{START} The forecast would come to 50% about 10 July 2026 instead of 1 May 2027.",
        ),
        (
            WhatIf("Works", 10, 14, 0.4, 0.47, JULY, None),
            TARGET,
            f"{START} The forecast would come to 50% about 10 July 2026; without them it does not.",
        ),
        (
            WhatIf("Works", 10, 14, 0.4, 0.47, DAY, None, is_enough=True),
            TARGET,
            f"{START} That alone reaches 50%.",
        ),
    ],
)
def test_what_would_follow_is_said_in_every_state(more, target, sentence):
    assert words.what_if(more, target) == sentence
