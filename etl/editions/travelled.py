"""Where ideas took hold, of the departments whose people an edition shows with the idea.

A department that is hidden, or whose count is a band, is left out, and the others close up: no
gap in the order tells of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etl.editions.published import Published
from etl.editions.schema import WHOLE


@dataclass(frozen=True, slots=True)
class Hold:
    """A department in which an idea took hold, and the day."""

    department_id: str
    held_date: date


def travelled(published: Published, subject: str = "idea") -> Mapping[str, Sequence[Hold]]:
    """Id of each idea (or ``topic``) to where it took hold, in that order."""
    name = f"{subject}_id"
    shown = {
        (row[name], row["department_id"])
        for row in published.rows(f"{subject}_department", window_days=0)
        if row["people_count"] and row["department_id"] != WHOLE
    }
    found: dict[str, list[Hold]] = {}
    for row in sorted(published.rows(f"{subject}_hold"), key=lambda row: int(row["step"])):
        if (row[name], row["department_id"]) in shown:
            hold = Hold(row["department_id"], row["held_date"])
            found.setdefault(row[name], []).append(hold)
    return found
