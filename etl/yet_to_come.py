"""Files that reach into days yet to come: one mistyped year would make every figure one of then."""

from datetime import date, timedelta

from etl.organisation.guard import Alarm
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_AHEAD = timedelta(days=40)
"""Staff lists and events are dated some weeks ahead."""


def yet_to_come(warehouse: Warehouse, today: date) -> list[Alarm]:
    """The files that hold a day more than 40 days after ``today``."""
    found = bulk.rows(
        warehouse,
        """
        select s.snapshot_id, s.file, max(p.covers_to) as last
        from snapshot s join snapshot_part p on p.snapshot_id = s.snapshot_id
        where p.covers_to > :ahead group by s.snapshot_id, s.file order by s.file, s.snapshot_id
        """,
        {"ahead": today + _AHEAD},
    )
    return [
        Alarm(
            row["snapshot_id"],
            row["file"],
            f"{row['file']} reaches to {row['last'].day} {row['last']:%B %Y}, which is yet to come",
        )
        for row in found
    ]
