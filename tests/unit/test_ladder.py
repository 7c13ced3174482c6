"""The ladder of taking part, counted by hand."""

from datetime import date

import pytest

from dashboard.metric import Cell
from dashboard.words import ladder as words
from etl.settings.serving import Privacy
from tests.support.facts import Facts, builder

DAY = "2026-11-20"
PRIVACY = Privacy(minimum_group=5, minimum_cell=3)
COUNTS = ("poster_count", "writer_count", "reactor_count", "reader_count")


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("ladder"), privacy=PRIVACY) as ask:
        yield ask


@pytest.fixture
def facts():
    """Eight members of Care; ``h`` has two posts."""
    facts = Facts()
    facts.export("2026-08-01")
    for key in "abcdefgh":
        facts.staff("2026-08-01", key, "Care", email_key=key)
        facts.account(key, "2026-09-01", email_key=key)
    facts.staff("2026-08-01", "h", "Parks", email_key="h", post_no=2)
    return facts


def told(figures, **where):
    return [[row[name] for name in COUNTS] for row in figures.rows("ladder", **where)]


def test_each_stands_on_the_highest_rung_of_the_days_of_the_report(facts, build):
    facts.message("t1", "a", "2026-11-18 09:00")
    facts.message("r1", "a", "2026-11-18 10:00", thread_id="t1")
    facts.message("r2", "b", "2026-11-18 11:00", thread_id="t1")
    facts.message("t2", "c", "2026-11-13 09:00")  # the day before its seven
    facts.message("t3", "d", "2026-11-21 09:00")  # the day after
    for key, values in {
        "b": {"post_count": 1, "reaction_count": 2, "read_count": 9},
        "c": {"reaction_count": 1, "read_count": 9},
        "d": {"read_count": 1},
        "e": {"read_count": 3},
        "f": {"post_count": 1},  # of a message that is gone
        "h": {"read_count": 2},
    }.items():
        facts.report(DAY, key, DAY, **values)
    figures = build(facts)
    assert told(figures, department_id="*") == [[1, 3, 4, 7]]  # g did nothing
    assert told(figures, department_id="care") == [[1, 3, 4, 7]]
    assert told(figures, department_id="parks") == [[0, 0, 0, 1]]  # h has a post there too


def test_single_days_and_reports_that_conceal_names_tell_no_rung(facts, build):
    facts.report(DAY, "C0DE", DAY, is_concealed=True)
    facts.report(DAY, "a", DAY, period_days=1, read_count=1)
    assert told(build(facts)) == []
    facts.report("2026-10-01", "a", None, period_days=90)  # before September there was nobody
    rows = build(facts).rows("ladder", department_id="*")
    assert [(row["date"], row["period_days"]) for row in rows] == [("2026-10-01", 90)]


def test_of_reports_of_several_periods_those_nearest_to_a_month_tell(facts, build):
    for period in (7, 30, 180):
        facts.report(DAY, "a", DAY, period_days=period, read_count=1)
    rows = build(facts).rows("ladder", department_id="*")
    assert [row["period_days"] for row in rows] == [30]


def test_days_that_no_network_export_covers_tell_no_rung(build):
    facts = Facts()
    facts.export("2026-11-15")
    for key in "abcdefgh":
        facts.staff("2026-08-01", key, "Care", email_key=key)
        facts.account(key, "2026-09-01", email_key=key)
    for day in (DAY, "2026-11-21"):  # from the 14th, and from the 15th
        facts.report(day, "a", day, read_count=1)
    rows = build(facts).rows("ladder", department_id="*")
    assert [row["date"] for row in rows] == ["2026-11-21"]


def test_without_a_report_or_with_four_members_nothing_is_told(facts, build):
    assert told(build(facts)) == []
    few = Facts()
    few.export("2026-08-01")
    for key in "abcd":
        few.staff("2026-08-01", key, "Care", email_key=key)
        few.account(key, "2026-09-01", email_key=key)
    few.report(DAY, "a", DAY, read_count=1)
    assert told(build(few)) == []


def rungs(*shares):
    return [
        Cell(
            date(2026, 11, 20), "*", "", value=share, status="suppressed" if share is None else "ok"
        )
        for share in shares
    ]


def test_the_ladder_in_words():
    assert words.ladder(rungs(0.7, 0.3, 0.15, 0.1), 30).title == (
        "In 30 days 70% of members read, 30% reacted, 15% replied or posted, 10% began a thread"
    )
    assert words.ladder(rungs(None, 0.3, None, None), 7).title == "In 7 days 30% of members reacted"
    assert words.ladder(rungs(*[None] * 4), 7).title.startswith("Too few members")
    assert "names people" in words.ladder(rungs(*[None] * 4), None).title
