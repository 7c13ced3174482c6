"""Who was a member, and who was staff, on each day and in which department."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from etl.editions.schema import WHOLE
from etl.simulate.accounts import Account
from etl.simulate.departments import DEPARTMENTS
from etl.simulate.organisation import EMPLOYEE, Organisation
from etl.simulate.plan import DAY, Plan, days_between, local_date
from etl.simulate.truth.identity import Match, is_guest

Row = dict[str, Any]
Placed = dict[date, dict[int, str]]
"""Day -> counted member (a person's number) -> department id."""


def department_ids() -> list[str]:
    return [department.department_id for department in DEPARTMENTS]


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
    matches: Mapping[str, Match],
) -> Placed:
    """Counted members of every day: each person once, whatever their accounts."""
    placed: Placed = {}
    for account in accounts:
        match = matches.get(account.id)
        if match is None or match.person is None:
            continue
        for day in member_days(plan, account):
            row = organisation.row_on(match.person, day)
            if row is not None and row.class_name == EMPLOYEE:
                placed.setdefault(day, {})[match.person] = row.department.department_id
    return placed


def adoption_rows(organisation: Organisation, placed: Placed, days: list[date]) -> list[Row]:
    """Members against headcount; no headcount before the first staff list."""
    rows: list[Row] = []
    staff = _StaffCounts(organisation)
    for day in days:
        members = Counter(placed.get(day, {}).values())
        is_known = day >= organisation.list_dates[0]
        headcount, eligible = staff.on(day) if is_known else (Counter[str](), Counter[str]())
        for id_ in (WHOLE, *department_ids()):
            rows.append(
                {
                    "date": day.isoformat(),
                    "department_id": id_,
                    "headcount_count": _of(headcount, id_) if is_known else None,
                    "eligible_count": _of(eligible, id_) if is_known else None,
                    "member_count": _of(members, id_),
                }
            )
    return rows


def _of(counts: Counter[str], id_: str) -> int:
    return sum(counts.values()) if id_ == WHOLE else counts[id_]


class _StaffCounts:
    """Headcount and eligible staff by department, day by day."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    def on(self, day: date) -> tuple[Counter[str], Counter[str]]:
        headcount: Counter[str] = Counter()
        eligible: Counter[str] = Counter()
        dates = self._organisation.list_dates
        place = max(i for i, list_date in enumerate(dates) if list_date <= day)
        for row in self._organisation.lists[place].values():
            if row.class_name != EMPLOYEE or row.hire_date > day:
                continue
            if row.end_date is None or row.end_date >= day:
                id_ = row.department.department_id
                headcount[id_] += 1
                eligible[id_] += row.is_eligible
        return headcount, eligible


def ledger_rows(
    plan: Plan, organisation: Organisation, placed: Placed, matches: Mapping[str, Match]
) -> list[Row]:
    """Every account and every colleague of the last day, accounted for."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for match in matches.values():
        row = None
        if match.person is not None:
            row = organisation.row_on(match.person, plan.as_of)
        id_ = row.department.department_id if row else "?"
        _count(counts, "accounts", id_, match.state, match.reason)
    rules = {m.person: m.rule for m in matches.values() if m.state == "matched"}
    waiting = {m.person for m in matches.values() if m.state == "not_joined"}
    members = placed.get(plan.as_of, {})
    for number in organisation.lists[-1]:
        row = organisation.row_on(number, plan.as_of)
        if row is None or row.class_name != EMPLOYEE:
            continue
        id_ = row.department.department_id
        if number in members:
            _count(counts, "headcount", id_, "joined", rules[number])
        else:
            reason = "pending_account" if number in waiting else "no_account"
            _count(counts, "headcount", id_, "not_joined", reason)
    keys = ("side", "department_id", "state", "reason")
    return [{**dict(zip(keys, key, strict=True)), "count": n} for key, n in sorted(counts.items())]


def _count(
    counts: Counter[tuple[str, str, str, str]], side: str, id_: str, state: str, reason: str
) -> None:
    counts[side, id_, state, reason] += 1
    counts[side, WHOLE, state, reason] += 1
