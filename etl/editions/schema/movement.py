"""Why the number of members moved."""

from sqlalchemy import Date

from etl.disclosure.rules import ByDepartment, Measure
from etl.editions.schema.base import count, key, table

FLOWS = ("joined", "returned", "left", "lapsed", "moved_in", "moved_out")
"""How people come to be members of a department, and how they cease to be.

joined: counted as a member for the first time. returned: again, after a gap. left: no longer on
the staff list. lapsed: still on it, the account closed. moved_in, moved_out: to and from another
department.
"""


LOSSES = frozenset({"left", "lapsed", "moved_out"})
"""Flows that lessen the members of a department."""


member_flow = table(
    "member_flow",
    "One row per day of the lattice and department: people of each flow from the first day on.",
    key("date", Date),
    key("department_id"),
    *(count(f"{flow}_count") for flow in FLOWS),
    disclosure=ByDepartment(
        day="date",
        measures=tuple(
            Measure(column=f"{flow}_count", kind="loss" if flow in LOSSES else "gain")
            for flow in FLOWS
        ),
    ),
)
