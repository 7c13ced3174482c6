"""How many departments share each idea, against what their sizes alone would give."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from etl.editions import schema
from etl.editions.schema import UNKNOWN
from etl.editions.schema.travel import NARROW, USUAL, WIDE
from etl.editions.scope import Scope
from etl.statistics.evenness import Evenness, evenness
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.idea_evenness

_STAFF = """
    select department_id, count(*) as people from employment
    where is_counted and valid_from <= :as_of and valid_to > :as_of and department_id <> :unknown
    group by department_id
"""
_MEMBERS = """
    select department_id, count(distinct person_no) as people from presence
    where valid_from <= :as_of and valid_to > :as_of and department_id <> :unknown
    group by department_id
"""
_PEOPLE = """
    select idea_id, department_id, count(*) as people from idea_comer
    where department_id <> :unknown group by idea_id, department_id order by idea_id
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per idea in which enough people of known departments took part."""
    unknown = {"unknown": UNKNOWN}
    people_of = _STAFF if scope.has_staff_list else _MEMBERS
    sizes = dict(bulk.tuples(warehouse, people_of, {**unknown, "as_of": scope.as_of_date}))
    counts = bulk.streamed(warehouse, _PEOPLE, unknown)
    for idea_id, some in groupby(counts, itemgetter(0)):
        people_in = {department_id: int(people) for _, department_id, people in some}
        people = sum(people_in.values())
        keys = sorted(sizes.keys() | people_in.keys())
        if people < scope.settings.privacy.minimum_group or len(keys) < 2:
            continue
        found = evenness([people_in.get(k, 0) for k in keys], [sizes.get(k, 0) for k in keys])
        if found is not None:
            yield idea_id, _mix(found)


def _mix(found: Evenness) -> str:
    if found.effective < found.low:
        return NARROW
    return WIDE if found.effective > found.high else USUAL
