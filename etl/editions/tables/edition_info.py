"""Facts about the edition as a whole."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.warehouse.engine import Warehouse

TABLE = schema.edition_info


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per fact that is known; dates are ISO."""
    settings, target = scope.settings, scope.settings.target
    facts = {
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
    }
    return [(name, str(value)) for name, value in facts.items() if value is not None]
