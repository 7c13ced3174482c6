"""How soon people came to each idea: late bloomers, and how long an idea goes on drawing people.

Everything here counts people once, on the day they first took part.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from etl.disclosure.cells import told
from etl.editions import schema
from etl.editions.schema.travel import AGES
from etl.editions.scope import Scope
from etl.statistics.discovery import FALSE_DISCOVERIES, adjusted, late_chances
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_pace

_ENOUGH_PEOPLE = 10
_WINDOW_SHARE = 4
"""A half-life is told once four of it were observed; sooner it would read too short."""

# Of each idea: on which day of its life each person first took part, the first day being 1.
_COMING = """
    select b.idea_id, b.begun_date, c.came_date - b.begun_date + 1 as day, count(*) as people
    from idea_begun b join idea_newcomer c on c.idea_id = b.idea_id
    group by b.idea_id, b.begun_date, c.came_date
    order by b.idea_id, day
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea that was shared."""
    found: dict[tuple[str, date], list[tuple[int, int]]] = {}
    for idea_id, begun_date, day, people in bulk.tuples(warehouse, _COMING):
        found.setdefault((idea_id, begun_date), []).append((int(day), int(people)))
    policy = scope.policy
    chances = _chances(found, scope.as_of_date)
    for (idea_id, begun_date), coming in found.items():
        is_unusual = chances.get(idea_id, 1.0) <= FALSE_DISCOVERIES
        late = _came(coming, AGES[0] + 1, AGES[1])
        lived = (scope.as_of_date - begun_date).days + 1
        yield (
            idea_id,
            told(_came(coming, 1, AGES[0]), policy),
            told(late, policy),
            is_unusual and late >= policy.minimum_cell,
            *_half(coming, lived),
        )


def _chances(found: dict[tuple[str, date], list[tuple[int, int]]], as_of: date) -> dict[str, float]:
    """Of ideas old enough: the adjusted chance that so many came late."""
    grown = {
        idea_id: (_came(coming, AGES[0] + 1, AGES[1]), _came(coming, 1, AGES[1]))
        for (idea_id, begun_date), coming in sorted(found.items())
        if (as_of - begun_date).days + 1 >= AGES[1]
    }
    return dict(zip(grown, adjusted(late_chances(list(grown.values()))), strict=True))


def _came(coming: Sequence[tuple[int, int]], first: int, last: int) -> int:
    return sum(people for day, people in coming if first <= day <= last)


def _half(coming: Sequence[tuple[int, int]], lived: int) -> tuple[float | None, str]:
    """Days until half of the people had come: ok, at_least while too few days were seen."""
    total = sum(people for _, people in coming)
    if total < _ENOUGH_PEOPLE:
        return None, "too_few"
    reached = 0
    for day, people in coming:
        reached += people
        if 2 * reached >= total:
            return float(day), "ok" if lived >= _WINDOW_SHARE * day else "at_least"
    return None, "too_few"
