"""Who was erased counts on as if they did nothing more, until no figure reaches back to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from etl.disclosure.rules import Policy, WholeOnly
from etl.editions.build import work_out
from etl.editions.deriving import derive
from etl.editions.history import DAILY, RULES, History
from etl.editions.history_file import is_told, told_lingering, write_history
from etl.editions.lingering import LINGERED, Lingering
from etl.editions.rows import exactly
from etl.editions.settling import settle
from etl.erasure.facts import erase_facts
from etl.erasure.lingering import confirm, drop_unbegun, let_go, remember
from etl.settings import Settings
from etl.subject.known import Keys
from etl.warehouse.engine import Warehouse
from tests.support.facts import Facts, embedded, scratch
from tests.support.reorganised import department

TOLD, LAST = date(2026, 8, 9), date(2026, 9, 20)
ANSWERED = date(2026, 8, 7)
DAY, MONTH = timedelta(days=1), timedelta(days=30)
GONE = (2, 4)
"""2 began a thread, and both answered in one; 4 is not eligible."""
ACTS = {
    *("message_count", "top_1_share", "top_10_share", "gini_members", "gini_authors"),
    *("thread_count", "replied_count", "week_share", "median_hours"),
    *("post_count", "reaction_count", "read_count"),
}
"""What people did, not how many they are: that leaves with them."""
KEYS = [Keys({"a2", "e2", "s2"}), Keys({"a4", "e4", "s4"})]


def told() -> Facts:
    """Parks, which is part of Place, and Law: 36 people of whom 34 joined, up to 9 August."""
    facts = Facts()
    facts.export("2026-07-26", f"{TOLD}")
    department(facts, "place", "Place")
    department(facts, "parks", "Parks", parent="place")
    for number in range(36):
        label = "Parks" if number % 2 == 0 else "Law"
        key = {"email_key": f"e{number}", "is_eligible": number != 4}
        facts.staff("2026-07-26", f"s{number}", label, **key)
        if number < 34:
            facts.account(f"a{number}", "2026-07-26", email_key=f"e{number}")
    for number in range(0, 12, 2):
        if number != 4:
            facts.message(f"thread {number}", f"a{number}", "2026-07-26 09:00")
        facts.message(f"answer {number}", f"a{number}", f"{ANSWERED} 09:00", thread_id="thread 0")
    reported(facts, TOLD, range(34))
    return facts


def reported(facts: Facts, day: date, numbers: Any) -> None:
    """A report of 30 days: who read, on 3 August or, from the 21st to the 27th, every week."""
    for number in numbers:
        last = None if number > 27 else day if number > 20 else date(2026, 8, 3)
        reads = int(last is not None and day - MONTH < last)
        seen = f"{last}" if last else None
        facts.report(f"{day}", f"e{number}", seen, period_days=30, read_count=reads)


def later(numbers: list[int]) -> Facts:
    """What exports up to November bring."""
    facts = Facts()
    facts.export("2026-07-26", f"{LAST}", snapshot_id="s2")
    for week in range(1, 7):
        day = TOLD + 7 * week * DAY
        reported(facts, day, numbers)
        facts.message(f"thread of {day}", "a6", f"{day} 09:00")
    return facts


def rows_after(warehouse: Warehouse, settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """What counts people in the rows of later days."""
    workings = work_out(warehouse, settings)
    assert workings
    return {
        table.name: [
            {name: cell for name, cell in row.items() if name not in ACTS}
            for row in (exactly(table, row) for row in workings.tables[table.name])
            if (table.name not in RULES or RULES[table.name].day(row) > TOLD)
            and (row["department_id"] == "*" or not isinstance(table.info["disclosure"], WholeOnly))
        ]
        for table in LINGERED
    }


@dataclass(frozen=True)
class Story:
    """What was remembered of 2 and 4, and the rows of later days with and without an erasure."""

    begun: Sequence[Lingering]
    held: Sequence[Lingering]
    found: dict[str, list[dict[str, Any]]]
    expected: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    with embedded(tmp_path_factory.mktemp("kept")) as (warehouse, settings), scratch(warehouse):
        told().pour(warehouse)
        later([*range(34)]).pour(warehouse)
        expected = rows_after(warehouse, settings)
    with embedded(tmp_path_factory.mktemp("erased")) as (warehouse, settings), scratch(warehouse):
        told().pour(warehouse)
        settle(warehouse, settings, TOLD)
        for number, keys in enumerate(KEYS):
            remember(warehouse, settings, keys, f"tombstone {number}")
            erase_facts(warehouse, keys)
        begun = told_lingering(settings)
        derive(warehouse, settings)
        remember(warehouse, settings, KEYS[0], "tombstone 0")
        held = told_lingering(settings)
        later([number for number in range(34) if number not in GONE]).pour(warehouse)
        return Story(begun, held, rows_after(warehouse, settings), expected)


def test_every_later_count_is_what_it_would_be_had_they_done_nothing_more(story: Story) -> None:
    expected = story.expected
    for rows in (story.found, expected):
        for row in rows["cohort"]:
            row["member_count"] = None  # what is published stays as it was told
    assert story.found == expected
    assert [row["active_count"] for row in expected["cohort"]] == [28, None]
    assert [row["lapsed_count"] for row in expected["coming"]] == [20]
    assert [row["author_count"] for row in expected["concentration"]] == [6]
    whole = [row["reader_count"] for row in expected["ladder"] if row["department_id"] == "*"]
    assert whole == [28, 28, 28, 8, 8, 8]
    place = [row for row in expected["activity"] if row["department_id"] == "place"]
    assert [row["contributor_28_count"] for row in place[:1] + place[30:31]] == [6, 1]


def test_what_is_remembered_says_what_they_last_did_and_is_remembered_once(story: Story) -> None:
    assert story.held == story.begun
    assert {each.departments for each in story.held} == {("parks",), ()}
    wrote = dict.fromkeys(("active", "contributor", "reader", "reactor", "writer"), ANSWERED)
    last = {"active, joined 2026-07": ANSWERED, "new": ANSWERED, "read": date(2026, 8, 3)}
    expected = {"headcount": TOLD, "member": TOLD, **wrote, **last}
    of_4 = [each for each in story.held if each.begun == "tombstone 1"]
    assert {each.kind: each.last_date for each in of_4} == expected
    of_2 = [each for each in story.held if each.begun == "tombstone 0"]
    more = {"eligible": TOLD, "poster": date(2026, 7, 26)}
    assert {each.kind: each.last_date for each in of_2} == expected | more


def test_once_an_erasure_is_done_they_are_told_apart_by_nothing_and_go_in_the_end(
    home: Path,
) -> None:
    facts = Facts()
    facts.export(f"{LAST}", f"{LAST}")
    facts.account("a", f"{LAST}")
    done, through = Lingering(("law",), "member", TOLD), TOLD + timedelta(days=179)
    held = [replace(done, begun=name) for name in ("one", "other", "never")]
    with embedded(home) as (warehouse, settings), scratch(warehouse):
        facts.pour(warehouse)
        told = dict.fromkeys(RULES, ()), dict.fromkeys(DAILY, ())
        write_history(settings, History(TOLD, LAST, Policy(), *told, lingering=held))
        confirm(settings, "one")
        confirm(settings, "other")
        drop_unbegun(settings)
        assert told_lingering(settings) == [replace(done, people_count=2)]
        let_go(warehouse, settings, through)
        assert len(told_lingering(settings)) == 1
        let_go(warehouse, settings, through + DAY)
        assert told_lingering(settings) == []
        assert is_told(settings, through)
