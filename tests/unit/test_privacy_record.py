"""docs/privacy.md names every place where a person is held."""

import re
from pathlib import Path

from etl.subject.facts import BY_NUMBER
from etl.subject.known import OWN
from etl.warehouse.schema import metadata

TEXT = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")


def test_every_table_with_a_person_in_it_is_in_the_record() -> None:
    lines = [line for line in TEXT.splitlines() if line.startswith("| warehouse:")]
    named = {name for line in lines for name in re.findall(r"`([a-z_]+)`", line)}
    held = {
        table.name
        for table in metadata.sorted_tables
        if OWN & {column.name for column in table.columns}
    }
    assert named == held | {table.name for table, _, _ in BY_NUMBER}


def test_every_table_with_the_number_of_a_persons_row_is_known() -> None:
    """What is not would be left out of answers, and left behind by an erasure."""
    numbered = {
        table.name
        for table in metadata.sorted_tables
        if {"message_id", "person_no"} & {column.name for column in table.columns}
    }
    assert {table.name for table, _, _ in BY_NUMBER} == numbered - {"message", "presence"}
