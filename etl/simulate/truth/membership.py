"""Who was a member, and who was staff, on each day and in which department."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from etl.editions.schema import WHOLE
from etl.simulate.accounts import Account
from etl.simulate.departments import EVERY
from etl.simulate.people import EMPLOYEE, Organisation
from etl.simulate.plan import DAY, Plan, days_between, local_date
from etl.simulate.truth.identity import NOBODY, Timeline, is_guest

Row = dict[str, Any]
Placed = dict[date, dict[int, list[str]]]
"""Day -> counted member (a person's number) -> ids of the departments in which they count."""


def department_ids() -> list[str]:
    return [department.department_id for department in EVERY]


def department_rows(organisation: Organisation, as_of: date) -> list[Row]:
    """Every department that people were in, with what became of it."""
    taken = [step for step in organisation.steps if step.day <= as_of]
    now = {step.before.department_id: step.after.department_id for step in taken if step.is_whole}
    since: dict[str, date] = {}
    for step in taken:
        for each in () if step.is_whole else (step.before, step.after):
            id_ = now.get(each.department_id, each.department_id)
            since[id_] = max(step.day, since.get(id_, step.day))
    return [
        {
            "department_id": department.department_id,
            "name": department.name,
            "parent_id": None,
            "now_id": now.get(department.department_id),
            "comparable_since": _iso(
                since.get(now.get(department.department_id, department.department_id))
            ),
        }
        for department in EVERY
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def member_days(plan: Plan, account: Account) -> Iterator[date]:
    """The days up to ``as_of`` on which an account was a member's, as the final export tells."""
    view = account.seen_at(plan.made_at)
    if view is None or view.joined_at is None or is_guest(view):
        return
    last = plan.as_of
    ends = [end for end in (view.suspended_at, view.deleted_at) if end is not None]
    if view.state != "active":
        last = min([last, *(local_date(end) - DAY for end in ends)])
    yield from days_between(local_date(view.joined_at), last)


def place_members(
    plan: Plan,
    organisation: Organisation,
    accounts: Iterable[Account],
    timelines: Mapping[str, Timeline],
) -> Placed:
    """Counted members of every day: each person once, whatever their accounts."""
    placed: Placed = {}
    for account in accounts:
        timeline = timelines.get(account.id, NOBODY)
        for day in member_days(plan, account):
            found = timeline.on(day)
            if found is None or found[1] is None:
                continue
            row = organisation.row_on(found[1], day)
            if row is not None and row.class_name == EMPLOYEE:
                ids = organisation.departments_on(row, day)
                placed.setdefault(day, {})[found[1]] = ids
    return placed


def adoption_rows(organisation: Organisation, placed: Placed, days: list[date]) -> list[Row]:
    """Members against headcount; no headcount before the first staff list."""
    rows: list[Row] = []
    staff = _StaffCounts(organisation)
    for day in days:
        members = count_places(placed.get(day, {}).values())
        is_known = day >= organisation.list_dates[0]
        headcount, eligible = staff.on(day) if is_known else (Counter[str](), Counter[str]())
        for id_ in (WHOLE, *department_ids()):
            rows.append(
                {
                    "date": day.isoformat(),
                    "department_id": id_,
                    "headcount_count": headcount[id_] if is_known else None,
                    "eligible_count": eligible[id_] if is_known else None,
                    "member_count": members[id_],
                }
            )
    return rows


def count_places(people: Iterable[Iterable[str]]) -> Counter[str]:
    """People by department, and each once in the whole."""
    counts: Counter[str] = Counter()
    for ids in people:
        counts.update([WHOLE, *ids])
    return counts


class _StaffCounts:
    """Headcount and eligible staff by department, day by day."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def on(self, day: date) -> tuple[Counter[str], Counter[str]]:
        headcount: list[list[str]] = []
        eligible: list[list[str]] = []
        dates = self._organisation.list_dates
        place = max(i for i, list_date in enumerate(dates) if list_date <= day)
        for row in self._organisation.lists[place].values():
            if row.class_name != EMPLOYEE or row.hire_date > day:
                continue
            if row.end_date is None or row.end_date >= day:
                ids = self._organisation.departments_on(row, day)
                headcount.append(ids)
                if row.is_eligible:
                    eligible.append(ids)
        return count_places(headcount), count_places(eligible)
