"""When facts about people expire, and what is said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.build import work_out
from etl.editions.history import DAILY, RULES, History
from etl.editions.history_file import kept_from, read_history, write_history
from etl.editions.settling import settle
from etl.errors import LoadError
from etl.expiry.expire import expire, first_kept
from etl.expiry.facts import drop_expired
from etl.expiry.told import expiry_lines
from etl.settings import load_settings
from etl.warehouse.compacting import compact
from etl.warehouse.schema import message_hashtag
from tests.support.facts import AS_OF, Facts, embedded, scratch, stored

_RUN = "insert into run values ('r', 'f', null, '', 'loaded', '2025-01-01', 0, 0, 0, 0, 0, null)"
LAST = date.fromisoformat(AS_OF)


def settings_of(home, text=""):
    (home / "config.toml").write_text(f"[privacy]\n{text}\n")
    return load_settings(home, {})


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-30", 13, "2025-10-01"),
        ("2026-12-01", 13, "2025-11-01"),
        ("2027-01-31", 13, "2025-12-01"),
        ("2026-12-31", 24, "2024-12-01"),
    ],
)
def test_facts_are_kept_from_the_first_of_a_month(home, day, months, expected):
    settings = settings_of(home, f"keep_person_facts_months = {months}")
    assert first_kept(settings, date.fromisoformat(day)) == date.fromisoformat(expected)
    kept = settings_of(home, "keep_person_facts_months = 0")
    assert first_kept(kept, date.fromisoformat(day)) is None


def test_where_nothing_is_that_old_nothing_is_settled(home):
    facts = Facts()
    facts.export()
    facts.account("a")
    facts.message("1", "a", "2026-10-02 09:00")
    with embedded(home) as (warehouse, settings):
        with warehouse.transaction():
            facts.pour(warehouse)
            warehouse.bench.execute(_RUN)
        now = datetime(2026, 11, 23, tzinfo=UTC)
        assert expire(warehouse, settings, LAST, pytest.fail, now) == 0
        assert kept_from(settings) is None


def test_no_message_stays_nor_what_hangs_on_it(home):
    facts = Facts()
    for id_, day in (("last", "2025-09-30 23:00"), ("first", "2025-10-01 09:00")):
        facts.message(id_, "a", day, thread_id="begun")
        facts.share(id_, "bin")
        facts.add(message_hashtag, message_id=id_, hashtag="bin")
    facts.message("private", "a", "2025-09-01 09:00", place_kind="private_group")
    with embedded(home) as (warehouse, _), scratch(warehouse):
        facts.pour(warehouse)
        assert drop_expired(warehouse, date(2025, 10, 1)) == 4
        for table in ("message", "message_link", "message_hashtag"):
            assert stored(warehouse, f"select message_id from {table}") == [("first",)]
        assert drop_expired(warehouse, date(2025, 10, 1)) == 0


def test_an_erasure_after_an_expiry_settles_on_and_forgets_nothing(home):
    """The history reaches to the last day then; what expired stays away."""
    facts = Facts()
    facts.export("2026-11-01")
    for number in range(20):
        facts.account(f"{number}", "2026-11-01", email_key=f"{number}")
    facts.message("1", "1", "2026-11-05 09:00")
    first, middle, kept = date(2026, 11, 1), date(2026, 11, 10), date(2025, 10, 1)
    with embedded(home) as (warehouse, settings), scratch(warehouse):
        facts.pour(warehouse)
        settle(warehouse, settings, middle, LAST, kept)
        before = read_history(settings)
        settle(warehouse, settings, LAST)
    after = read_history(settings)
    assert before
    assert after
    assert (before.through, before.latest, before.kept_from) == (middle, LAST, kept)
    assert (after.through, after.latest, after.kept_from) == (LAST, LAST, kept)
    days = {row["date"] for row in after.rows["activity"]}
    assert (min(days), max(days), len(days)) == (first, LAST, 22)
    assert {row["date"] for row in before.rows["activity"]} == {d for d in days if d <= middle}
    for name, rows in before.rows.items():
        assert [row for row in rows if row not in after.rows[name]] == [], name
    assert after.alone["activity"][: len(before.alone["activity"])] == before.alone["activity"]


def since_october(home):
    """The settings of a home in which facts from before 1 October 2026 have expired."""
    settings = settings_of(home)
    settings.data.mkdir(exist_ok=True)
    rows = dict.fromkeys(RULES, ()), dict.fromkeys(DAILY, ())
    first = date(2026, 8, 1)
    write_history(settings, History(first, first, Policy(), *rows, kept_from=date(2026, 10, 1)))
    return settings


def test_a_report_that_stays_proves_no_activity_of_days_that_expired(home):
    """Twelve were last active in September by a report of October, and wrote in November."""
    facts = Facts()
    facts.export("2026-08-01")
    for number in range(12):
        facts.account(f"{number}", "2026-08-01", email_key=f"{number}")
        facts.report("2026-10-02", f"{number}", "2026-09-20")
        facts.message(f"{number}", f"{number}", "2026-11-10 09:00")
    with embedded(home) as (warehouse, settings), scratch(warehouse):
        facts.pour(warehouse)
        # new, stayed, back, lapsed
        assert newest(work_out(warehouse, settings), "coming")[-4:] == (0, 0, 12, 0)
        workings = work_out(warehouse, since_october(home))
        assert workings
        assert newest(workings, "coming")[-4:] == (12, 0, 0, 0)
        assert stored(warehouse, "select min(date) from active_day") == [("2026-11-10",)]


def newest(workings, table):
    return workings.tables[table][-1]


def test_reports_that_have_expired_still_tell_which_period_the_ladder_shows(home):
    """Two reports of 28 days were told, and one of 7 is there: the ladder waits for the next."""
    facts = Facts()
    facts.export("2026-08-01")
    for number in range(12):
        facts.staff("2026-08-01", f"{number}", "Care", email_key=f"{number}")
        facts.account(f"{number}", "2026-08-01", email_key=f"{number}")
        facts.report("2026-11-15", f"{number}", "2026-11-14")
    with embedded(home) as (warehouse, settings), scratch(warehouse):
        facts.pour(warehouse)
        assert newest(work_out(warehouse, settings), "ladder")[:2] == (date(2026, 11, 15), 7)
        history = read_history(since_october(home))
        assert history
        reports = [
            dict.fromkeys(schema.engagement_period.columns.keys(), 0)
            | {"refresh_date": day, "period_days": 28, "department_id": "*", "is_concealed": False}
            for day in (date(2026, 8, 30), date(2026, 9, 27))
        ]
        rows = {**history.rows, "engagement_period": reports}
        write_history(settings, replace(history, rows=rows))
        workings = work_out(warehouse, settings)
        assert workings
        assert workings.tables["ladder"] == []


def told(home, text):
    """What is said where facts from before October 2025 have expired."""
    settings = settings_of(home, text)
    settings.data.mkdir(exist_ok=True)
    rows = dict.fromkeys(RULES, ()), dict.fromkeys(DAILY, ())
    write_history(settings, History(LAST, LAST, Policy(), *rows, kept_from=date(2025, 10, 1)))
    return list(expiry_lines(settings))


KEPT = "What people did is kept since 1 October 2025 (13 months)"
WARNING = "  Exports that are kept still tell what was before: set [privacy] keep_exports_days"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [KEPT, WARNING]),
        ("keep_exports_days = 30", [KEPT]),
        ("keep_exports_days = 800", [KEPT, WARNING]),
        (
            "keep_person_facts_months = 0",
            ["What people did is kept for good: set [privacy] keep_person_facts_months"],
        ),
    ],
)
def test_the_status_says_since_when_facts_are_kept(home, text, lines):
    assert told(home, text) == lines


def test_the_status_says_nothing_where_nothing_expired_or_it_may_not_be_read(home, monkeypatch):
    assert list(expiry_lines(settings_of(home))) == []
    told(home, "")
    monkeypatch.setattr("os.access", lambda *_: False)
    assert list(expiry_lines(settings_of(home))) == []


def test_a_warehouse_that_cannot_be_written_anew_is_told_in_one_sentence(home):
    """As on a full disk: here there is nothing to copy."""
    settings = settings_of(home)
    with pytest.raises(LoadError, match="Check that the disk has as much room"):
        compact(settings)
    assert not (settings.data / "warehouse.duckdb").exists()
