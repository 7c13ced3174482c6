"""Where ideas could go next: departments they have not reached, though others like them did.

Ideas are alike where they took hold in the same department. Of the other ideas that took hold
where this one did, how many took hold in the department it has not reached? The department with
the surest answer is the reason: the highest lower bound of Wilson's interval.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache

from scipy.stats import binomtest

from etl.editions import schema
from etl.editions.published import Published
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.editions.settled import settled
from etl.editions.travelled import travelled

TABLE = schema.idea_opening

_RECENT = timedelta(days=90)
_ENOUGH_IDEAS = 3
"""So many ideas like it must have taken hold in a department for it to be named."""

_Places = Mapping[str, frozenset[str]]


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea of the last 90 days and department shown that nobody of took part in it."""
    held = {
        idea_id: frozenset(hold.department_id for hold in holds)
        for idea_id, holds in travelled(published).items()
    }
    departments, reached = _peopled(published, scope), _not_empty(published)
    for idea_id in sorted(held.keys() & _recent(published, scope)):
        for department_id in departments:
            if (idea_id, department_id) not in reached:
                reason = _reason(held, idea_id, department_id)
                if reason is not None:
                    yield (idea_id, department_id, *reason)


def _recent(published: Published, scope: Scope) -> set[str]:
    since = scope.as_of_date - _RECENT
    return {
        row["idea_id"]
        for row in published.rows("idea")
        if row["first_shared_date"] and row["first_shared_date"] > since
    }


def _peopled(published: Published, scope: Scope) -> list[str]:
    """Departments with people today, as published."""
    return [
        row["department_id"]
        for row in published.rows("adoption", date=scope.as_of_date)
        if row["department_id"] != WHOLE and (row["headcount_count"] or row["member_count"])
    ]


def _not_empty(published: Published) -> set[tuple[str, str]]:
    """Ideas and departments of which it is not published that nobody took part.

    Where there is no row, it is; of departments so small that it would tell of everybody, never.
    """
    rows = published.rows("idea_department", window_days=0)
    return {(row["idea_id"], row["department_id"]) for row in rows}


def _reason(held: _Places, idea_id: str, department_id: str) -> tuple[str, int, int, float] | None:
    """The department in which ideas like it took hold, how many, how many here, and how surely."""
    found = []
    for home in sorted(held[idea_id]):
        similar = [places for other, places in held.items() if other != idea_id and home in places]
        here = sum(department_id in places for places in similar)
        if here >= _ENOUGH_IDEAS:
            found.append((home, len(similar), here, _surely(here, len(similar))))
    return max(found, key=lambda reason: reason[3], default=None)


@cache
def _surely(count: int, total: int) -> float:
    interval = binomtest(count, total).proportion_ci(method="wilson")
    return settled(interval.low)
