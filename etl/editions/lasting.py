"""What an erasure must not show: activity that goes on counting over the days it was seen on.

Whoever was active on some days counts over all longer stretches that hold those days, also weeks
later. Were one of them erased, and nobody else active besides, a later count would be one less than
was told: where that passes a border, it says that this person was active, and when. So for as long
as a stretch reaches back to what was told before the erasure, a count at such a border is told as
if one more had been active.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

from etl.disclosure.cells import FEW, MOST, OK, part
from etl.disclosure.rules import Policy
from etl.editions.history import History
from etl.editions.schema import WINDOWS, activity, adoption

Row = Mapping[str, Any]
Rows = Mapping[str, Iterable[Row]]
Place = tuple[date, str]
_KINDS = ("active", "contributor")
_LONGEST = timedelta(days=max(WINDOWS))


def lasting(history: History, shown: Sequence[Row], exact: Rows, policy: Policy) -> Sequence[Row]:
    """The rows of ``activity`` as an edition shows them, with none below a border by one person.

    ``exact``: those of ``activity`` and ``adoption`` to the person.
    """
    erased = history.erased
    if erased is None:
        return shown
    people = {_place(row): dict(row) for row in exact[adoption.name]}
    for row in exact[activity.name]:
        people[_place(row)] |= row
    told: dict[str, list[Row]] = {}
    for row in _told(history, erased):
        told.setdefault(row["department_id"], []).append(row)
    return [
        _held(row, told.get(row["department_id"], ()), people[_place(row)], policy)
        if erased < row["date"] < erased + _LONGEST
        else row
        for row in shown
    ]


def _place(row: Row) -> Place:
    return row["date"], row["department_id"]


def _told(history: History, erased: date) -> Iterator[Row]:
    """What was told of the days that stretches may reach back to, alone and beside departments."""
    for row in (*history.rows[activity.name], *history.alone[activity.name]):
        if erased - _LONGEST < row["date"] <= erased:
            yield row


def _held(row: Row, told: Iterable[Row], people: Row, policy: Policy) -> Row:
    held = dict(row)
    for kind, days in product(_KINDS, WINDOWS):
        name = f"{kind}_{days}"
        most = max(_within(told, row, kind, days), default=0)
        if row[f"{name}_status"] not in (OK, FEW) or (row[f"{name}_count"] or 0) >= most:
            continue
        members, size = people["member_count"], people["headcount_count"]
        cell = part(people[f"{name}_count"] + 1, members, size, policy)
        if cell.value == most or cell.status == MOST:
            held |= {f"{name}_count": cell.value, f"{name}_status": cell.status}
    return held


def _within(told: Iterable[Row], row: Row, kind: str, days: int) -> Iterator[int]:
    """Counts that were told of the department over days that all lie in a stretch of a row."""
    for before in told:
        since = (row["date"] - before["date"]).days
        for shorter in WINDOWS:
            name = f"{kind}_{shorter}"
            if since + shorter <= days and before[f"{name}_status"] == OK:
                yield before[f"{name}_count"]
