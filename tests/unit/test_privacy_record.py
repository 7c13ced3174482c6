"""docs/privacy.md names every place where a person is held."""

import re
from pathlib import Path

from etl.expiry.facts import EMPTIED, EXPIRING
from etl.expiry.leavers import DERIVED, LEAVING
from etl.subject.facts import BY_NUMBER
from etl.subject.known import OWN
from etl.warehouse.schema import metadata

TEXT = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")


LINES = [line.split("|") for line in TEXT.splitlines() if line.startswith("| warehouse:")]
HELD = {table.name for table, _, _ in BY_NUMBER} | {
    table.name
    for table in metadata.sorted_tables
    if OWN & {column.name for column in table.columns}
}


def named(place: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", place))


def test_every_table_with_a_person_in_it_is_in_the_record() -> None:
    assert set().union(*(named(where) for _, where, *_ in LINES)) == HELD


def test_every_table_with_a_person_in_it_says_whether_it_expires() -> None:
    assert {*EXPIRING, *EMPTIED, *LEAVING, *DERIVED} == HELD


def test_the_record_says_how_long_each_table_is_kept() -> None:
    expiring = {
        table
        for _, where, _, how_long, *_ in LINES
        if "keep_person_facts_months" in how_long
        for table in named(where)
    }
    assert expiring == HELD


def test_every_table_with_the_number_of_a_persons_row_is_known() -> None:
    """What is not would be left out of answers, and left behind by an erasure."""
    numbered = {
        table.name
        for table in metadata.sorted_tables
        if {"message_id", "person_no"} & {column.name for column in table.columns}
    }
    assert {table.name for table, _, _ in BY_NUMBER} == numbered - {"message", "presence"}
