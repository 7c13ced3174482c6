"""A department comes under another parent: the past stays, and each day has the tree of its own."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.editions import schema
from etl.organisation import derive_departments, derive_employment, read_register
from etl.warehouse import schema as warehouse
from etl.warehouse.engine import open_warehouse
from tests.support.facts import (
    AS_OF,
    Facts,
    builder,
    embedded,
    scratch,
    settings_of,
    stored,
)
from tests.support.reorganised import department, departments

LIST, MOVED, EARLIER = "2026-10-01", "2026-11-02", "2026-10-20"
BEFORE = {"place": None, "people": None, "parks": "place", "roads": "place", "care": "people"}
AFTER = BEFORE | {"parks": "people"}
STAFF = {"parks": 3, "roads": 4, "care": 5, "place": 1}
PLACED = ("parks", "roads", "care", "place")
BY_DAY = [
    each.name
    for each in schema.metadata.sorted_tables
    if {"date", "department_id"} <= set(each.columns.keys())
]


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    with builder(tmp_path_factory.mktemp("editions")) as ask:
        yield ask


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with embedded(tmp_path_factory.mktemp("random")) as opened:
        yield opened


def council(basis="people"):
    """Thirteen colleagues in four departments; the first of each is a member who writes."""
    facts = Facts()
    facts.export()
    for place, label in enumerate(PLACED):
        if basis == "table":
            facts.headcount(LIST, label, STAFF[label], 1)
        for number in range(STAFF[label] if basis == "people" else 0):
            key = f"{label}{number}"
            facts.staff(LIST, key, label, email_key=key, is_eligible=number > 0)
        facts.account(
            f"a{place}", f"2026-10-0{place + 2}", email_key=f"{label}0", department_label=label
        )
        for day in ("2026-10-10", "2026-11-12"):
            facts.message(f"m{place}-{day}", f"a{place}", f"{day} 09:00")
    facts.account("stranger", "2026-10-05", email_key="nobody", department_label="parks")
    departments(facts, LIST, BEFORE)
    return facts


def staff(found, day, column="headcount_count"):
    return {row["department_id"]: row[column] for row in found.rows("adoption", date=day)}


@pytest.mark.parametrize("basis", ["people", "table"])
def test_each_day_has_the_parents_of_its_own(figures, basis):
    facts = council(basis)
    was = figures(facts)
    departments(facts, MOVED, AFTER)
    found = figures(facts)
    assert staff(found, "2026-11-01") == {"*": 13, "place": 8, "people": 5, **PARTS}
    assert staff(found, MOVED) == {"*": 13, "place": 5, "people": 8, **PARTS}
    members = staff(found, AS_OF, "member_count")
    assert (members["*"], members["place"], members["people"]) == (
        4 + (basis == "table"),
        2,
        2 + (basis == "table"),
    )
    for table in BY_DAY:
        earlier = [row for row in was.rows(table) if row["date"] < MOVED]
        assert [row for row in found.rows(table) if row["date"] < MOVED] == earlier, table
    parents = found.rows("department_parent", department_id="parks")
    assert [(row["valid_from"], row["parent_id"]) for row in parents] == [
        ("2026-10-02", "place"),
        (MOVED, "people"),
    ]
    assert found.row("department", department_id="parks")["parent_id"] == "people"


def test_postgresql_tells_the_same(figures, tmp_path, postgresql_database):
    facts = council("table")
    departments(facts, MOVED, AFTER)
    settings_ = settings_of(tmp_path, url=postgresql_database)
    with open_warehouse(settings_) as warehouse_:
        workings = facts.workings(warehouse_, settings_)
    expected = figures(facts).workings
    assert workings is not None
    for table in ("adoption", "activity", "member_flow", "ledger_department", "department_parent"):
        assert workings.tables[table] == expected.tables[table], table


@pytest.fixture(scope="module")
def moved(figures):
    facts = council()
    departments(facts, MOVED, AFTER)
    return figures(facts)


def test_activity_and_the_ledger_follow_the_tree_of_the_day(moved):
    active = {
        day: moved.column("activity", "department_id", "active_28_count", date=day)
        for day in ("2026-11-01", MOVED)
    }
    assert [(each["place"], each["people"]) for each in active.values()] == [(3, 1), (2, 2)]
    strangers = {
        day: moved.column("unplaced", "department_id", "unplaced_count", date=day)
        for day in ("2026-11-01", MOVED)
    }
    assert [(each["place"], each["people"]) for each in strangers.values()] == [(1, 0), (0, 1)]
    accounts = {
        day: moved.column(
            "ledger_department",
            "department_id",
            "account_count",
            date=day,
            state="unmatched",
            reason=schema.EVERY_REASON,
        )
        for day in ("2026-10-31", AS_OF)
    }
    assert accounts["2026-10-31"] == {"*": 1, "parks": 1, "place": 1}
    assert accounts[AS_OF] == {"*": 1, "parks": 1, "people": 1}


def test_members_come_to_and_leave_the_parents_but_no_department_and_not_the_whole(moved):
    """Running totals: of the member in parks one moves out of place and into people."""
    flows = {row["department_id"]: row for row in moved.rows("member_flow", date=AS_OF)}
    out = {key: row["moved_out_count"] for key, row in flows.items()}
    came = {key: row["moved_in_count"] for key, row in flows.items()}
    assert out == {"*": 1, "place": 1, "people": 0, **NONE}
    assert came == {"*": 1, "place": 0, "people": 1, **NONE}


def test_a_line_with_a_day_corrects_the_past_and_says_so(empty):
    facts = council()
    departments(facts, MOVED, {key: to for key, to in BEFORE.items() if key != "parks"})
    department(facts, "parks", "Parks", "people", since=EARLIER, listed=MOVED)
    sizes = counted(empty, facts)
    assert (sizes[LIST, "place"], sizes[LIST, "people"]) == (8, 5)
    assert (sizes[EARLIER, "place"], sizes[EARLIER, "people"]) == (5, 8)
    with scratch(empty[0]):
        facts.pour(empty[0])
        (notice,) = derive_departments(empty[0])
    assert notice.code == "past_parent"
    assert "give valid_from the day of the move" in notice.sentence


def test_a_department_that_the_latest_list_leaves_out_keeps_its_past(empty):
    facts = council()
    was = counted(empty, facts)
    departments(facts, MOVED, {key: to for key, to in BEFORE.items() if key != "parks"})
    assert counted(empty, facts) == was


def test_of_two_lists_of_one_day_the_later_export_holds(empty):
    facts = council()
    for id_, parent in {"place": None, "care": "place"}.items():
        facts.add(
            warehouse.department_list,
            snapshot_id="corrected",
            department_id=id_,
            name=id_,
            parent_id=parent,
            valid_from_key="",
            exported_at=f"{LIST} 09:00",
        )
    with scratch(empty[0]):
        facts.pour(empty[0])
        assert read_register(empty[0]).hierarchy.on(date(2026, 11, 1)) == {"care": "place"}


KEYS = st.sampled_from(["parks", "roads", "care", "place", "people"])
TREES = st.dictionaries(KEYS, st.one_of(st.none(), KEYS), min_size=1)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees=st.lists(TREES, min_size=1, max_size=3))
def test_whatever_is_moved_each_parent_has_its_parts_and_the_past_stays(empty, trees):
    """Stretches of staff, as every figure counts them, under random lists one after another."""
    days = (LIST, EARLIER, MOVED)
    facts = council()
    before = counted(empty, facts)
    for day, tree in zip(days[1:], trees, strict=False):
        departments(facts, day, BEFORE | tree)
        now = counted(empty, facts)
        earlier = [each for each in days if each < day]
        assert {key: now[key] for key in now if key[0] in earlier} == {
            key: before[key] for key in before if key[0] in earlier
        }
        before = now


def counted(empty, facts):
    """Day and department to its people; checks that they are its own and those of its parts."""
    with scratch(empty[0]):
        facts.pour(empty[0])
        derive_departments(empty[0])
        derive_employment(empty[0], empty[1])
        staffed = stored(
            empty[0], "select department_id, person_key, valid_from, valid_to from staffed"
        )
        parents = read_register(empty[0]).hierarchy
    found = {}
    for day in (LIST, EARLIER, MOVED, AS_OF):
        held: dict[str, list[str]] = {}
        for key, person, start, end in staffed:
            if start <= day < end:
                held.setdefault(key, []).append(person)
        for key in {*BEFORE}:
            parts = [
                each
                for each, parent in parents.on(date.fromisoformat(day)).items()
                if parent == key
            ]
            own = [f"{key}{number}" for number in range(STAFF.get(key, 0))]
            whole = own + [person for part in parts for person in held.get(part, [])]
            assert sorted(held.get(key, [])) == sorted(whole)
            found[day, key] = len(whole)
    return found


PARTS = {"parks": 3, "roads": 4, "care": 5}
NONE = dict.fromkeys(PARTS, 0)
