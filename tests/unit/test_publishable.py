"""What may be published stands in the order of its keys, whatever departments are called."""

from datetime import date

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.publishable import publishable
from etl.editions.rows import named
from etl.editions.schema import WHOLE
from tests.support.masked import exact_tables, staffed

DAY = date(2026, 11, 22)
PEOPLE = {WHOLE: 90, "!before": 40, "after": 50}
"""A name may come before the star that stands for the whole."""


def test_departments_stand_in_order_among_the_whole():
    tables = exact_tables(
        {
            **staffed(DAY, PEOPLE),
            schema.idea_department: [
                {
                    "idea_id": idea,
                    "window_days": 28,
                    "department_id": key,
                    "people_count": size // 3,
                    "post_count": 1,
                    "reply_count": size // 3,
                }
                for idea in ("first", "second")
                for key, size in PEOPLE.items()
            ],
        }
    )
    published = publishable(tables, Policy())["idea_department"]
    keys = [
        (row["idea_id"], row["department_id"])
        for row in (named(schema.idea_department, each) for each in published)
    ]
    assert keys == [(idea, key) for idea in ("first", "second") for key in sorted(PEOPLE)]
