"""How metrics read why members moved between two days: flows, and their share in the rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import RowMapping, select

from dashboard.edition import Edition
from dashboard.metric.facts import adoption_rows, missing
from dashboard.metric.model import Fact, Query
from dashboard.periods import USUAL
from dashboard.statistics.decomposition import HEADCOUNT, MIX, Group, split_group, split_whole
from etl.editions.schema import (
    FEW,
    FLOWS,
    HIDDEN,
    LOSSES,
    MOST,
    UNDER,
    UNKNOWN,
    WHOLE,
    member_flow,
)

NO_HEADCOUNT = "Headcount is not known on both days"
ROUNDING = "rounding"
"""What the flows lack to the change of members, because each is told in fives, or tens."""
NOBODY = "There is nobody on one of the two days"


def movement_days(edition: Edition) -> Sequence[date]:
    """The days between which changes are told, in order."""

    def read() -> Sequence[date]:
        statement = select(member_flow.c.date).distinct().order_by(member_flow.c.date)
        return [row["date"] for row in edition.select(statement)]

    return edition.remember("movement days", read)


def movement_day(edition: Edition, near: date) -> date | None:
    """The newest of those days up to ``near``; None before the first of them."""
    return next((day for day in reversed(movement_days(edition)) if day <= near), None)


@dataclass(frozen=True, slots=True)
class _Between:
    """Two days of an edition, and every group on them; ``before`` None: nobody had joined."""

    before: date | None
    after: date
    groups: Mapping[str, Group]
    is_rate_known: bool
    withheld: Mapping[tuple[str, str], str]
    """Department and flow, or '*' for its members and headcount, to why they are not shown."""


def flow_facts(edition: Edition, query: Query) -> list[Fact]:
    """People of every flow between ``query.start`` and ``query.at``, losses below zero."""
    between = _between(edition, query)
    if between is None:
        return missing(edition, query)
    return [
        _fact(between, key, flow, group.flows[flow])
        for key, group in _with_whole(between).items()
        for flow in FLOWS
    ]


def rate_facts(edition: Edition, query: Query) -> list[Fact]:
    """Points of the rate that each flow, headcount and the mix of departments account for."""
    between = _between(edition, query)
    if between is None:
        return missing(edition, query)
    facts = []
    for key, group in _with_whole(between).items():
        parts = split_whole(between.groups) if key == WHOLE else split_group(group)
        note = "" if between.is_rate_known else NO_HEADCOUNT
        if not all(group.headcount):
            note = note or NOBODY
        for name in (*FLOWS, HEADCOUNT, *((MIX,) if key == WHOLE else ())):
            value = None if note else float(parts.get(name, Fraction(0)))
            facts.append(_fact(between, key, name, value, note))
    return facts


def _fact(between: _Between, key: str, name: str, value: float | None, note: str = "") -> Fact:
    withheld = between.withheld.get((key, name)) or between.withheld.get((key, WHOLE), "")
    return Fact(between.after, name, key, value, label=name, note=note, withheld=withheld)


def _between(edition: Edition, query: Query) -> _Between | None:
    after = movement_day(edition, query.at) if query.at else None
    if query.at is None or after is None:
        return None
    before = movement_day(edition, query.start or USUAL.start(query.at))
    return edition.remember(("between", before, after), lambda: _read(edition, before, after))


def _read(edition: Edition, before: date | None, after: date) -> _Between:
    days = [day for day in (before, after) if day is not None]
    flows, counts = _placed(_flow_rows(edition, days)), _placed(adoption_rows(edition, days))
    groups = {
        key: _group(
            [counts.get((day, key)) for day in (before, after)],
            [flows.get((day, key)) for day in (before, after)],
        )
        for key in (WHOLE, *edition.departments)
    }
    whole = groups.pop(WHOLE)
    groups[UNKNOWN] = _rest(whole, groups)
    ends = [counts.get((day, WHOLE)) for day in (before, after)]
    is_known = all(row is not None and row["headcount_count"] is not None for row in ends)
    withheld = {
        **_withheld(flows, days, FLOWS),
        **{
            (key, WHOLE): status
            for (key, _), status in _withheld(counts, days, ("member", "headcount")).items()
        },
    }
    return _Between(before, after, groups, is_known, withheld)


def _withheld(
    rows: Mapping[tuple[date | None, str], RowMapping], days: Sequence[date], names: Sequence[str]
) -> dict[tuple[str, str], str]:
    """Department and count to its status, where a change of it is not shown.

    Few people at first are as good as none: counts are rounded.
    """
    found = {}
    for (day, key), row in rows.items():
        for name in names:
            status = row[f"{name}_status"]
            if status == HIDDEN or (status in {FEW, UNDER, MOST} and day == days[-1]):
                found[key, name] = status
    return found


def _placed(rows: Sequence[RowMapping]) -> Mapping[tuple[date | None, str], RowMapping]:
    return {(row["date"], row["department_id"]): row for row in rows}


def _flow_rows(edition: Edition, days: Sequence[date]) -> Sequence[RowMapping]:
    return edition.select(select(member_flow).where(member_flow.c.date.in_(days)))


def _group(ends: Sequence[RowMapping | None], running: Sequence[RowMapping | None]) -> Group:
    members = [(row["member_count"] or 0) if row else 0 for row in ends]
    headcount = [(row["headcount_count"] or 0) if row else 0 for row in ends]
    flows = {}
    for flow in FLOWS:
        first, last = ((row[f"{flow}_count"] or 0) if row else 0 for row in running)
        flows[flow] = (first - last) if flow in LOSSES else (last - first)
    flows[ROUNDING] = members[1] - members[0] - sum(flows.values())
    return Group((members[0], members[1]), (headcount[0], headcount[1]), flows)


def _rest(whole: Group, groups: Mapping[str, Group]) -> Group:
    """Those whose department is not known: the whole less all departments."""
    parts = groups.values()
    members = [whole.members[when] - sum(part.members[when] for part in parts) for when in (0, 1)]
    staff = [whole.headcount[when] - sum(part.headcount[when] for part in parts) for when in (0, 1)]
    flows = {
        flow: whole.flows[flow] - sum(part.flows[flow] for part in parts) for flow in whole.flows
    }
    return Group((members[0], members[1]), (staff[0], staff[1]), flows)


def _with_whole(between: _Between) -> Mapping[str, Group]:
    """Every department and the whole; moves within the whole are none."""
    groups = between.groups
    flows = {
        flow: sum(group.flows[flow] for group in groups.values()) for flow in (*FLOWS, ROUNDING)
    }
    members = [sum(group.members[when] for group in groups.values()) for when in (0, 1)]
    staff = [sum(group.headcount[when] for group in groups.values()) for when in (0, 1)]
    whole = Group((members[0], members[1]), (staff[0], staff[1]), flows)
    listed = {key: group for key, group in groups.items() if key != UNKNOWN}
    return {WHOLE: whole, **listed}
