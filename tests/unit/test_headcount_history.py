"""The past stands: no later staff list changes who was staff, where, on an earlier day."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.organisation import derive_departments, derive_employment
from tests.support.facts import Facts, embedded, scratch, stored

START = date(2026, 1, 1)
IDS = [f"p{number}" for number in range(5)]
NUMBERS = st.sampled_from([None, None, "n1", "n2", "n3"])
DAYS = st.integers(-60, 200).map(lambda days: START + timedelta(days=days))

ROW = st.fixed_dictionaries(
    {
        "department_label": st.sampled_from(["Housing", "Parks", "HOUSING", None]),
        "class": st.sampled_from([None, "employee", "agency"]),
        "is_eligible": st.sampled_from([None, True, False]),
        "directory_key": NUMBERS,
        "employee_key": NUMBERS,
        "email_key": NUMBERS,
        "start_date": st.none() | DAYS,
        "end_date": st.none() | DAYS,
    }
)
LIST = st.dictionaries(st.sampled_from(IDS), st.lists(ROW, min_size=1, max_size=2), min_size=1)
KIND = st.sampled_from(["people", "people", "directory"])
HISTORY = st.lists(st.tuples(KIND, LIST), min_size=2, max_size=4)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with embedded(tmp_path_factory.mktemp("history")) as opened:
        yield opened


def employed(opened, lists):
    warehouse, configured = opened
    facts = Facts()
    for number, (kind, people) in enumerate(lists):
        for id_, posts in people.items():
            for post, row in enumerate(posts, 1):
                values = {"list_kind": kind, "post_no": post, "snapshot_id": f"{kind}-{number}"}
                listed = (START + timedelta(days=30 * number)).isoformat()
                label = row["department_label"]
                rest = {name: row[name] for name in row if name != "department_label"}
                if kind == "directory":  # its reader always tells a class
                    rest["class"] = row["class"] or "employee"
                facts.staff(listed, id_, label, **values, **rest)
    with scratch(warehouse):
        facts.pour(warehouse)
        derive_departments(warehouse)
        derive_employment(warehouse, configured)
        return stored(
            warehouse,
            "select person_key, department_id, is_counted, is_eligible, valid_from, valid_to "
            "from employment",
        )


def before(rows, day):
    """The stretches up to ``day``, told as if nothing later was known."""
    return sorted(((*row[:4], row[4], min(row[5], day)) for row in rows if row[4] < day), key=repr)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY)
def test_no_later_list_changes_employment_of_an_earlier_day(opened, history):
    day = (START + timedelta(days=30 * (len(history) - 1))).isoformat()
    assert before(employed(opened, history), day) == before(employed(opened, history[:-1]), day)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORY, chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(opened, history, chance):
    shuffled = []
    for kind, people in history:
        ids = list(people)
        chance.shuffle(ids)
        shuffled.append((kind, {id_: people[id_] for id_ in ids}))
    assert sorted(employed(opened, history), key=repr) == sorted(
        employed(opened, shuffled), key=repr
    )
