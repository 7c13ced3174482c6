"""Weeks that a control chart watches: counted, missing, imported, explained, said and drawn."""

from datetime import date, timedelta

import pytest

from dashboard.charts.control import control_chart
from dashboard.charts.theme import LIGHT
from dashboard.words.control import Week, activity, joins
from etl.editions.published import Published
from etl.editions.schema import EXACT, WHOLE, metadata, worked_out
from etl.editions.scope import Scope
from etl.editions.tables import control_week
from etl.holidays import bank_holidays, days_off
from etl.run import rebuild
from etl.settings import Calendar, load_settings
from etl.warehouse.engine import open_warehouse
from tests.support.facts import Facts, builder, stored
from uptake import main

END = date(2026, 11, 22)
WEEK = timedelta(weeks=1)


# Tables ---------------------------------------------------------------------------------------


def judged(joined, uncovered=(), bulk=(), events=(), first=date(2026, 1, 5)):
    """``joined``: joins of each week, the last one last; all on the last day of the week."""
    ends = {END - back * WEEK: count for back, count in enumerate(reversed(joined))}
    days = [first + timedelta(days=n) for n in range((END - first).days + 1)]
    tables = {
        "join_day": [(d, ends.get(d, 0), d not in uncovered, d in bulk) for d in days],
        "event": [(day, name, False, is_rebase) for day, name, is_rebase in events],
        "activity_basis": [],
        "activity": [],
        "adoption": [],
        "department": [],
        "engagement_period": [],
    }
    return rows_of(tables, first)


def rows_of(tables, first):
    scope = Scope(None, first, END, "people", first)  # type: ignore[arg-type]
    names = [column.name for column in control_week.TABLE.columns]
    found = control_week.rows_of(Published(tables), scope)
    return [dict(zip(names, row, strict=True)) for row in found]


def row_of(name, **values):
    return tuple(values.get(column) for column in worked_out(metadata.tables[name]))


def active_weeks(members, **counts):
    """Weeks of each department of so many members: how many were active, the last one last."""
    number = len(next(iter(counts.values())))
    tables: dict[str, list[tuple[object, ...]]] = {
        "activity_basis": [],
        "activity": [],
        "adoption": [],
        "engagement_period": [],
    }
    tables["department"] = [row_of("department", department_id=name) for name in counts]
    for place in range(number):
        day = END - (number - 1 - place) * WEEK
        basis = {"active_basis": EXACT, "contributor_basis": EXACT}
        tables["activity_basis"].append(row_of("activity_basis", date=day, window_days=7, **basis))
        for name, active in {WHOLE: counts, **counts}.items():
            key = {"date": day, "department_id": name}
            count = (
                sum(weeks[place] for weeks in active.values()) if name == WHOLE else active[place]
            )
            of = members * len(counts) if name == WHOLE else members
            tables["activity"].append(row_of("activity", **key, active_7_count=count))
            tables["adoption"].append(row_of("adoption", **key, member_count=of))
    first = END - number * WEEK + timedelta(days=1)
    tables["join_day"] = [(first + timedelta(n), 0, True, False) for n in range(7 * number)]
    return rows_of({"event": [], **tables}, first)


def test_weeks_of_a_department_have_wider_limits_and_their_level_is_judged():
    """Two steps of five of 50 are 0.2. Not a week of parks fell, but the level of twelve did."""
    steady = [5, 10, 15, 10] * 11
    rows = active_weeks(
        50,
        housing=[*steady, 10, 20],
        roads=[10] * 44 + [10, 25],
        parks=[25, 30] * 17 + [20, 15] * 6,
    )
    last = {row["department_id"]: row for row in rows if row["week_end"] == END}
    assert last["housing"]["rule"] is None
    assert last["housing"]["high"] - last["housing"]["mean"] > 10 / 50
    assert last["roads"]["rule"] == "beyond"
    assert last["roads"]["high"] - last["roads"]["mean"] == pytest.approx(10 / 50)
    assert last["parks"]["rule"] == "level"


def test_a_week_without_an_export_is_missing_and_not_a_fall():
    rows = judged([10, 12, 11, 9] * 5, uncovered=[END - timedelta(days=3)])
    assert (rows[-1]["value"], rows[-1]["state"], rows[-1]["rule"]) == (None, "missing", None)
    fell = judged([40, 45, 40, 35] * 5 + [0] * 3)
    assert fell[-1]["value"] == 0
    assert fell[-1]["rule"] == "beyond"


def test_an_import_is_left_out_of_its_week_and_of_the_limits():
    day = END - 3 * WEEK
    joined = [10, 12, 11, 9] * 5 + [10, 400, 11, 9, 12]
    rows = {row["week_end"]: row for row in judged(joined, bulk=[day])}
    assert (rows[day]["state"], rows[day]["value"]) == ("bulk", 0)
    assert rows[END]["high"] < 30


def test_only_a_named_event_gives_a_new_baseline():
    joined = [10, 15, 10, 5] * 5 + [40, 45, 40, 35] * 4
    launch = END - 15 * WEEK
    changed = judged(joined, events=[(launch - timedelta(days=2), "Launch", True)])
    assert (changed[-1]["mean"], changed[-1]["rule"]) == (40, None)
    assert changed[-17]["mean"] < 11
    plain = judged(joined, events=[(launch, "Launch", False)])
    assert plain[-1]["mean"] == plain[-17]["mean"]
    assert plain[-1]["rule"] is not None


@pytest.mark.parametrize("joined", [[0], [5], [5, 5], [0] * 30])
def test_little_or_nothing_gives_numbers_and_no_alarm(joined):
    first = END - len(joined) * WEEK + timedelta(days=1)
    rows = judged(joined, first=first)
    assert [row["value"] for row in rows] == joined
    assert all(row["rule"] is None and row["low"] == row["mean"] == row["high"] for row in rows)


def test_joins_and_events_of_a_warehouse(tmp_path):
    config = '[calendar]\nevents = [{ date = 2026-11-05, name = "Launch", new_baseline = true }]\n'
    with builder(tmp_path, config) as build:
        facts = Facts()
        facts.export("2026-10-01")
        facts.received(
            "yammer_users", snapshot_id="s2", covers_from="2026-10-05", covers_to="2026-11-22"
        )
        facts.account("a", "2026-10-02")
        facts.account("b", "2026-10-26")
        facts.account("c", "2026-10-26")
        figures = build(facts)
    by_day = {row["date"]: row for row in figures.rows("join_day")}
    assert by_day["2026-10-26"]["join_count"] == 2
    assert not by_day["2026-10-02"]["is_covered"]
    assert by_day["2026-10-26"]["is_covered"]
    assert [row["name"] for row in figures.rows("event", is_holiday=False)] == ["Launch"]


# Calendar -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # gov.uk/bank-holidays, England and Wales, without the one-off days of 2022 and 2023
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2022, "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27"),
        (2023, "01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ],
)
def test_bank_holidays_as_announced(year, days):
    assert sorted(f"{day:%m-%d}" for day in bank_holidays(year)) == days.split()


def test_the_calendar_has_exceptions():
    june = date(2026, 6, 2)
    calendar = Calendar("england-and-wales", (june,), (date(2026, 5, 25),), ())
    found = days_off(calendar, date(2026, 5, 1), date(2026, 6, 30))
    assert found == {date(2026, 5, 4): "Early May bank holiday", june: "Day off"}
    assert days_off(Calendar("none", (), (), ()), date(2026, 1, 1), date(2026, 12, 31)) == {}


# Annotate -------------------------------------------------------------------------------------


def noted(home):
    with open_warehouse(load_settings(home)) as warehouse:
        return stored(warehouse, "select date, name, is_rebase, is_removed from event order by 1")


def test_an_event_is_kept_through_a_rebuild_and_can_be_taken_back(home, capsys):
    (home / "config.toml").write_text("")
    assert main(["annotate", "2026-11-05", "Launch  of the app", "--home", str(home)]) in {0, 1}
    rebuild(load_settings(home), lambda _: None)
    assert noted(home) == [("2026-11-05", "Launch of the app", False, False)]
    more = ["annotate", "2026-11-05", "Launch of the app", "--home", str(home)]
    main([*more, "--remove"])
    assert noted(home) == [("2026-11-05", "Launch of the app", False, True)]
    main([*more, "--new-baseline"])
    rebuild(load_settings(home), lambda _: None)
    assert noted(home) == [("2026-11-05", "Launch of the app", True, False)]


def test_an_event_needs_a_name(home, capsys):
    (home / "config.toml").write_text("")
    assert main(["annotate", "2026-11-05", "  ", "--home", str(home)]) == 1
    assert "needs a name" in capsys.readouterr().err


# Words ----------------------------------------------------------------------------------------


def weeks(*values, **last):
    """Weeks around a mean of 20, limits 10 and 30, the last one as told."""
    found = []
    for back, value in enumerate(reversed(values)):
        more = last if back == 0 else {}
        state = "missing" if value is None else "counted"
        shape = {"state": state, "mean": 20.0, "low": 10.0, "high": 30.0, **more}
        found.append(Week(END - back * WEEK, value, **shape))
    return found[::-1]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ([], "How many join each week is not known yet"),
        (weeks(None, None), "How many join each week is not known yet"),
        (weeks(20), "1 week counted: too few to tell a change from chance"),
        (
            weeks(20, 21, 19, None),
            "The week to 22 November is not covered by an export: missing, not a fall",
        ),
        (weeks(20, 21, 19, 22), "Weekly joins vary as chance has it, 10 to 30 a week"),
        (
            weeks(20, 21, 19, 43, rule="beyond"),
            "43 people joined in the week to 22 November, more than chance explains",
        ),
        (
            weeks(20, 21, 19, 1, rule="beyond", events=("Christmas Day",)),
            "1 person joined in the week to 22 November, fewer than chance explains; "
            "that week had Christmas Day",
        ),
        (
            weeks(20, 21, 19, 0, rule="beyond"),
            "Few, if any, joined in the week to 22 November, fewer than chance explains",
        ),
        (
            weeks(22, 22, 22, 23, rule="run"),
            "Weekly joins have kept above their usual 20, up to 22 November",
        ),
        (
            weeks(22, 21, 19, 18, rule="trend"),
            "Weekly joins have fallen week after week, up to 22 November",
        ),
        (
            weeks(28, 21, 19, 28, rule="two_of_three"),
            "Two of three weeks to 22 November were unusually high in joins",
        ),
        (
            weeks(20, 21, 19, 22, state="bulk"),
            "Accounts were imported in bulk in the week to 22 November",
        ),
    ],
)
def test_what_is_said_of_joins(given, title):
    assert joins(given).title == title


def test_trial_limits_are_said():
    assert "trial limits" in joins(weeks(20, 21, 19, 22, is_trial=True)).note
    assert "trial limits" not in joins(weeks(20, 21, 19, 22)).note


def test_what_is_said_of_the_activity_of_a_department():
    assert activity(weeks(20, 21, 19, 22)) == ""
    assert activity(weeks(20, 21, 19, 8, rule="beyond")) == (
        "Weekly activity was below its usual level in the week from 16 November, "
        "more than chance explains."
    )


def test_a_quarter_below_the_weeks_before_is_said_whatever_its_last_week_was():
    given = weeks(*[22] * 26, *[18] * 11, 21, rule="level")
    assert activity(given) == (
        "Weekly activity of the twelve weeks to that from 16 November was below its level before, "
        "more than chance explains."
    )


# Chart ----------------------------------------------------------------------------------------


def test_the_chart_marks_what_stands_out_and_leaves_gaps():
    given = weeks(20, None, 19, 43, rule="beyond", events=("Launch",))
    chart = control_chart(given, "people joined", LIGHT)
    *_, values, usual, fired, marks = chart.figure["data"]
    assert values["y"] == [20, None, 19, 43]
    assert (usual["y"], fired["y"]) == ([20, 19], [43])
    assert marks["x"] == [END.isoformat()]
    assert chart.table.rows[0][1:] == ("43", "10 to 30", "More than chance explains", "Launch")
    assert chart.table.rows[2][3] == "Not covered by an export"
    assert "43 in the week to 22 November 2026" in chart.alternative


def test_a_chart_of_nothing():
    assert "0 weeks are counted" in control_chart(weeks(None), "people joined", LIGHT).alternative
