"""Spread: when each idea began, who took part first where, and in which departments it took hold.

An idea, or a topic, takes hold in a department on the day on which the smallest number of people
that may be shown (``[privacy] minimum_cell``) had taken part there.
"""

from datetime import date

from etl.editions.history_file import counted_to
from etl.editions.schema import UNKNOWN, WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_BEGUN = """
    select idea_id, min(date) as begun_date
    from (select idea_id, date from idea_message where is_post
          union all select idea_id, date from bygone_day where post_count > 0) posted
    group by idea_id
"""

# Who came up to the last day of an edition beside which facts expired is told by the history. Where
# the facts know of more, a list of topics has changed since: then they tell.
_COMERS = """
    with live as (
        select {subject}, {place} as department_id, person_key, min(date) as came_date
        from {messages} group by 1, 2, 3),
    known as (
        select {subject}, department_id, count(*) as people
        from live where came_date <= :counted group by {subject}, department_id),
    bygone as (
        select subject_id, department_id, came_date,
            count(*) over (partition by subject_id, department_id) as people
        from bygone_comer where kind = :kind and (department_id = :whole) = :is_whole),
    told as (
        select b.* from bygone b
        left join known k on k.{subject} = b.subject_id and k.department_id = b.department_id
        where b.people >= coalesce(k.people, 0))
    select subject_id as {subject}, department_id, cast(null as varchar) as person_key, came_date
    from told
    union all
    select subject_id, department_id, null, came_date from bygone_beside_comer
    where kind = :kind and (department_id = :whole) = :is_whole
    union all
    select {subject}, department_id, person_key, came_date from live l
    where came_date > :counted or not exists (
        select 1 from told t
        where t.subject_id = l.{subject} and t.department_id = l.department_id)
"""

_HOLDS = """
    with counted as (
        select {subject}, department_id, came_date,
            row_number() over (partition by {subject}, department_id order by came_date) as number
        from {comers} where department_id <> :unknown)
    select {subject}, department_id, came_date as held_date,
        cast(row_number() over (
            partition by {subject} order by came_date, department_id) as integer) as step
    from counted where number = :enough
"""


def make_spread(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``idea_begun``, and what ``make_holds`` makes of ideas, out of ``idea_message``."""
    bulk.make(warehouse, "idea_begun", _BEGUN)
    make_holds(warehouse, scope, "idea")


def make_holds(warehouse: Warehouse, scope: Scope, kind: str) -> None:
    """Make ``<kind>_comer``, ``<kind>_newcomer`` and ``<kind>_hold`` out of ``<kind>_message``.

    One row per person and department, per person, and per department in which it took hold.
    """
    names = {"subject": f"{kind}_id", "messages": f"{kind}_message", "comers": f"{kind}_comer"}
    known = {"kind": kind, "whole": WHOLE, "counted": counted_to(scope.settings) or date.min}
    for made, place in (("comer", "department_id"), ("newcomer", f"'{WHOLE}'")):
        query = _COMERS.format(place=place, **names)
        bulk.make(warehouse, f"{kind}_{made}", query, {**known, "is_whole": made == "newcomer"})
    numbers = {"unknown": UNKNOWN, "enough": scope.settings.privacy.minimum_cell}
    bulk.make(warehouse, f"{kind}_hold", _HOLDS.format(**names), numbers)
