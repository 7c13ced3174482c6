"""What follows from what is published, in examples that can be done on paper."""

from datetime import date
from typing import Any

import pytest

from etl.disclosure import masking
from etl.disclosure.groups import find_groups
from etl.disclosure.masking import mask
from etl.disclosure.rules import Around, ByDepartment, Measure, Policy

DAY = date(2026, 11, 22)
MEMBERS = ByDepartment(
    day="date",
    measures=(
        Measure(column="headcount_count", kind="size"),
        Measure(column="member_count", inside=("headcount_count",)),
    ),
)
ACTIVE = ByDepartment(
    day="date",
    around=Around("adoption", MEMBERS),
    measures=(Measure(column="active_7_count", within="members", inside=("member_count",)),),
)
Counts = dict[str, tuple[int, int, int]]


def published(counts: Counts, disclosure: ByDepartment, name: str) -> dict[str, object]:
    """Department to value or status. ``counts``: headcount, members and active; * the whole."""
    rows: list[dict[str, Any]] = [
        {
            "date": DAY,
            "department_id": key,
            "headcount_count": headcount,
            "member_count": members,
            "active_7_count": active,
        }
        for key, (headcount, members, active) in counts.items()
    ]
    told: dict[str, list[dict[str, Any]]] = {
        "adoption": rows,
        "department": [{"department_id": key} for key in counts if key != "*"],
        "department_parent": [],
        "activity_basis": [],
    }
    groups = find_groups(told, Policy(), "*", "exact")
    found = mask(rows, ["date", "department_id"], disclosure, groups)
    value, status = f"{name}_count", f"{name}_status"
    return {
        row["department_id"]: row[value] if row[status] == "ok" else row[status] for row in found
    }


def test_two_bands_and_a_total_that_leave_room_stay() -> None:
    counts = {"*": (200, 63, 0), "a": (100, 60, 0), "b": (100, 3, 0)}
    assert published(counts, MEMBERS, "member") == {"*": 65, "a": 60, "b": "few"}


def test_a_band_stays_where_who_knows_the_other_department_is_left_with_more_than_one() -> None:
    """The whole has 63 to 67 members. Whoever heads a knows its 62: b may have 1 to 4."""
    counts = {"*": (200, 66, 0), "a": (100, 62, 0), "b": (100, 4, 0)}
    assert published(counts, MEMBERS, "member") == {"*": 65, "a": 60, "b": "few"}


def test_a_band_that_follows_hides_more() -> None:
    """The whole has 68 to 72. Whoever heads a knows its 64: b had 4, the most that few are."""
    counts = {"*": (200, 68, 0), "a": (100, 64, 0), "b": (100, 4, 0)}
    assert "hidden" in published(counts, MEMBERS, "member").values()


@pytest.mark.parametrize("active", [4, 3])
def test_what_is_part_of_a_band_is_hidden_where_both_tell(active: int) -> None:
    """Of 13 members (13 to 17 published) 9 are active, all but 4: the most that all but few are.

    So 13 and 9 follow for whoever knows the other department's figures, unless something is hidden.
    """
    counts = {
        "*": (60, 13 + active, 9 + active),
        "a": (30, 13, 9),
        "b": (30, active, active),
    }
    by_active = published(counts, ACTIVE, "active_7")
    assert by_active["a"] in ("hidden", "most")
    assert "hidden" in (*by_active.values(), *published(counts, MEMBERS, "member").values())


SHARED = ByDepartment(measures=(Measure(column="people_count"),), is_open=True, is_sparse=True)
IDEAS = {
    "one": {"*": 14, "a": 1, "b": 3, "c": 10},
    "two": {"*": 12, "a": 1, "b": 3, "c": 8},
    "like one": {"*": 14, "a": 1, "b": 3, "c": 10},
    "like two": {"*": 12, "a": 1, "b": 3, "c": 8},
}


def ideas(names: list[str]) -> list[dict[str, Any]]:
    return [
        {"idea_id": name, "department_id": key, "people_count": people}
        for name in names
        for key, people in IDEAS[name].items()
    ]


def shown(rows: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[object, object]]:
    sizes = {"*": 300, "a": 100, "b": 100, "c": 100}
    people = [
        {"date": DAY, "department_id": key, "headcount_count": size, "member_count": size}
        for key, size in sizes.items()
    ]
    told: dict[str, list[dict[str, Any]]] = {
        "adoption": people,
        "department": [{"department_id": key} for key in "abc"],
        "department_parent": [],
        "activity_basis": [],
    }
    groups = find_groups(told, Policy(), "*", "exact")
    return {
        (row["idea_id"], row["department_id"]): (row["people_count"], row["people_status"])
        for row in mask(rows, ["idea_id", "department_id"], SHARED, groups)
    }


@pytest.mark.parametrize("remembered", [5_000, 1])
def test_ideas_with_the_same_counts_read_as_each_would_by_itself(
    monkeypatch: pytest.MonkeyPatch, remembered: int
) -> None:
    """Were c shown in two, 8 to 12, whoever leads b and knows its 3 would be left with a = 1."""
    monkeypatch.setattr(masking, "_MOST_KNOWN", remembered)
    every = shown(ideas(list(IDEAS)))
    alone = [shown(ideas([name])) for name in IDEAS]
    assert every == {place: cell for each in alone for place, cell in each.items()}
    for name in ("one", "like one"):
        assert [every[name, key] for key in "abc"] == [(None, "few"), (None, "few"), (10, "ok")]
    for name in ("two", "like two"):
        assert (None, "hidden") in [every[name, key] for key in "abc"]


def test_half_of_a_block_is_not_protected_as_if_it_were_all() -> None:
    rows = ideas(["one", "two"])
    with pytest.raises(ValueError, match="follow"):
        shown([*rows[:2], *rows[4:], *rows[2:4]])
