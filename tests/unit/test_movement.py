"""Why it moved, from an edition to a picture and its words."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.charts.movement import change_bars
from dashboard.charts.theme import LIGHT
from dashboard.metric import Query, compute
from dashboard.metric.movement import movement_day, movement_days
from dashboard.words import movement as words
from dashboard.words.numbers import summing, tenths
from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.schema import FLOWS
from tests.unit.dashboard_editions import adoption, departments, edition_of, info

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 29)


def running(day, **departments_):
    """``sales={"joined": 4}``: running totals of one day."""
    none = dict.fromkeys((f"{flow}_count" for flow in FLOWS), 0)
    return [
        {
            "date": day,
            "department_id": {"whole": "*"}.get(key, key),
            **none,
            **{f"{flow}_count": count for flow, count in flows.items()},
        }
        for key, flows in departments_.items()
    ]


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return edition_of(tmp_path_factory.mktemp("movement"), rows())


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The same with three departments more, as it may be published."""
    return edition_of(tmp_path_factory.mktemp("published"), of_five(rows()), Policy())


def of_five(rows):
    """Flows are told of five departments or more: three others of 50 had 30 members all along."""
    others = ("care", "parks", "roads")
    for day, listed in ((FIRST, rows[schema.adoption]), (LAST, rows[schema.adoption])):
        (whole,) = [r for r in listed if (r["date"], r["department_id"]) == (day, "*")]
        whole.update(
            member_count=whole["member_count"] + 90, headcount_count=whole["headcount_count"] + 150
        )
        rows[schema.adoption] = listed = [
            *listed,
            *adoption(day, dict.fromkeys(others, (30, 50, None))),
        ]
        (whole,) = [
            r for r in rows[schema.member_flow] if (r["date"], r["department_id"]) == (day, "*")
        ]
        whole["joined_count"] += 90
        rows[schema.member_flow] += running(day, **{key: {"joined": 30} for key in others})
    rows[schema.department] += departments(care="Care", parks="Parks", roads="Roads")
    return rows


def rows():
    """Sales 40 of 100, then 66 of 120; Works 20 of 100, then 24 of 80; 3 of them moved."""
    start = {"*": (60, 200, None), "sales": (40, 100, None), "works": (20, 100, None)}
    end = {"*": (90, 200, None), "sales": (66, 120, None), "works": (24, 80, None)}
    return {
        schema.edition_info: info(as_of_date=LAST.isoformat()),
        schema.department: departments(sales="Sales", works="Works"),
        schema.adoption: adoption(FIRST, start) + adoption(LAST, end),
        schema.member_flow: [
            *running(
                FIRST,
                whole={"joined": 60},
                sales={"joined": 40},
                works={"joined": 20},
            ),
            *running(
                LAST,
                whole={"joined": 98, "left": 8, "moved_in": 3, "moved_out": 3},
                sales={"joined": 70, "left": 7, "moved_in": 3},
                works={"joined": 28, "left": 1, "moved_out": 3},
            ),
        ],
    }


def ask(edition, metric, department="*", start=FIRST):
    query = Query(metric=metric, by="part", start=start, at=LAST, department_id=department)
    return compute(edition, query)


def values(frame):
    return {cell.key: cell.value for cell in frame.cells if cell.value}


def test_member_change(edition):
    assert values(ask(edition, "member_change")) == {
        "joined": 38,
        "left": -8,
        "moved_in": 3,
        "moved_out": -3,
    }
    sales = {"joined": 30, "left": -7, "moved_in": 3}
    assert values(ask(edition, "member_change", "sales")) == sales


def test_adoption_change(edition):
    """Sales: the mean of 1/100 and 1/120 is 11/1200; headcount 53 x (1/120 - 1/100)."""
    sales = values(ask(edition, "adoption_change", "sales"))
    assert sales["joined"] == pytest.approx(30 * 11 / 1200)
    assert sales["left"] == pytest.approx(-7 * 11 / 1200)
    assert sales["headcount"] == pytest.approx(-53 / 600)
    assert sum(sales.values()) == pytest.approx(66 / 120 - 40 / 100)
    whole = values(ask(edition, "adoption_change"))
    # Shares of headcount 0.5 and 0.5, then 0.6 and 0.4; mean rates 0.475 and 0.25.
    assert whole["mix"] == pytest.approx(0.1 * 0.475 - 0.1 * 0.25)
    assert sum(whole.values()) == pytest.approx(90 / 200 - 60 / 200)


def test_before_the_first_day_there_was_nobody(edition):
    frame = ask(edition, "member_change", start=date(2026, 5, 1))
    assert values(frame) == {"joined": 98, "left": -8, "moved_in": 3, "moved_out": -3}
    cell = ask(edition, "adoption_change", start=date(2026, 5, 1)).cell
    assert (cell.status, cell.note) == ("no_data", "Headcount is not known on both days")


def test_days_between_those_of_the_lattice_fall_back_to_the_one_before(edition):
    assert list(movement_days(edition)) == [FIRST, LAST]
    assert movement_day(edition, date(2026, 6, 28)) == FIRST
    assert movement_day(edition, date(2026, 5, 31)) is None


def test_a_small_flow_is_a_band_and_others_are_told_in_tens(published):
    for metric in ("member_change", "adoption_change"):
        cells = {cell.key: cell for cell in ask(published, metric, "works").cells}
        assert cells["left"].note == "Fewer than 10"
        assert cells["moved_out"].note == "Fewer than 10"
        assert cells["joined"].status == "ok"
    joined = ask(published, "member_change", "works").get("joined")
    assert joined.value == 10  # 28 less 20, each to the nearest ten


def test_parts_that_are_not_shown_and_rounding_still_sum_to_the_change(published):
    frame = ask(published, "member_change", "works")
    change = told(published, frame, "members", "works")
    assert [(part.key, part.text) for part in change.parts] == [("joined", "+10"), ("other", "−5")]
    assert change.text == "+5"


def told(edition, frame, metric, department="*", kind="members", published=None):
    ends = [
        compute(edition, Query(metric=metric, at=day, department_id=department)).cell
        for day in (FIRST, LAST)
    ]
    return words.told(kind, frame.cells, (ends[0], ends[1]), published, department == "*")


def test_the_words_and_the_picture_of_members(edition):
    change = told(edition, ask(edition, "member_change"), "members")
    assert [(part.label, part.text) for part in change.parts] == [
        ("Joined", "+38"),
        ("Left the staff list", "−8"),
    ]
    found = words.finding("members", change)
    assert found.title == "38 joined and 8 left the staff list since 1 June: 30 more members"
    chart = change_bars(change, LIGHT)
    (bars,) = chart.figure["data"]
    assert list(bars["x"]) == [38, -8, 30]
    assert chart.alternative == (
        "Bar chart of why it moved, from 60 members on 1 June 2026 to 90 members on "
        "29 June 2026: Joined +38, Left the staff list −8; together +30."
    )
    assert chart.table.rows[0] == ("1 June 2026", "60 members")
    assert chart.table.rows[-1] == ("29 June 2026", "90 members")


def test_the_words_of_the_rate_sum_as_they_are_shown(edition):
    """Joined: Sales 0.275 at a mean share of 0.55, Works 8 x 9/800 at 0.45: 0.19175."""
    change = told(edition, ask(edition, "adoption_change"), "adoption_rate", kind="rate")
    found = words.finding("rate", change)
    assert found.title == "Adoption rose 15.0 pts since 1 June; new members added 19.2 pts"
    shown = [float(part.text.removesuffix(" pts").replace("−", "-")) for part in change.parts]
    assert sum(shown) == pytest.approx(15.0)


def test_what_an_earlier_edition_said_otherwise_was_corrected(edition):
    said = compute(edition, Query(metric="members", at=FIRST)).cell
    earlier = type(said)(said.period, "*", "", value=57, status="ok")
    change = told(edition, ask(edition, "member_change"), "members", published=earlier)
    assert ("correction", "+3") in [(part.key, part.text) for part in change.parts]
    assert (change.before, change.total) == (57, 33)
    assert sum(part.value for part in change.parts) == change.total


@pytest.mark.parametrize(
    ("flows", "ends", "title"),
    [
        ({}, (60, 60), "Few, if any, joined or left since 1 June"),
        ({"joined": 1}, (60, 61), "1 joined since 1 June: 1 more member"),
        ({"left": -2}, (60, 58), "2 left the staff list since 1 June: 2 fewer members"),
        (
            {"joined": 2, "lapsed": -2},
            (60, 60),
            "2 joined and 2 closed the account since 1 June: as many members as before",
        ),
    ],
)
def test_every_state_has_its_words(edition, flows, ends, title):
    cell = compute(edition, Query(metric="members", at=FIRST)).cell
    figure = type(cell)
    cells = [figure(LAST, flow, flow, value=flows.get(flow, 0), status="ok") for flow in FLOWS]
    both = [
        figure(day, "*", "", value=value, status="ok")
        for day, value in zip((FIRST, LAST), ends, strict=True)
    ]
    change = words.told("members", cells, (both[0], both[1]), None, True)
    assert words.finding("members", change).title == title


def test_where_everything_is_hidden_nothing_is_told(edition):
    figure = type(compute(edition, Query(metric="members", at=FIRST)).cell)
    hidden = [figure(LAST, flow, flow, status="suppressed") for flow in FLOWS]
    end = figure(LAST, "*", "", value=5, status="ok")
    assert words.told("members", hidden, (end, end), None, False) is None
    assert words.told("members", hidden, (hidden[0], end), None, False) is None
    assert words.finding("members", None).title == "Why it moved between these days cannot be told"


def test_why_it_moved_is_not_told_has_a_reason_that_can_be_read(edition):
    figure = type(compute(edition, Query(metric="members", at=FIRST)).cell)
    few = figure(LAST, "joined", "Joined", status="suppressed", note="Fewer than 5")
    said = words.why_not(few).sentence
    assert "Fewer than 5" not in said
    assert said.endswith("Choose other days.")
    small = replace(few, note="Hidden to protect privacy (fewer than 10)")
    assert words.why_not(small).sentence == "Hidden to protect privacy (fewer than 10)."
    assert "staff list" in words.why_not(replace(few, status="no_data")).sentence


def test_rounding_keeps_the_sum():
    assert summing([0.4, 0.4, 0.4]) == [1, 0, 0]
    assert summing([-1.5, 2.5]) == [-1, 2]
    assert summing([]) == []
    assert [tenths(value) for value in (0.0123, -0.001, 0.0001)] == [
        "+1.2 pts",
        "−0.1 pts",
        "0.0 pts",
    ]
