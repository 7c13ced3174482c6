"""Who left before the first day that is kept, and what of them goes."""

from datetime import date

import pytest

from etl.editions.departed import DEPARTED
from etl.editions.departing import part_with
from etl.editions.deriving import derive
from etl.editions.tables import cohort, join_day
from etl.expiry.leavers import drop_leavers, find_leavers
from etl.warehouse import schema
from etl.warehouse.merging import show
from tests.support.facts import Facts, embedded, scratch, stored

SINCE = date(2025, 10, 1)
OLD, HELD, NEW = "2025-01-01", "2025-09-01", "2025-11-01"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    with embedded(tmp_path_factory.mktemp("leavers")) as made:
        yield made


def facts():
    """Ann is here; Bo is on no list but the oldest, and his account is closed."""
    made = Facts()
    for listed in (OLD, HELD, NEW):
        made.staff(listed, "ann", "Care", email_key="ann@", manager_key="bo")
    made.staff(OLD, "bo", "Roads", email_key="bo@", employee_key="7")
    made.account("a", OLD, email_key="ann@")
    made.account("b", OLD, email_key="bo@", state="deleted", ended_date="2025-08-01")
    for key in ("ann@", "bo@"):
        made.add(schema.address, address_key=key, local_key=f"local {key}", domain_key="d")
    return made


def left(empty, made):
    """The ids on staff lists and of accounts that stay."""
    warehouse, _ = empty
    with scratch(warehouse):
        made.pour(warehouse)
        drop_leavers(warehouse, SINCE)
        people = stored(warehouse, "select distinct person_id_key from staff order by 1")
        accounts = stored(warehouse, "select account_key from account order by 1")
        again = drop_leavers(warehouse, SINCE)
    assert again == 0
    return [key for (key,) in people], [key for (key,) in accounts]


def test_lines_account_address_and_where_they_are_named_as_manager_go(empty):
    warehouse, _ = empty
    with scratch(warehouse):
        facts().pour(warehouse)
        assert drop_leavers(warehouse, SINCE) == 3
        assert stored(warehouse, "select distinct person_id_key, manager_key from staff") == [
            ("ann", None)
        ]
        assert stored(warehouse, "select account_key from account") == [("a",)]
        assert stored(warehouse, "select address_key from address") == [("ann@",)]
        lists = "select list_date, snapshot_id from former_list"
        assert stored(warehouse, lists) == [(OLD, f"list-{OLD}")]
        labels = "select label, is_staff_list from former_label order by 1"
        assert stored(warehouse, labels) == [("Roads", True)]


def test_whose_account_is_open_stays_until_it_is_closed(empty):
    made = facts()
    made.account("other", OLD, employee_key="7")
    assert left(empty, made) == (["ann", "bo"], ["a", "b", "other"])
    made = facts()
    made.account("other", OLD, employee_key="7", state="suspended")
    assert left(empty, made) == (["ann", "bo"], ["a", "b", "other"]), "nobody knows since when"
    made = facts()
    made.account("other", OLD, employee_key="7", state="suspended", ended_date="2025-10-01")
    assert left(empty, made) == (["ann", "bo"], ["a", "b", "other"])
    made = facts()
    made.account("other", OLD, employee_key="7", state="suspended", ended_date="2025-09-30")
    assert left(empty, made) == (["ann"], ["a"])


def test_the_old_id_and_the_closed_account_of_somebody_who_is_here_stay(empty):
    made = facts()
    made.staff(NEW, "bo again", "Roads", employee_key="7")
    assert left(empty, made) == (["ann", "bo", "bo again"], ["a", "b"])


def test_a_line_with_a_last_day_is_of_somebody_who_left(empty):
    made = facts()
    made.staff(NEW, "cy", "Roads", end_date="2025-09-30")
    made.staff(NEW, "di", "Roads", end_date="2025-10-01")
    assert left(empty, made) == (["ann", "di"], ["a"])


def test_a_directory_that_is_not_sent_any_more_tells_of_nobody_who_is_here(empty):
    made = facts()
    made.directory("2025-06-01", "ed", "Roads")
    assert left(empty, made) == (["ann"], ["a"])


def test_an_account_whose_address_is_like_one_that_is_open_keeps_its_people_apart(empty):
    """Of equal domains they may be configured to be one."""
    made = facts()
    made.account("c", OLD, email_key="bo@other")
    made.add(schema.address, address_key="bo@other", local_key="local bo@", domain_key="e")
    assert left(empty, made) == (["ann", "bo"], ["a", "b", "c"])


def test_without_a_staff_list_closed_accounts_go(empty):
    made = Facts()
    made.account("a", OLD)
    made.account("b", OLD, state="deleted", ended_date="2025-08-01")
    made.account("c", OLD, state="deleted")
    assert left(empty, made) == ([], ["a", "c"])


def test_what_was_decided_goes_with_them_and_keeps_whom_an_open_account_was_given_to(empty):
    made = facts()
    made.decided("b", "accept", "bo")
    assert left(empty, made) == (["ann"], ["a"])
    made = facts()
    made.account("d", OLD)
    made.decided("d", "accept", "bo")
    assert left(empty, made) == (["ann", "bo"], ["a", "b", "d"])


def test_days_and_months_keep_those_who_joined_and_left(empty):
    warehouse, settings = empty
    made = Facts()
    made.export()
    for listed in (OLD, HELD, NEW):
        made.staff(listed, "ann", "Care", email_key="ann@")
    made.account("a", OLD, email_key="ann@")
    for number in range(12):
        made.staff(OLD, f"p{number}", "Roads", email_key=f"p{number}@")
        made.account(
            f"b{number}", OLD, email_key=f"p{number}@", state="deleted", ended_date="2025-08-01"
        )
    with scratch(warehouse):
        made.pour(warehouse)
        scope = derive(warehouse, settings)
        assert scope is not None
        told = [list(table.rows(warehouse, scope)) for table in (join_day, cohort)]
        assert told[0][0][:2] == (date.fromisoformat(OLD), 13)
        assert {row[3] for row in told[1]} == {13}
        find_leavers(warehouse, SINCE)
        departed = part_with(warehouse, scope)
        drop_leavers(warehouse, SINCE)
        show(warehouse, {table: departed[table.name] for table in DEPARTED})
        assert [list(table.rows(warehouse, scope)) for table in (join_day, cohort)] == told
