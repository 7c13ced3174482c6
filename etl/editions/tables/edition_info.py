"""Facts about the edition as a whole."""

from collections.abc import Iterable
from fractions import Fraction

from etl.disclosure.cells import rounded_apart_from_none
from etl.editions import schema
from etl.editions.scope import Scope
from etl.identity.ledger import UNPLACED
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.edition_info
MOST_UNPLACED = Fraction(5, 100)
"""Of the accounts that are or may be of colleagues."""

_PLACED = """
    select state, count(*) as count from ledger_entry
    where side = 'accounts' and date = :as_of group by state
"""


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per fact that is known; dates are ISO."""
    settings, target = scope.settings, scope.settings.target
    facts: dict[str, object] = {
        "schema_version": schema.SCHEMA_VERSION,
        "organisation": settings.organisation.name,
        "time_zone": settings.organisation.time_zone,
        "first_date": scope.first_date,
        "as_of_date": scope.as_of_date,
        "headcount_basis": scope.headcount_basis,
        "headcount_from": scope.headcount_from,
        "minimum_group": settings.privacy.minimum_group,
        "minimum_cell": settings.privacy.minimum_cell,
        "target_rate": target.rate,
        "target_date": target.date,
        "target_start_date": target.start_date or scope.first_date,
        **_doubt(warehouse, scope),
    }
    return [(name, str(value)) for name, value in facts.items() if value is not None]


def _doubt(warehouse: Warehouse, scope: Scope) -> dict[str, object]:
    """Whether over 5% of the accounts match no one colleague; and how many, as the ledger says."""
    if not scope.has_staff_list:
        return {"state": "final"}
    counted = dict(bulk.tuples(warehouse, _PLACED, {"as_of": scope.as_of_date}))
    unplaced, matched = sum(counted.get(state, 0) for state in UNPLACED), counted.get("matched", 0)
    is_doubtful = unplaced > MOST_UNPLACED * (unplaced + matched)
    shown = {state: rounded_apart_from_none(count) for state, count in counted.items()}
    told = sum(shown.get(state, 0) for state in UNPLACED)
    return {
        "state": schema.PROVISIONAL if is_doubtful else "final",
        "unplaced_count": told,
        "placeable_count": told + shown.get("matched", 0),
    }
