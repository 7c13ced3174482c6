"""What is odd about a staff list: told in numbers, with what to do, and never with a person."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.organisation.checks import in_circles, list_notices
from etl.settings import load_settings
from etl.source import Export

COLUMNS = "person_id_key, email_key, directory_key, manager_key, department_label"
SECRET = "s3cret"


@pytest.fixture
def told(tmp_path):
    """The notices of a list: rows of (id, e-mail, directory id, manager, department, from, to)."""

    def notices(*rows):
        con = duckdb.connect()
        con.execute(
            "create table staged (person_id_key varchar, email_key varchar, directory_key varchar, "
            "manager_key varchar, department_label varchar, start_date date, end_date date, "
            "effective_date date)"
        )
        for row in rows:
            values = [*row, *[None] * (7 - len(row))]
            con.execute(
                f"insert into staged ({COLUMNS}, start_date, end_date) values (?,?,?,?,?,?,?)",
                values,
            )
        export = Export(
            con,
            load_settings(Path(tmp_path), {}),
            "staff.csv",
            "staff.csv",
            "",
            datetime(2026, 11, 1, tzinfo=UTC),
            datetime(2026, 11, 1, tzinfo=UTC),
        )
        found = list_notices(export)
        con.close()
        assert not any(SECRET in notice.sentence for notice in found)
        assert all(notice.sentence.startswith("staff.csv ") for notice in found)
        return {notice.code: notice for notice in found}

    return notices


def person(number, manager=None, department="Housing", start=None, end=None, email=None):
    key = f"{SECRET}{number}"
    return (key, email or f"{key}@x", None, manager, department, start, end)


def test_a_list_in_order_tells_nothing(told):
    assert told(person(1), person(2, f"{SECRET}1"), person(3, f"{SECRET}1@x", "Parks")) == {}


def test_two_posts_are_told_and_repeated_lines_need_a_person(told):
    found = told(person(1), person(1, department="Parks"), person(2), person(2))
    assert set(found) == {"two_posts", "repeated_person"}
    assert "1 person with posts in several departments" in found["two_posts"].sentence
    assert not found["two_posts"].needs_person
    assert found["repeated_person"].needs_person


def test_one_id_with_two_addresses_may_be_two_people(told):
    found = told(person(1), person(1, department="Parks", email="other@x"))
    assert found["shared_id"].needs_person


@pytest.mark.parametrize(
    ("start", "end"),
    [("1900-01-01", None), ("1970-01-01", None), ("9999-12-31", None), (None, "9999-12-31")],
)
def test_placeholder_dates_are_no_dates(told, start, end):
    assert set(told(person(1, start=start, end=end))) == {"placeholder_date"}


def test_whoever_leaves_before_the_first_day_is_told(told):
    assert set(told(person(1, start="2026-05-01", end="2026-04-01"))) == {"leaves_before_hire"}


def test_managers_who_are_themselves_or_nobody_or_go_round_are_told(told):
    found = told(
        person(1, f"{SECRET}1"),
        person(2, "nobody"),
        person(3, f"{SECRET}4"),
        person(4, f"{SECRET}3@x"),
        person(5, f"{SECRET}3"),
    )
    assert set(found) == {"self_manager", "orphan_manager", "manager_loop"}
    assert "2 people whose managers lead back" in found["manager_loop"].sentence


def test_blank_coded_and_differently_spelled_departments_are_told(told):
    found = told(
        person(1, department=None),
        person(2, department="#N/A"),
        person(3, department="AB-12"),
        person(4, department="Waste & Recycling"),
        person(5, department="waste and recycling"),
    )
    assert set(found) == {"blank_department", "code_as_department", "variant_department"}
    assert "for 2 people" in found["blank_department"].sentence
    assert "1 label " in found["code_as_department"].sentence


@given(st.dictionaries(st.integers(0, 8), st.integers(0, 8)))
def test_circles_are_those_that_come_back_to_themselves(given_next):
    keys = {str(key): str(value) for key, value in given_next.items()}

    def comes_back(start):
        at, steps = keys.get(start), 0
        while at is not None and at != start and steps < 10:
            at, steps = keys.get(at), steps + 1
        return at == start

    assert in_circles(keys) == sum(comes_back(key) for key in keys)
