"""Reads an edition that is published and looks for a breach of the rules, by itself.

Nothing here knows the exact counts: only what stands in the edition is judged.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.disclosure.cells import FEW, MOST, NO_DATA, OK, STATUSES, UNDER, Grain, grain
from etl.disclosure.rules import (
    FLOWING,
    ROUNDING,
    ByDepartment,
    Disclosure,
    Policy,
    Unpublished,
    WholeOnly,
    status_column,
)

Row = Mapping[str, Any]


@dataclass(slots=True)
class Proof:
    """What was found in one table. ``statuses`` counts the cells of departments."""

    table: str
    rule: str
    statuses: Counter[str] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)

    @property
    def shown(self) -> float | None:
        """The share of departments' known cells that say something: a number or a band."""
        known = self.statuses.total() - self.statuses[NO_DATA]
        told = sum(self.statuses[each] for each in (OK, FEW, UNDER, MOST))
        return told / known if known else None


def prove(
    table: str,
    rows: Sequence[Row],
    disclosure: Disclosure | None,
    policy: Policy,
    whole: str,
    departments: int,
) -> Proof:
    """The cells of a table by status, and every breach of what it declares.

    ``departments``: how many there are. Where a missing row is a zero, it counts as one that is
    shown: every reader sees it.
    """
    proof = Proof(table, type(disclosure).__name__ if disclosure else "nothing declared")
    if disclosure is None:
        proof.breaches.append("declares nothing")
    for row in rows:
        if isinstance(disclosure, Unpublished):
            proof.breaches.append("a row is published")
        if isinstance(disclosure, WholeOnly):
            proof.breaches += _whole_only(row, disclosure, whole)
        if isinstance(disclosure, ByDepartment):
            proof.breaches += _by_department(row, disclosure, policy, whole, proof.statuses)
    if isinstance(disclosure, ByDepartment) and disclosure.is_sparse:
        missing = _subjects(rows, disclosure) * departments - sum(
            row["department_id"] != whole for row in rows
        )
        proof.statuses[OK] += max(0, missing) * len(disclosure.measures)
    return proof


def _subjects(rows: Sequence[Row], disclosure: ByDepartment) -> int:
    """Of how many ideas, windows or the like the rows tell."""
    told = {each.column for each in disclosure.measures}
    told |= {status_column(name) for name in told} | {"department_id"}
    return len({tuple(value for name, value in row.items() if name not in told) for row in rows})


def _whole_only(row: Row, disclosure: WholeOnly, whole: str) -> Iterator[str]:
    if row["department_id"] != whole:
        yield "a department stands in it"
    if any(row[column] in values for column, values in disclosure.exact):
        return
    for name in disclosure.people:
        if (row[name] or 0) % ROUNDING:
            yield f"{name} is not rounded"


def _by_department(
    row: Row, disclosure: ByDepartment, policy: Policy, whole: str, statuses: Counter[str]
) -> Iterator[str]:
    is_exact = disclosure.is_open and row["department_id"] == whole
    for measure in disclosure.measures:
        value, status = row[measure.column], row[status_column(measure.column)]
        if row["department_id"] != whole:
            statuses[status] += 1
        if status not in STATUSES or (value is None) != (status != OK):
            yield f"{measure.column} has a value its status {status} does not allow"
        elif value is not None and measure.kind in FLOWING:
            yield from _flow(measure.column, value, grain(row["department_id"] == whole, policy))
        elif value is not None and not is_exact:
            yield from _value(measure.column, value, measure.kind, policy)


def _value(name: str, value: int, kind: str, policy: Policy) -> Iterator[str]:
    least = policy.minimum_group if kind in {"size", "population"} else policy.minimum_cell
    if value % ROUNDING:
        yield f"{name} is not rounded"
    if 0 < value < least - ROUNDING // 2:
        yield f"{name} is under the minimum"


def _flow(name: str, value: int, told: Grain) -> Iterator[str]:
    if value % told.step:
        yield f"{name} is not rounded"
    if value <= told.least - told.step // 2:
        yield f"{name} is under the minimum"
