"""Where the missing staff are: by site, class and length of service. Never who."""

from collections.abc import Iterable

from etl.editions import schema
from etl.editions.scope import Scope
from etl.organisation.groups import groups_on
from etl.warehouse.engine import Warehouse

TABLE = schema.staff_group


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per dimension and value, of the edition's last day; none without a staff list."""
    if not scope.has_staff_list:
        return
    for group in groups_on(warehouse, scope.as_of_date, scope.settings.privacy):
        yield group.dimension, group.value, group.place, group.headcount, group.members
