"""Figures that were told stay, and later ones show no difference to them."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Date

from etl.disclosure.rules import ByDepartment, Policy, WholeOnly
from etl.editions import schema
from etl.editions.history import DAILY, RULES, History, Span
from etl.editions.history_file import (
    first_told,
    is_told,
    kept_from,
    read_history,
    told_lingering,
    told_rows,
    write_history,
)
from etl.editions.lingering import Lingering
from etl.editions.published import Published
from etl.editions.tables.control_week import Week, joins
from etl.settings import load_settings

FIRST, LAST = date(2026, 9, 1), date(2026, 10, 4)
NEXT = date(2026, 10, 11)
DAYS = frozenset({date(2026, 9, 27), LAST, NEXT})
SPAN = Span(FIRST, NEXT, DAYS)


def history(**rows: list[dict[str, Any]]) -> History:
    told = {name: rows.get(name, []) for name in RULES}
    alone = {name: rows.get(f"{name}_alone", []) for name in DAILY}
    return History(LAST, FIRST, Policy(), told, alone)


def member(
    day: date, count: int | None, department: str = "*", status: str = "ok"
) -> dict[str, Any]:
    headcount = {"headcount_count": 40, "headcount_status": "ok"}
    eligible = {"eligible_count": None, "eligible_status": "no_data"}
    counts = {"member_count": count, "member_status": status}
    return {"date": day, "department_id": department} | headcount | eligible | counts


def flow(day: date, joined: int | None, status: str = "ok") -> dict[str, Any]:
    row: dict[str, Any] = {"date": day, "department_id": "care"}
    for name in schema.FLOWS:
        row |= {f"{name}_count": 0, f"{name}_status": "ok"}
    return row | {"joined_count": joined, "joined_status": status}


def test_days_that_were_told_are_told_again_and_later_ones_anew() -> None:
    told = [member(LAST, 15), member(LAST - timedelta(days=1), 15)]
    later = [member(LAST, 10), member(NEXT, 10)]
    found = history(adoption=told).shown("adoption", later, SPAN, Policy())
    assert found == [member(LAST, 15), member(NEXT, 10)]


def test_on_days_without_departments_the_whole_is_as_it_is_alone() -> None:
    day = LAST - timedelta(days=1)
    made = history(adoption=[member(day, None, status="hidden")], adoption_alone=[member(day, 15)])
    assert made.shown("adoption", [], SPAN, Policy()) == [member(day, 15)]
    on_that_day = replace(SPAN, days=frozenset({day}))
    assert made.shown("adoption", [], on_that_day, Policy()) == made.rows["adoption"]


def test_under_stricter_rules_departments_begin_later() -> None:
    told = [member(LAST, 15), member(LAST, 15, "care")]
    later = [member(NEXT, 15, "care")]
    for stricter in (Policy(minimum_group=12), Policy(minimum_cell=6)):
        found = history(adoption=told).shown("adoption", later, SPAN, stricter)
        assert found == [told[0], later[0]]
    assert history(adoption=told).shown("adoption", later, SPAN, Policy(5)) == [*told, *later]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (flow(NEXT, 10), flow(NEXT, 15)),
        (flow(NEXT, None, "few"), flow(NEXT, 15)),
        (flow(NEXT, None, "under"), flow(NEXT, 15)),
        (flow(NEXT, 20), flow(NEXT, 20)),
        (flow(NEXT, None, "hidden"), flow(NEXT, None, "hidden")),
    ],
)
def test_a_running_total_never_falls(later: dict[str, Any], expected: dict[str, Any]) -> None:
    made = history(member_flow=[flow(LAST, 15), flow(LAST - timedelta(days=7), 5)])
    assert made.carried("member_flow", [later], SPAN)[-1] == expected


def cohort(
    month: int, number: int, members: int, active: int | None, mature: bool
) -> dict[str, Any]:
    return {
        "cohort_date": date(2026, month, 1),
        "month_number": number,
        "department_id": "*",
        "member_count": members,
        "active_count": active,
        "is_mature": mature,
    }


def test_those_who_joined_in_a_month_stay_as_many() -> None:
    made = history(cohort=[cohort(7, 1, 15, 10, True), cohort(7, 2, 15, 10, True)])
    span = replace(SPAN, last=date(2026, 11, 1))
    assert made.carried("cohort", [cohort(7, 3, 10, 5, True)], span)[2:] == [
        cohort(7, 3, 15, 5, True)
    ]


def test_a_month_that_has_become_too_few_shows_nobody_active_and_stays() -> None:
    made = history(cohort=[cohort(7, 1, 10, 5, True), cohort(7, 2, 10, 5, True)])
    span = replace(SPAN, last=date(2026, 11, 1))
    assert made.carried("cohort", [], span)[2:] == [
        cohort(7, 3, 10, None, True),
        cohort(7, 4, 10, None, False),
    ]


def test_a_stretch_that_an_edition_told_after_the_last_day_of_history_stays_too() -> None:
    """Who is new rests on all that was ever known: what has expired since cannot be asked."""
    told = {"to_date": NEXT, "department_id": "*", "new_count": 5}
    later = {**told, "new_count": 10}
    made = history(coming=[told])
    assert made.shown("coming", [later], SPAN, Policy()) == [told, later]
    assert replace(made, latest=NEXT).shown("coming", [later], SPAN, Policy()) == [told]


def test_stretches_are_those_counted_back_from_the_last_day() -> None:
    last = NEXT - timedelta(days=28)
    rows = [
        {"to_date": day, "department_id": "*", "new_count": 5}
        for day in (last, last - timedelta(days=1), last - timedelta(days=28))
    ]
    found = history(coming=rows).shown("coming", [], SPAN, Policy())
    assert [row["to_date"] for row in found] == [last, last - timedelta(days=28)]


def test_a_week_of_joins_that_was_told_is_not_counted_again() -> None:
    days = [LAST + timedelta(days=number) for number in range(8)]
    counted = [(day, 1, True, False) for day in days]
    week = ("joins", "*", LAST, 10.0, "counted", None, None, None, True, None)
    published = Published({"join_day": counted, "control_week": [week]})
    assert joins(published, [LAST, LAST + timedelta(days=7)]) == [
        Week(LAST, 10, "counted"),
        Week(LAST + timedelta(days=7), 5, "counted"),
    ]


def test_the_file_gives_back_what_was_written(home: Path) -> None:
    settings = load_settings(home, {})
    assert read_history(settings) is None
    assert first_told(settings) is None
    assert not is_told(settings, FIRST)
    assert kept_from(settings) is None
    assert told_rows(settings, "adoption") == ()
    assert told_lingering(settings) == ()
    made = history(adoption=[member(LAST, 15)], adoption_alone=[member(LAST, 15)])
    write_history(settings, made)
    assert kept_from(settings) is None
    held = [
        Lingering(("care", "law"), "active", LAST, 2),
        Lingering((), "member", LAST, 1, "begun"),
    ]
    made = replace(made, latest=NEXT, kept_from=FIRST, lingering=held)
    write_history(settings, made)
    assert read_history(settings) == made
    assert kept_from(settings) == FIRST
    assert told_rows(settings, "adoption") == made.rows["adoption"]
    assert told_lingering(settings) == held
    assert first_told(settings) == FIRST
    assert is_told(settings, LAST)
    assert not is_told(settings, NEXT)


def test_every_table_that_tells_of_people_by_day_has_a_rule() -> None:
    """Without one its earlier days would be worked out anew after an erasure."""
    dated = {
        table.name
        for table in schema.metadata.sorted_tables
        if any(isinstance(column.type, Date) for column in table.primary_key.columns)
        and (
            isinstance(table.info["disclosure"], ByDepartment)
            or (isinstance(table.info["disclosure"], WholeOnly) and table.info["disclosure"].people)
        )
    }
    # It compares with the last day of the edition alone; weeks are judged out of other tables, and
    # what activity rests on counts nobody.
    others = {"control_week", "activity_basis"}
    assert dated - {"people_change"} == RULES.keys() - others
