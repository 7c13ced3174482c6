"""How soon people came to each idea: late bloomers, and how long an idea goes on drawing people.

Everything here counts people once, on the day they first took part.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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

# The first day of an idea is 1. ``half_day``: the first by which half of its people had come.
_PACE = """
    with coming as (
        select b.idea_id, b.begun_date, c.came_date - b.begun_date + 1 as day, count(*) as people
        from idea_begun b join idea_newcomer c on c.idea_id = b.idea_id
        group by b.idea_id, b.begun_date, c.came_date),
    reached as (
        select idea_id, begun_date, day, people,
            sum(people) over (partition by idea_id) as total,
            sum(people) over (partition by idea_id order by day) as so_far
        from coming)
    select idea_id, begun_date,
        cast(coalesce(sum(people) filter (where day between 1 and :soon), 0) as integer) as early,
        cast(coalesce(sum(people) filter (where day > :soon and day <= :late), 0) as integer)
            as late,
        cast(max(total) as integer) as total,
        cast(min(day) filter (where 2 * so_far >= total) as integer) as half_day
    from reached group by idea_id, begun_date order by idea_id collate "C"
"""


@dataclass(frozen=True, slots=True)
class _Pace:
    """How people came to an idea: in the first days, late, in all, and the day of the half."""

    idea_id: str
    begun_date: date
    early: int
    late: int
    total: int
    half_day: int

    def lived(self, as_of: date) -> int:
        return (as_of - self.begun_date).days + 1


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea that was shared."""
    ages = {"soon": AGES[0], "late": AGES[1]}
    found = [_Pace(*row) for row in bulk.tuples(warehouse, _PACE, ages)]
    policy = scope.policy
    chances = _chances(found, scope.as_of_date)
    for idea in found:
        is_unusual = chances.get(idea.idea_id, 1.0) <= FALSE_DISCOVERIES
        yield (
            idea.idea_id,
            told(idea.early, policy),
            told(idea.late, policy),
            is_unusual and idea.late >= policy.minimum_cell,
            *_half(idea, scope.as_of_date),
        )


def _chances(found: Iterable[_Pace], as_of: date) -> dict[str, float]:
    """Of ideas old enough: the adjusted chance that so many came late."""
    grown = {
        idea.idea_id: (idea.late, idea.early + idea.late)
        for idea in found
        if idea.lived(as_of) >= AGES[1]
    }
    return dict(zip(grown, adjusted(late_chances(list(grown.values()))), strict=True))


def _half(idea: _Pace, as_of: date) -> tuple[float | None, str]:
    """Days until half of the people had come: ok, at_least while too few days were seen."""
    if idea.total < _ENOUGH_PEOPLE:
        return None, "too_few"
    is_seen = idea.lived(as_of) >= _WINDOW_SHARE * idea.half_day
    return float(idea.half_day), "ok" if is_seen else "at_least"
