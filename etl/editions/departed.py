"""What people who left leave behind once their accounts and lines of staff lists expire: counts.

They lie in ``data/history.sqlite``, without a key: how many accounts of a department were counted
as what, how many of its people came and went in all, and in the whole how many did on which day.
The ledger, running totals, cohorts and forecasts add them to what the facts still tell.
"""

from sqlalchemy import Column, Date, Integer, MetaData, String, Table

from etl.editions.bygone import Rows

_metadata = MetaData()

DEPARTED = (
    Table(
        "departed_account",
        _metadata,
        Column("side", String, nullable=False),
        Column("label", String),
        Column("state", String, nullable=False),
        Column("reason", String, nullable=False),
        Column("number", Integer, nullable=False),
        comment="One row per account: side of the ledger, department label, state and reason, and "
        "a number within them.",
    ),
    Table(
        "departed_flow",
        _metadata,
        Column("flow", String, nullable=False),
        Column("department_id", String, nullable=False),
        Column("people_count", Integer, nullable=False),
        comment="One row per flow and department: how many came, or went, so in all.",
    ),
    Table(
        "departed_day",
        _metadata,
        Column("date", Date, nullable=False),
        Column("joined_count", Integer, nullable=False),
        Column("change", Integer, nullable=False),
        comment="One row per day: how many joined, and how many more were members than before.",
    ),
)
"""The tables of the history that hold these counts, and of the warehouse while it derives."""


def nobody() -> Rows:
    """What is left while nobody's lines have expired."""
    return {table.name: [] for table in DEPARTED}
