"""The shares on which departments are compared, out of the counted tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from etl.editions.published import Published, Row
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.statistics.funnel import Funnel, fit_funnel

WINDOW = 28


@dataclass(frozen=True, slots=True)
class Group:
    """One department: ``count`` of its ``total`` people."""

    department_id: str
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Departments with people on one day, and the funnel around what they have in common."""

    measure: str
    day: date
    groups: tuple[Group, ...]
    funnel: Funnel


def compared(published: Published, scope: Scope) -> Iterator[Compared]:
    """One comparison a measure: members of headcount, and active members of members.

    None of a measure that nothing is known of. A department whose count exceeds its total (the
    sources do not agree) is left out.
    """
    last = scope.as_of_date
    days = {"adoption": last, "active": published.settled_day("active", WINDOW, last)}
    for measure, day in days.items():
        if day is None:
            continue
        rows = {row["department_id"]: row for row in published.rows("adoption", date=day)}
        if measure == "active":
            for row in published.rows("activity", date=day):
                rows[row["department_id"]] = {**rows[row["department_id"]], **row}
        found = _groups(measure, rows)
        fitted = fit_funnel([g.count for g in found], [g.total for g in found])
        if fitted is not None:
            yield Compared(measure, day, found, fitted)


def _groups(measure: str, rows: dict[str, Row]) -> tuple[Group, ...]:
    found = []
    for key, row in rows.items():
        count, total = row["member_count"], row["headcount_count"]
        if measure == "active":
            count, total = row[f"active_{WINDOW}_count"], row["member_count"]
        is_shown = key != WHOLE and count is not None
        if is_shown and total and count <= total:
            found.append(Group(key, count, total))
    return tuple(found)
