"""The ledger: what every account, invitation and colleague was counted as, and why."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.schema import WHOLE
from etl.editions.scope import Scope
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.ledger

_COUNTED = """
    select date, side, {place} as place, state, reason, count(distinct subject) as count
    from ledger_entry group by 1, 2, 3, 4, 5
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per date, side, department, state and reason; '*' is the whole organisation."""
    for place in (f"'{WHOLE}'", "department_id"):
        yield from bulk.tuples(warehouse, _COUNTED.format(place=place))
