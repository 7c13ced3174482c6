"""What all tables of an edition are made of, and the values they share."""

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, String, Table

from etl.disclosure.cells import OK
from etl.disclosure.rules import ByDepartment, Disclosure, status_column

SCHEMA_VERSION = 3


WHOLE = "*"
"""``department_id`` of the whole organisation. Distinct people: not the sum of departments."""


UNKNOWN = "?"
"""``department_id`` where the department of a person, or the audience of a link, is not known."""


WINDOWS = (1, 7, 28, 90)
"""Days over which active members and contributors are counted."""


IDEA_WINDOWS = (28, 90, 0)
"""Days over which the traction of ideas is counted; 0 is all time."""


COMPARED_WEEKS = (4, 12)
"""Weeks before its last day with which an edition compares; and with the end of last year."""


SETTLED_WITHIN_DAYS = 14
"""A day without exact counts gives way to the newest one with them, if it is no older than this."""


EXACT = "exact"


AT_LEAST = "at_least"


PROVISIONAL = "provisional"
"""``state`` of an edition too many of whose accounts match no one colleague; else ``final``."""


metadata = MetaData()


def table(
    name: str,
    comment: str,
    *columns: Column[object] | CheckConstraint,
    disclosure: Disclosure | None = None,
    content: bool = True,
) -> Table:
    """A table of the edition. ``disclosure``: what it tells of people; it must say.

    Beside each count by department stands its status: a count that is not shown is null.
    """
    made = Table(name, metadata, *columns, comment=comment)
    made.info.update(content=content, disclosure=disclosure)
    if isinstance(disclosure, ByDepartment):
        for measure in disclosure.measures:
            made.c[measure.column].nullable = True
            made.append_column(_status(measure.column))
    return made


def _status(column: str) -> Column[object]:
    name = status_column(column)
    return Column(name, String, nullable=False, default=OK, info={"is_status": True})


def worked_out(made: Table) -> list[str]:
    """The columns that the load works out: all but the statuses, which disclosure control adds."""
    return [column.name for column in made.columns if not column.info.get("is_status")]


def key(name: str, type_: type = String) -> Column[object]:
    return Column(name, type_, primary_key=True)


def count(name: str, nullable: bool = False) -> Column[object]:
    return Column(name, Integer, nullable=nullable)
