"""Settles what was published: figures of days gone by become history, before facts are deleted.

Editions show departments on some days only, and stretches counted back from their own last day. The
history has all of them, so that an edition of any later day finds those it shows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from etl.disclosure.groups import Groups
from etl.disclosure.rules import Policy
from etl.editions.build import Workings, with_lingering, work_out
from etl.editions.bygone import nothing
from etl.editions.counted import counted_of
from etl.editions.departed import nobody
from etl.editions.departing import part_with
from etl.editions.history import DAILY, RULES, STRETCH, History, Row, Rows, Span
from etl.editions.history_file import is_told, read_history, write_history
from etl.editions.lingering import reaching
from etl.editions.passing import pass_on
from etl.editions.publishable import groups_of, masked
from etl.editions.rows import Tables, exactly, named
from etl.editions.schema import WHOLE, control_week, join_day, metadata
from etl.editions.tables import coming, member_flow
from etl.editions.tables.control_week import WEEK, joins
from etl.expiry.leavers import find_leavers
from etl.settings import Settings
from etl.warehouse.engine import Warehouse

_DAY = timedelta(days=1)


def settle(
    warehouse: Warehouse,
    settings: Settings,
    through: date,
    latest: date | None = None,
    kept_from: date | None = None,
) -> None:
    """Write the history of all days up to ``through``. In the caller's transaction.

    What is history already stays. ``latest``: the last day of the edition that is published, if
    that is later. ``kept_from``: of earlier days no facts about people will be left.
    """
    if kept_from is None and is_told(settings, through):
        return
    before, workings = read_history(settings), work_out(warehouse, settings)
    if workings is None:
        return
    made = _made(workings, before, through, latest, kept_from)
    last = made.last_told(coming.TABLE.name)
    exact = workings.tables | _aligned(warehouse, workings, last)
    own = Workings(replace(workings.scope, as_of_date=last), _new(exact, made, before))
    groups = groups_of(workings.tables, workings.scope.policy)
    rows, alone = _published(own, groups, before), _alone(own, groups, before)
    rows[control_week.name] = list(_joins(workings, before))
    bygone = before.bygone if before else nothing()
    departed = before.departed if before else nobody()
    if kept_from:
        bygone = pass_on(warehouse, workings.scope, kept_from)
        find_leavers(warehouse, kept_from)
        departed = part_with(warehouse, workings.scope)
    told = replace(made, rows=_told(made, rows), alone=alone)
    write_history(settings, replace(told, bygone=bygone, departed=departed))


def _made(
    workings: Workings,
    before: History | None,
    through: date,
    latest: date | None,
    kept_from: date | None,
) -> History:
    """The history to be, without its rows: it reaches no less far than the one before."""
    scope = workings.scope
    if before is None:
        return History(through, scope.first_date, scope.policy, {}, {}, latest, kept_from)
    through = max(through, before.through)
    return History(
        through,
        scope.first_date,
        _laxest(scope.policy, before.policy),
        {},
        {},
        latest or before.latest,
        kept_from or before.kept_from,
        lingering=reaching(before.lingering, through),
    )


def _told(made: History, rows: Rows) -> Rows:
    return {
        name: [row for row in found if RULES[name].day(row) <= made.last_told(name)]
        for name, found in rows.items()
    }


def _new(exact: Tables, made: History, before: History | None) -> Tables:
    """The exact rows of the days that become history now."""
    found: Tables = {}
    for name in RULES.keys() - {control_week.name}:
        table, since = metadata.tables[name], before.last_told(name) if before else date.min
        days = [(RULES[name].day(exactly(table, row)), row) for row in exact[name]]
        found[name] = [row for day, row in days if since < day <= made.last_told(name)]
    return found


def _laxest(one: Policy, other: Policy) -> Policy:
    return Policy(
        min(one.minimum_group, other.minimum_group), min(one.minimum_cell, other.minimum_cell)
    )


def _aligned(warehouse: Warehouse, workings: Workings, last: date) -> Tables:
    """Rows that are counted back from an edition's last day, for each last day there may be."""
    scope = workings.scope
    scopes = [replace(scope, as_of_date=last - _DAY * back) for back in range(STRETCH.days)]
    came = [row for each in scopes for row in coming.rows(warehouse, each)]
    counted: Tables = {
        coming.TABLE.name: came,
        member_flow.TABLE.name: list(member_flow.every_day(warehouse, scope)),
    }
    return counted | with_lingering(counted, workings.tables, scope)


def _published(new: Workings, groups: Groups, before: History | None) -> dict[str, list[Row]]:
    """The rows of each table of the history, with departments on every day."""
    on_every_day = replace(groups, days=frozenset(groups.rows["adoption"]))
    span = Span(new.scope.first_date, new.scope.as_of_date, on_every_day.days)
    found: dict[str, list[Row]] = {}
    for name, exact in new.tables.items():
        table = metadata.tables[name]
        rows: list[Row] = [named(table, row) for row in masked(table, exact, on_every_day)]
        found[name] = before.carried(name, rows, span) if before else rows
    return found


def _alone(new: Workings, groups: Groups, before: History | None) -> dict[str, list[Row]]:
    """The rows of the whole as they are on days without departments."""
    apart, found = replace(groups, days=frozenset()), {}
    for name in DAILY:
        table = metadata.tables[name]
        rows = [named(table, row) for row in masked(table, new.tables[name], apart)]
        found[name] = [*(before.alone[name] if before else ()), *rows]
    return found


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
