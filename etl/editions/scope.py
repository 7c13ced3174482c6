"""What an edition covers: its days, its departments, and what its headcount rests on."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import insert

from etl.disclosure.rules import Policy
from etl.editions.history_file import first_told
from etl.settings import Settings
from etl.warehouse import bulk, schema
from etl.warehouse.engine import Warehouse

Basis = Literal["people", "directory", "table", "none"]
"""What headcount rests on: a people CSV, the directory, a headcount table, or nothing."""


@dataclass(frozen=True, slots=True)
class Scope:
    """``first_date`` to ``as_of_date``, both included. ``headcount_from``: None = never known."""

    settings: Settings
    first_date: date
    as_of_date: date
    headcount_basis: Basis
    headcount_from: date | None

    @property
    def policy(self) -> Policy:
        """The least numbers of people that are shown."""
        return Policy(self.settings.privacy.minimum_group, self.settings.privacy.minimum_cell)

    @property
    def has_staff_list(self) -> bool:
        """Whether colleagues are known one by one."""
        return self.headcount_basis in {"people", "directory"}


def find_scope(warehouse: Warehouse, settings: Settings) -> Scope | None:
    """The scope of the edition to build, or None while nothing dated was loaded.

    The edition is as of the last day that a network export covers whole; without one, as of the
    latest day that any source covers.
    """
    bounds = bulk.rows(
        warehouse,
        """
        select
            max(covers_to) filter (where source like 'yammer%') as network,
            max(covers_to) as anything, min(covers_from) as earliest
        from snapshot_part
        """,
    )[0]
    as_of = bounds["network"] or bounds["anything"]
    if as_of is None:
        return None
    joined = bulk.rows(
        warehouse,
        "select min(joined_date) as first from account where not is_guest and not is_service "
        "and (state = 'active' or ended_date is not null) and joined_date <= :day",
        {"day": as_of},
    )[0]["first"]
    first = _first_told(joined or min(bounds["earliest"] or as_of, as_of), settings)
    _fill_calendar(warehouse, first, as_of)
    basis, known_from = _headcount(warehouse)
    return Scope(settings, first, as_of, basis, known_from)


def _first_told(first: date, settings: Settings) -> date:
    """The first day does not move when whoever joined on it is erased."""
    return min(first, first_told(settings) or first)


def _fill_calendar(warehouse: Warehouse, first: date, last: date) -> None:
    bulk.execute(warehouse, "delete from calendar")
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    frame_rows = [{"date": day} for day in days]
    warehouse.connection.execute(insert(schema.calendar), frame_rows)


def _headcount(warehouse: Warehouse) -> tuple[Basis, date | None]:
    listed = bulk.rows(
        warehouse,
        "select max(list_kind) as latest_kind, min(list_date) as first from ("
        "select list_kind, list_date from staff "
        "union all select list_kind, list_date from former_list) list",
    )[0]
    if listed["first"] is not None:
        return listed["latest_kind"], listed["first"]
    table = bulk.rows(warehouse, "select min(date) as first from headcount")[0]["first"]
    return ("none", None) if table is None else ("table", table)
