"""What draws more people this week than is usual for it: ideas, or topics.

What is usual rests on the own weeks of each, and on those of all as far as its own are few. What is
of this week has none of its own: it is compared with the first weeks of others. To be new is no
merit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.editions.schema import UNKNOWN
from etl.editions.scope import Scope
from etl.statistics.trend import rising
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_FEWEST_PEOPLE = 3
_FEWEST_DEPARTMENTS = 2

# Weeks are counted back from the last day, the last being 0.
_WEEKS = """
    select m.{subject},
        cast(floor((cast(:as_of as date) - b.begun_date) / 7.0) as integer) as begun_week,
        cast(floor((cast(:as_of as date) - m.date) / 7.0) as integer) as week,
        count(distinct m.person_key) as people,
        count(distinct case when m.department_id <> :unknown then m.department_id end)
            as departments
    from {messages} m join ({begun}) b on b.{subject} = m.{subject}
    group by 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Messages by the column ``subject``; ``begun``: a query for its begun_date.

    ``is_bursty``: its weeks vary beyond chance, as those of topics do.
    """

    messages: str
    subject: str
    begun: str
    is_bursty: bool = False


def picking_up(warehouse: Warehouse, scope: Scope, spoken: Spoken) -> Iterable[tuple[object, ...]]:
    """Subject, people of the last week, and what is usual, of each that stands out."""
    weeks, departments = _courses(warehouse, scope, spoken)
    fewest = max(_FEWEST_PEOPLE, scope.policy.minimum_cell)
    for key, expected in rising(weeks, spoken.is_bursty).items():
        if weeks[key][0] >= fewest and departments.get(key, 0) >= _FEWEST_DEPARTMENTS:
            yield key, weeks[key][0], round(expected, 1)


def _courses(
    warehouse: Warehouse, scope: Scope, spoken: Spoken
) -> tuple[Mapping[str, Sequence[int]], Mapping[str, int]]:
    """People of each week, the last one first, and departments of the last, by subject."""
    query = _WEEKS.format(messages=spoken.messages, subject=spoken.subject, begun=spoken.begun)
    days = {"as_of": scope.as_of_date, "unknown": UNKNOWN}
    weeks: dict[str, list[int]] = {}
    departments: dict[str, int] = {}
    for key, begun, week, people, places in sorted(bulk.tuples(warehouse, query, days)):
        weeks.setdefault(key, [0] * (begun + 1))[week] = people
        if week == 0:
            departments[key] = places
    return weeks, departments
