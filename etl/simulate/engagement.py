"""Microsoft's activity reports: what each of them lists, for a period up to its refresh date."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from etl.simulate.accounts import Account
from etl.simulate.plan import DAY, Plan, days_between

_SINGLE_DAYS = 28


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One account in one report, with the counts of the report's period. Days are UTC days."""

    account: Account
    upn: str
    name: str
    state: str
    changed_on: date | None
    last_activity_date: date | None
    posted: int
    read: int
    liked: int

    @property
    def is_listed(self) -> bool:
        """Whether the account was open: closed ones stay in the report."""
        return self.state == "Activated"


@dataclass(frozen=True, slots=True)
class Report:
    """A report of users' activity over ``period_days`` up to and including ``refresh_date``."""

    refresh_date: date
    period_days: int
    is_concealed: bool
    rows: list[ReportRow]


def draw_reports(plan: Plan, accounts: list[Account]) -> list[Report]:
    """Weekly, monthly and daily reports, and one with concealed names."""
    joined = [a for a in accounts if a.joined_at or a.is_activated]
    wanted = [(day, 7, False) for day in plan.days if day.weekday() == 6 and day >= plan.launch]
    if plan.as_of.weekday() != 6:
        wanted.append((plan.as_of, 7, False))
    wanted.append((plan.as_of, 30, False))
    first = max(plan.launch + 4 * DAY, plan.as_of - (_SINGLE_DAYS - 1) * DAY)
    wanted += [(day, 1, False) for day in days_between(first, plan.as_of)]
    wanted.append((concealed_date(plan), 90, True))
    return [
        Report(day, period, concealed, _rows(joined, day, period, concealed))
        for day, period, concealed in wanted
    ]


def concealed_date(plan: Plan) -> date:
    """The refresh date of the report with concealed names: no other report has it."""
    is_short = (plan.as_of - plan.launch).days < _SINGLE_DAYS + 20
    day = plan.launch + (2 if is_short else 17) * DAY
    return day if day.weekday() != 6 else day + DAY


def _rows(accounts: list[Account], day: date, period: int, is_concealed: bool) -> list[ReportRow]:
    end = datetime.combine(day + DAY, time(), UTC)
    rows = []
    for account in accounts:
        view = account.seen_at(end)
        if view is None or not (view.joined_at or view.state == "active"):
            continue
        state, changed_at = "Activated", view.joined_at
        if view.deleted_at:
            state, changed_at = "Deleted", view.deleted_at
        elif view.suspended_at:
            state, changed_at = "Suspended", view.suspended_at
        upn, name = _named(account, day, view.name, is_concealed)
        rows.append(
            ReportRow(
                account=account,
                upn=upn,
                name=name,
                state=state,
                changed_on=changed_at.date() if changed_at else None,
                last_activity_date=_latest(account, day),
                posted=account.posted.between(day - period * DAY, day),
                read=account.read.between(day - period * DAY, day),
                liked=account.liked.between(day - period * DAY, day),
            )
        )
    return rows


def _named(account: Account, day: date, name: str, is_concealed: bool) -> tuple[str, str]:
    """Sign-in name and display name, or the 32 hex digits that stand for them."""
    upn = account.upn
    if account.person is not None and upn == account.person.upn:
        upn = account.person.upn_on(day)
    if not is_concealed:
        return upn, name
    return _hidden(upn), _hidden(name + upn)


def _hidden(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32].upper()


def _latest(account: Account, day: date) -> date | None:
    counters = (account.posted, account.read, account.liked)
    return max((latest for c in counters if (latest := c.latest(day))), default=None)
