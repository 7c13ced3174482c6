"""A stretch that reaches back over an erasure counts no fewer than its days were told with."""

from datetime import date, timedelta
from typing import Any

import pytest

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.history import DAILY, RULES, History
from etl.editions.lasting import lasting

ERASED = date(2026, 11, 15)
WEEK = timedelta(days=7)


def row(day: date, **counts: int | str) -> dict[str, Any]:
    """A row of activity in which nobody did anything but what is said; texts are statuses."""
    found: dict[str, Any] = {"date": day, "department_id": "care"}
    for kind in ("active", "contributor"):
        for days in schema.WINDOWS:
            told = counts.get(f"{kind}_{days}", 0)
            is_text = isinstance(told, str)
            found[f"{kind}_{days}_count"] = None if is_text else told
            found[f"{kind}_{days}_status"] = told if is_text else "ok"
    return found


def held(
    later: dict[str, Any], exactly: int, members: int, erased: date | None = ERASED
) -> tuple[int | None, str]:
    """What is published of active_28 where 35 were told to be active in the week before."""
    rows = {name: [row(ERASED, active_7=35)] if name == "activity" else [] for name in RULES}
    history = History(ERASED, ERASED, Policy(), rows, {name: [] for name in DAILY}, erased)
    place = {"date": later["date"], "department_id": "care"}
    exact = {
        "adoption": [place | {"headcount_count": 60, "member_count": members}],
        "activity": [
            place
            | {
                f"{k}_{d}_count": exactly * (k == "active")
                for k in ("active", "contributor")
                for d in schema.WINDOWS
            }
        ],
    }
    (found,) = lasting(history, [later], exact, Policy())
    return found["active_28_count"], found["active_28_status"]


@pytest.mark.parametrize(
    ("exactly", "members", "expected"),
    [
        (32, 50, (35, "ok")),  # with one more it would read as it was told
        (32, 37, (None, "most")),  # with one more nearly all would be active
        (31, 50, (30, "ok")),  # one more does not reach it: others left
    ],
)
def test_one_person_fewer_does_not_show(
    exactly: int, members: int, expected: tuple[int | None, str]
) -> None:
    assert held(row(ERASED + WEEK, active_28=30), exactly, members) == expected


def test_what_does_not_reach_back_is_as_it_is() -> None:
    assert held(row(ERASED + 4 * WEEK, active_28=30), 32, 50) == (30, "ok")
    assert held(row(ERASED + WEEK, active_28=30), 32, 50, erased=None) == (30, "ok")


def test_what_is_hidden_stays_hidden() -> None:
    assert held(row(ERASED + WEEK, active_28="hidden"), 32, 50) == (None, "hidden")


def test_a_few_that_were_told_as_five_stay_five() -> None:
    rows = {name: [row(ERASED, active_7=5)] if name == "activity" else [] for name in RULES}
    history = History(ERASED, ERASED, Policy(), rows, {name: [] for name in DAILY}, ERASED)
    later = row(ERASED + WEEK, active_28="few")
    exact = {
        "adoption": [later | {"headcount_count": 60, "member_count": 50}],
        "activity": [
            later | {f"{k}_{d}_count": 4 for k in ("active", "contributor") for d in schema.WINDOWS}
        ],
    }
    (found,) = lasting(history, [later], exact, Policy())
    assert (found["active_28_count"], found["active_28_status"]) == (5, "ok")
