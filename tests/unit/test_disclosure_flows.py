"""Running totals of who came and who went, in examples that can be done on paper."""

from datetime import date
from typing import Any

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.schema import FLOWS
from tests.support.masked import masked

DAY = date(2026, 11, 22)


def published(**departments: dict[str, int]) -> dict[str, dict[str, object]]:
    """Department and flow to value or status. Each has 200 people; the whole sums them."""
    keys = list(departments)
    totals = {flow: sum(each.get(flow, 0) for each in departments.values()) for flow in FLOWS}
    rows: list[dict[str, Any]] = [
        {"date": DAY, "department_id": key} | {f"{flow}_count": told.get(flow, 0) for flow in FLOWS}
        for key, told in {"*": totals, **departments}.items()
    ]
    adoption = [
        {
            "date": DAY,
            "department_id": key,
            "headcount_count": 200 if key != "*" else 200 * len(keys),
            "eligible_count": 200 if key != "*" else 200 * len(keys),
            "member_count": 50 if key != "*" else 50 * len(keys),
        }
        for key in ("*", *keys)
    ]
    listed = [{"department_id": key, "parent_id": None} for key in keys]
    found = masked(
        {schema.adoption: adoption, schema.member_flow: rows, schema.department: listed}, Policy()
    )
    return {
        str(row["department_id"]): {
            flow: row[f"{flow}_count"] if row[f"{flow}_status"] == "ok" else row[f"{flow}_status"]
            for flow in FLOWS
        }
        for row in found[schema.member_flow]
    }


BESIDE = {"b": {"joined": 31, "left": 5}, "c": {"joined": 21}, "d": {"joined": 3}, "e": {}}


def test_nobody_is_few_so_that_what_others_did_does_not_follow_from_the_members() -> None:
    """With 11 more members and nobody else coming or going, 11 would have joined."""
    told = published(a={"joined": 11}, **BESIDE)
    assert told["a"] == dict.fromkeys(FLOWS, "under") | {"joined": 10}
    assert told["d"] == dict.fromkeys(FLOWS, "under")
    assert told["*"] == dict.fromkeys(FLOWS, "few") | {"joined": 65, "left": 5}


def test_totals_that_follow_from_the_members_are_hidden() -> None:
    """17 more members of a. 14, 9 and 9 are the most who can have come where 10, and under 10, are
    told, and 15, none and none the fewest who can have gone where 20, and under 10, are: 32 less 15
    is all there can be. With 16 who left, one fewer may have joined and one fewer have left.
    """
    came = {"joined": 14, "returned": 9, "moved_in": 9}
    told = published(a={**came, "left": 15}, **BESIDE)
    assert set(told["a"].values()) == {"hidden"}
    told = published(a={**came, "left": 16}, **BESIDE)
    assert (told["a"]["joined"], told["a"]["left"]) == (10, 20)


def test_four_departments_tell_no_flows() -> None:
    """Whoever heads one would learn of another."""
    told = published(a={"joined": 30}, b={"joined": 40}, c={"joined": 50}, d={"joined": 60})
    assert {cell for each in told.values() for cell in each.values()} == {"hidden"}
