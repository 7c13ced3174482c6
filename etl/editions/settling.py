"""Settles what was published: the figures of all days so far become history, before an erasure.

Editions show departments on some days only, and stretches counted back from their own last day. The
history has all of them, so that an edition of any later day finds those it shows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from etl.disclosure.rules import Policy
from etl.editions.build import (
    Tables,
    Workings,
    counted_of,
    exact_rows,
    groups_of,
    masked,
    named,
    work_out,
)
from etl.editions.history import DAILY, RULES, STRETCH, History, Row, Rows, Span
from etl.editions.history_file import is_told, read_history, write_history
from etl.editions.lasting import lasting
from etl.editions.schema import WHOLE, activity, control_week, join_day, metadata
from etl.editions.scope import Scope
from etl.editions.tables import coming, member_flow
from etl.editions.tables.control_week import WEEK, joins
from etl.settings import Settings
from etl.warehouse.engine import Warehouse

_DAY = timedelta(days=1)


def settle(warehouse: Warehouse, settings: Settings, through: date) -> None:
    """Write the history of all days up to ``through``. In the caller's transaction.

    What is history already stays.
    """
    if is_told(settings, through):
        return
    before, workings = read_history(settings), work_out(warehouse, settings)
    if workings is None:
        return
    scope = replace(workings.scope, as_of_date=through)
    exact = workings.tables | _aligned(warehouse, scope)
    rows = _up_to(through, _published(Workings(scope, exact), before))
    alone = _up_to(through, _alone(workings, before))
    policy = _laxest(scope.policy, before.policy) if before else scope.policy
    write_history(settings, History(through, scope.first_date, policy, rows, alone, through))


def _up_to(through: date, rows: Rows) -> Rows:
    return {
        name: [row for row in found if RULES[name].day(row) <= through]
        for name, found in rows.items()
    }


def _laxest(one: Policy, other: Policy) -> Policy:
    return Policy(
        min(one.minimum_group, other.minimum_group), min(one.minimum_cell, other.minimum_cell)
    )


def _aligned(warehouse: Warehouse, scope: Scope) -> Tables:
    """Rows that are counted back from an edition's last day, for each last day there may be."""
    scopes = [
        replace(scope, as_of_date=scope.as_of_date - _DAY * back) for back in range(STRETCH.days)
    ]
    flows = [row for each in scopes[: WEEK.days] for row in member_flow.rows(warehouse, each)]
    return {
        coming.TABLE.name: [row for each in scopes for row in coming.rows(warehouse, each)],
        member_flow.TABLE.name: list(dict.fromkeys(flows)),
    }


def _published(workings: Workings, before: History | None) -> Rows:
    """The rows of each table of the history, with departments on every day."""
    scope, groups = workings.scope, groups_of(workings.tables, workings.scope.policy)
    on_every_day = replace(groups, days=frozenset(groups.rows["adoption"]))
    span = Span(scope.first_date, scope.as_of_date, on_every_day.days)
    found: dict[str, list[Row]] = {}
    for name in RULES.keys() - {control_week.name}:
        table = metadata.tables[name]
        rows: list[Row] = [
            named(table, row) for row in masked(table, workings.tables[name], on_every_day)
        ]
        found[name] = before.carried(name, rows, span) if before else rows
    if before:
        found[activity.name] = _lasting(workings, before, found[activity.name])
    return {**found, control_week.name: list(_joins(workings, before))}


def _alone(workings: Workings, before: History | None) -> Rows:
    """The rows of the whole as they are on days without departments."""
    groups = replace(groups_of(workings.tables, workings.scope.policy), days=frozenset())
    found = {}
    for name in DAILY:
        table = metadata.tables[name]
        rows = [named(table, row) for row in masked(table, workings.tables[name], groups)]
        told = before.alone[name] if before else ()
        later = [row for row in rows if not before or row["date"] > before.through]
        found[name] = [*told, *later]
    if before:
        found[activity.name] = _lasting(workings, before, found[activity.name])
    return found


def _lasting(workings: Workings, before: History, rows: list[Row]) -> list[Row]:
    exact = exact_rows(workings.tables)
    return list(lasting(before, rows, exact, workings.scope.policy))


def _joins(workings: Workings, before: History | None) -> Iterator[Row]:
    """How many joined in the seven days up to each day."""
    counted = counted_of(
        {join_day.name: workings.tables[join_day.name]}, {join_day.name: []}, before
    )
    first, last = workings.scope.first_date + WEEK - _DAY, workings.scope.as_of_date
    ends = [first + _DAY * number for number in range((last - first).days + 1)]
    nothing = dict.fromkeys(column.name for column in control_week.columns)
    for week in joins(counted, ends):
        told = {"week_end": week.end, "value": week.value, "state": week.state, "is_trial": True}
        yield nothing | {"measure": "joins", "department_id": WHOLE} | told
