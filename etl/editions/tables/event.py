"""Named events and bank holidays among the days of the edition."""

from collections.abc import Iterable, Iterator
from datetime import date

from etl.editions import schema
from etl.editions.scope import Scope
from etl.holidays import days_off
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

TABLE = schema.event

_NOTED = "select date, name, is_rebase from event where not is_removed"


def rows(warehouse: Warehouse, scope: Scope) -> Iterable[tuple[object, ...]]:
    """Events of config.toml, those noted by ``uptake annotate`` (which hold), bank holidays."""
    events = {(e.date, e.name): e.is_rebase for e in scope.settings.calendar.events}
    for day, name, is_rebase in bulk.tuples(warehouse, _NOTED):
        events[day, name] = is_rebase
    for (day, name), is_rebase in events.items():
        if scope.first_date <= day <= scope.as_of_date:
            yield day, name, False, is_rebase
    for day, name in _holidays(scope):
        if (day, name) not in events:
            yield day, name, True, False


def _holidays(scope: Scope) -> Iterator[tuple[date, str]]:
    found = days_off(scope.settings.calendar, scope.first_date, scope.as_of_date)
    yield from found.items()
