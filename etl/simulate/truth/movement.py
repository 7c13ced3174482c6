"""Who became a member and who ceased to be one, day by day, out of plain sets of people."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from etl.editions.schema import FLOWS, WHOLE
from etl.simulate.people import EMPLOYEE, Organisation
from etl.simulate.plan import DAY
from etl.simulate.truth.membership import Placed, Row, department_ids

Counts = dict[str, Counter[str]]
"""Flow -> people by department id."""


def flow_rows(organisation: Organisation, placed: Placed, days: list[date]) -> list[Row]:
    """Running totals of every flow on weeks back from the last day and on ends of months."""
    totals: Counts = defaultdict(Counter)
    known: set[int] = set()
    rows: list[Row] = []
    for day in days:
        for flow, ids, whole in _flows(organisation, placed, day, known):
            totals[flow].update(ids)
            totals[flow][WHOLE] += whole
        known |= placed.get(day, {}).keys()
        if (days[-1] - day).days % 7 == 0 or (day + DAY).day == 1:
            rows += [_row(day, id_, totals) for id_ in (WHOLE, *department_ids())]
    return rows


def _row(day: date, id_: str, totals: Counts) -> Row:
    counts = {f"{flow}_count": totals[flow][id_] for flow in FLOWS}
    return {"date": day.isoformat(), "department_id": id_, **counts}


def _flows(
    organisation: Organisation, placed: Placed, day: date, known: set[int]
) -> Iterator[tuple[str, list[str], int]]:
    """(flow, departments, people in the whole): a second post is a move into its department."""
    before, now = placed.get(day - DAY, {}), placed.get(day, {})
    for person in before.keys() | now.keys():
        old, new = before.get(person, []), now.get(person, [])
        if not old:
            yield ("returned" if person in known else "joined"), new, 1
        elif not new:
            row = organisation.row_on(person, day)
            is_staff = row is not None and row.class_name == EMPLOYEE
            yield ("lapsed" if is_staff else "left"), old, 1
        elif old != new:
            came = [id_ for id_ in new if id_ not in old]
            went = [id_ for id_ in old if id_ not in new]
            yield "moved_in", came, min(len(came), len(went))
            yield "moved_out", went, min(len(came), len(went))
