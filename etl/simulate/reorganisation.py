"""The council reorganises: a department is renamed, one merged, one split, and a team moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etl.simulate.departments import DEPARTMENTS, PART, RENAMED, Department

_WHOLE = ("rename", "merge")
_LEAD_DAYS = timedelta(days=8)
_BY_ID = {department.department_id: department for department in DEPARTMENTS}
_PLAN = (
    (0.4, "rename", _BY_ID["highways-and-transport"], RENAMED),
    (0.55, "transfer", _BY_ID["planning-and-building-control"], _BY_ID["housing"]),
    (0.7, "merge", _BY_ID["revenues-and-benefits"], _BY_ID["finance-and-procurement"]),
    (0.85, "split", _BY_ID["leisure-and-libraries"], PART),
)


@dataclass(frozen=True, slots=True)
class Step:
    """From ``day`` on, people of ``before`` are in ``after``: all, or those whom a list moves."""

    day: date
    kind: str
    before: Department
    after: Department

    @property
    def is_whole(self) -> bool:
        return self.kind in _WHOLE


def steps(list_dates: Sequence[date]) -> tuple[Step, ...]:
    """The steps, in order. Whole departments change a week before the list that shows it."""
    made = []
    for share, kind, before, after in _PLAN:
        listed = list_dates[min(max(1, round(share * len(list_dates))), len(list_dates) - 1)]
        day = listed - _LEAD_DAYS if kind in _WHOLE else listed
        made.append(Step(day, kind, before, after))
    return tuple(made)


def became(taken: Iterable[Step], department: Department, day: date) -> Department:
    """What a department had become by ``day``, where all of it became one."""
    for step in taken:
        if step.is_whole and step.before is department and step.day <= day:
            return step.after
    return department
