"""Who joined, left, became or ceased to be active between two days: sets of people per day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from etl.editions.schema import COMPARED_WEEKS, SETTLED_WITHIN_DAYS, WHOLE
from etl.simulate.people import EMPLOYEE, Organisation
from etl.simulate.plan import DAY
from etl.simulate.truth.activity import PeopleByDay
from etl.simulate.truth.membership import Placed, Row, department_ids
from etl.statistics.paired import Pairs, count_change_range, share_change_range

_WINDOW = 28
_Group = Mapping[int, list[str]]
"""Person -> departments, of everybody in the group on one day."""


@dataclass(frozen=True, slots=True)
class History:
    """Who was where and did what: everything a comparison of two days rests on.

    ``exact``: days whose counts of active members are exact and name people.
    """

    organisation: Organisation
    placed: Placed
    proven: PeopleByDay
    wrote: PeopleByDay
    exact: Collection[date]
    last: date

    def staff(self, day: date) -> _Group:
        lists = self.organisation.lists
        people = {number for rows in lists for number in rows}
        found = {number: self.organisation.row_on(number, day) for number in people}
        return {
            number: self.organisation.departments_on(row, day)
            for number, row in found.items()
            if row is not None and row.class_name == EMPLOYEE
        }

    def doing(self, measure: str, day: date) -> tuple[_Group, set[int]]:
        """The group on a day, and those in it who did it."""
        members = self.placed.get(day, {})
        if measure == "members":
            return self.staff(day), set(members)
        days = self.proven if measure == "active" else self.wrote
        window = (days.get(day - back * DAY, set()) for back in range(_WINDOW))
        return members, set().union(*window) & set(members)


def change_rows(history: History) -> list[Row]:
    """One row per measure, pair of days and department."""
    rows = []
    for measure in ("members", "active", "contributors"):
        for start, end in dict.fromkeys(_pairs(history, measure)):
            sides = history.doing(measure, start), history.doing(measure, end)
            for id_ in (WHOLE, *department_ids()):
                pairs = _compare(sides[0], sides[1], id_)
                if pairs != Pairs():
                    rows.append(_row(measure, start, end, id_, pairs))
    return rows


def _pairs(history: History, measure: str) -> Iterator[tuple[date, date]]:
    last, first = history.last, min(history.placed)
    for start in [
        *(last - timedelta(weeks=w) for w in COMPARED_WEEKS),
        date(last.year - 1, 12, 31),
    ]:
        earlier, later = start, last
        if measure == "active":
            settled = [_settled(history, start), _settled(history, last)]
            if None in settled:
                continue
            earlier, later = (day for day in settled if day is not None)
        if first <= earlier < later:
            yield earlier, later


def _settled(history: History, near: date) -> date | None:
    days = (near - back * DAY for back in range(SETTLED_WITHIN_DAYS + 1))
    return next((day for day in days if day in history.exact), None)


def _compare(before: tuple[_Group, set[int]], after: tuple[_Group, set[int]], id_: str) -> Pairs:
    (then, did), (now, does) = before, after
    old = {person for person, where in then.items() if id_ in (WHOLE, *where)}
    new = {person for person, where in now.items() if id_ in (WHOLE, *where)}
    both, came, left = old & new, new - old, old - new
    return Pairs(
        kept=len(both & did & does),
        gained=len((both & does) - did),
        lost=len((both & did) - does),
        never=len(both - did - does),
        came_yes=len(came & does),
        came_no=len(came - does),
        left_yes=len(left & did),
        left_no=len(left - did),
    )


def _row(measure: str, start: date, end: date, id_: str, pairs: Pairs) -> Row:
    low, high = count_change_range(pairs)
    rate_low, rate_high = share_change_range(pairs) or (None, None)
    return {
        "measure": measure,
        "from_date": start.isoformat(),
        "to_date": end.isoformat(),
        "department_id": id_,
        "gained_count": pairs.gained + pairs.came_yes,
        "lost_count": pairs.lost + pairs.left_yes,
        "count_low": low,
        "count_high": high,
        "rate_low": rate_low,
        "rate_high": rate_high,
    }
