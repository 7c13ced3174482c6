"""Spread: when each idea began, who took part first where, and in which departments it took hold.

An idea, or a topic, takes hold in a department on the day on which the smallest number of people
that may be shown (``[privacy] minimum_cell``) had taken part there.
"""

from etl.editions.schema import UNKNOWN
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

_BEGUN = """
    select idea_id, min(created_at) as begun_at, min(date) as begun_date
    from idea_message where is_post group by idea_id
"""

_COMERS = """
    select {subject}, department_id, person_key, min(created_at) as came_at, min(date) as came_date
    from {messages} group by {subject}, department_id, person_key
"""

_HOLDS = """
    with counted as (
        select {subject}, department_id, came_at, came_date,
            row_number() over (
                partition by {subject}, department_id order by came_at, person_key) as number
        from {comers} where department_id <> :unknown)
    select {subject}, department_id, came_at as held_at, came_date as held_date,
        cast(row_number() over (
            partition by {subject} order by came_at, department_id) as integer) as step
    from counted where number = :enough
"""


def make_spread(warehouse: Warehouse, scope: Scope) -> None:
    """Make ``idea_begun``, ``idea_comer`` and ``idea_hold`` out of ``idea_message``."""
    bulk.make(warehouse, "idea_begun", _BEGUN)
    make_holds(warehouse, scope, "idea")


def make_holds(warehouse: Warehouse, scope: Scope, kind: str) -> None:
    """Make ``<kind>_comer`` and ``<kind>_hold`` out of ``<kind>_message``."""
    names = {"subject": f"{kind}_id", "messages": f"{kind}_message", "comers": f"{kind}_comer"}
    enough = scope.settings.privacy.minimum_cell
    bulk.make(warehouse, f"{kind}_comer", _COMERS.format(**names))
    numbers = {"unknown": UNKNOWN, "enough": enough}
    bulk.make(warehouse, f"{kind}_hold", _HOLDS.format(**names), numbers)
