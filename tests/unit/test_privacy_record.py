"""docs/privacy.md names every place where a person is held."""

import re
from pathlib import Path

from etl.subject.known import OWN
from etl.warehouse.schema import active_day, message_hashtag, message_link, metadata

TEXT = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")
BY_NUMBER = {active_day.name, message_hashtag.name, message_link.name}
"""Tables that name a person by the number of a row elsewhere."""


def test_every_table_with_a_person_in_it_is_in_the_record() -> None:
    lines = [line for line in TEXT.splitlines() if line.startswith("| warehouse:")]
    named = {name for line in lines for name in re.findall(r"`([a-z_]+)`", line)}
    held = {
        table.name
        for table in metadata.sorted_tables
        if OWN & {column.name for column in table.columns}
    }
    assert named == held | BY_NUMBER
