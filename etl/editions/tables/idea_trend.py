"""Ideas that draw more people this week than is usual for them.

What is usual rests on the idea's own weeks, and on those of all ideas as far as its own are few. An
idea of this week has none of its own: it is compared with the first weeks of others. To be new is
no merit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.editions import schema
from etl.editions.schema import UNKNOWN
from etl.editions.scope import Scope
from etl.statistics.discovery import FALSE_DISCOVERIES, adjusted
from etl.statistics.trend import usual
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_trend

_FEWEST_PEOPLE = 3
_FEWEST_DEPARTMENTS = 2

# Weeks are counted back from the last day, the last being 0.
_WEEKS = """
    select m.idea_id,
        cast(floor((cast(:as_of as date) - b.begun_date) / 7.0) as integer) as begun_week,
        cast(floor((cast(:as_of as date) - m.date) / 7.0) as integer) as week,
        count(distinct m.person_key) as people,
        count(distinct case when m.department_id <> :unknown then m.department_id end)
            as departments
    from idea_message m join idea_begun b on b.idea_id = m.idea_id
    group by 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class _Course:
    """People of each week of an idea, the last one first, and departments of the last."""

    weeks: Sequence[int]
    departments: int

    @property
    def is_new(self) -> bool:
        return len(self.weeks) == 1


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea that stands out."""
    courses = _courses(warehouse, scope)
    later = usual([people for each in courses.values() for people in each.weeks[1:-1]])
    first = usual([each.weeks[-1] for each in courses.values() if not each.is_new])
    judged = []
    for idea_id, course in courses.items():
        known = first if course.is_new else later
        if known is not None:
            own = course.weeks[1:]
            chance = known.chance(course.weeks[0], own)
            judged.append((idea_id, course, known.expected(own), chance))
    chances = adjusted([chance for *_, chance in judged])
    for (idea_id, course, expected, _), chance in zip(judged, chances, strict=True):
        if chance <= FALSE_DISCOVERIES and _is_enough(course, scope):
            yield idea_id, course.weeks[0], round(expected, 1)


def _is_enough(course: _Course, scope: Scope) -> bool:
    fewest = max(_FEWEST_PEOPLE, scope.policy.minimum_cell)
    return course.weeks[0] >= fewest and course.departments >= _FEWEST_DEPARTMENTS


def _courses(warehouse: Warehouse, scope: Scope) -> Mapping[str, _Course]:
    days = {"as_of": scope.as_of_date, "unknown": UNKNOWN}
    weeks: dict[str, list[int]] = {}
    departments: dict[str, int] = {}
    for idea_id, begun, week, people, places in sorted(bulk.tuples(warehouse, _WEEKS, days)):
        weeks.setdefault(idea_id, [0] * (begun + 1))[week] = people
        if week == 0:
            departments[idea_id] = places
    return {key: _Course(found, departments.get(key, 0)) for key, found in weeks.items()}
