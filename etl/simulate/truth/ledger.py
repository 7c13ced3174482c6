"""What every account and every colleague is counted as, on each date of the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from etl.editions.schema import UNKNOWN, WHOLE
from etl.simulate.accounts import Account, AccountView
from etl.simulate.departments import EVERY
from etl.simulate.directory import DirectoryEntry
from etl.simulate.people import EMPLOYEE, Organisation
from etl.simulate.plan import DAY, Plan, local_date
from etl.simulate.truth.holding import folded
from etl.simulate.truth.identity import Timeline, is_guest
from etl.simulate.truth.membership import Row, department_ids

LEFT = {"suspended", "deleted", "left_staff_list"}
STATES = {
    "external_domain": "guest",
    "listed_as_service": "service",
    "service_address": "service",
    "two_people": "conflict",
    "not_on_staff_list": "unmatched",
    "second_account": "duplicate",
    **dict.fromkeys(LEFT, "left"),
}
NAMES = {department.name: department.department_id for department in EVERY}


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of an account on a day, and where it is counted."""

    account: str
    person: int | None
    reason: str
    department_id: str

    @property
    def state(self) -> str:
        """The one state that follows from the reason."""
        return STATES.get(self.reason, "matched")


def ledger_dates(first: date, last: date) -> list[date]:
    """The last days of months, and the last day of all."""
    days = {last}
    day = last.replace(day=1) - DAY
    while day >= first:
        days.add(day)
        day = day.replace(day=1) - DAY
    return sorted(days)


class Ledger:
    """Judges the accounts day by day."""

    def __init__(
        self,
        plan: Plan,
        organisation: Organisation,
        accounts: Iterable[Account],
        directory: Iterable[DirectoryEntry],
        timelines: Mapping[str, Timeline],
    ) -> None:
        self.plan, self.organisation, self.timelines = plan, organisation, timelines
        self.accounts = [
            (account, view) for account in accounts if (view := account.seen_at(plan.made_at))
        ]
        services = [e for e in directory if not e.department and not e.job_title]
        services = [e for e in services if e.is_enabled and e.user_type == "Member"]
        self.services = {folded(name) for e in services for name in (e.id, e.mail, e.upn) if name}

    def standings(self, day: date) -> list[Standing]:
        """Every account that has joined by a day."""
        joined = [
            (account, view)
            for account, view in self.accounts
            if view.joined_at is not None and local_date(view.joined_at) <= day
        ]
        first = self._first_accounts(joined, day)
        return [self._standing(account, view, day, first) for account, view in joined]

    def _standing(
        self, account: Account, view: AccountView, day: date, first: set[str]
    ) -> Standing:
        found = self.timelines[account.id].on(day)
        person = found[1] if found else None
        reason = self.reason(account, view, day)
        if reason == "" and found:
            reason = found[0] if account.id in first else "second_account"
        return Standing(account.id, person, reason, self._department(account, person, day))

    def reason(self, account: Account, view: AccountView, day: date) -> str:
        """Why an account is not simply its owner's; empty where it is."""
        if is_guest(view):
            return "external_domain"
        if is_service(view):
            return "service_address"
        found = self.timelines[account.id].on(day)
        person = found[1] if found else None
        if person is None and {folded(account.office_user_id), folded(view.email)} & self.services:
            return "listed_as_service"
        if closed := closed_by(view, day):
            return closed
        if found is None:
            return "not_on_staff_list"
        if person is None:
            return "two_people"
        if self.organisation.row_on(person, day) is not None:
            return ""
        was_here = self.organisation.first_day(person) <= day
        return "left_staff_list" if was_here else "not_on_staff_list"

    def _first_accounts(self, joined: list[tuple[Account, AccountView]], day: date) -> set[str]:
        best: dict[int, tuple[int, date, str]] = {}
        for account, view in joined:
            found = self.timelines[account.id].on(day)
            if found is None or found[1] is None or self.reason(account, view, day):
                continue
            since = view.joined_at or self.plan.made_at
            rank = self.timelines[account.id].rank_on(day)
            order = (rank, local_date(since), account.id)
            best[found[1]] = min(order, best.get(found[1], order))
        return {order[2] for order in best.values()}

    def _department(self, account: Account, person: int | None, day: date) -> str:
        row = None if person is None else self.organisation.row_on(person, day)
        if row is not None:
            return self.organisation.departments_on(row, day)[0]
        return NAMES.get(account.department_label, UNKNOWN)

    def invitations(self) -> list[tuple[Standing, str]]:
        """Records that nobody has joined with by the last day, each with its state."""
        day, found = self.plan.as_of, []
        for account, view in self.accounts:
            if view.joined_at is not None and local_date(view.joined_at) <= day:
                continue
            state, reason = _invitation(view)
            held = self.timelines[account.id].on(day)
            person = held[1] if held else None
            place = self._department(account, person, day)
            found.append((Standing(account.id, person, reason, place), state))
        return found


def is_service(view: AccountView) -> bool:
    """Whether the configured patterns call an address a service."""
    return folded(view.email).startswith("noreply")


def closed_by(view: AccountView, day: date) -> str:
    """``deleted`` or ``suspended`` where the account was closed by a day; else empty."""
    ends = [local_date(at) for at in (view.suspended_at, view.deleted_at) if at is not None]
    if view.state == "active" or not ends or min(ends) > day:
        return ""
    return "deleted" if view.deleted_at is not None else "suspended"


def _invitation(view: AccountView) -> tuple[str, str]:
    if is_guest(view):
        return "guest", "external_domain"
    if view.state == "active":
        return "waiting", "never_joined" if view.joined_at is None else "joined_since"
    if view.deleted_at is not None:
        return "closed", "deleted"
    return ("closed", "suspended") if view.suspended_at is not None else ("waiting", "pending")


Counts = Counter[tuple[date, str, str, str, str]]


def ledger_rows(ledger: Ledger, first: date) -> list[Row]:
    """Every account and every colleague, accounted for on every date."""
    counts: Counts = Counter()
    for day in ledger_dates(first, ledger.plan.as_of):
        standings = ledger.standings(day)
        for each in standings:
            _count(counts, day, "accounts", [each.department_id], each.state, each.reason)
        _count_headcount(counts, ledger, day, standings)
    for each, state in ledger.invitations():
        _count(counts, ledger.plan.as_of, "invited", [each.department_id], state, each.reason)
    keys = ("date", "side", "department_id", "state", "reason")
    return [
        {**dict(zip(keys, (key[0].isoformat(), *key[1:]), strict=True)), "count": n}
        for key, n in counts.items()
    ]


def _count_headcount(counts: Counts, ledger: Ledger, day: date, standings: list[Standing]) -> None:
    organisation, as_of = ledger.organisation, ledger.plan.as_of
    if day < organisation.list_dates[0]:
        return
    joined = {each.person: each.reason for each in standings if each.state == "matched"}
    closed = {each.person for each in standings if each.reason in {"suspended", "deleted"}}
    waiting = {each.person for each, state in ledger.invitations() if state == "waiting"}
    for number in organisation.people:
        row = organisation.row_on(number, day)
        if row is None or row.class_name != EMPLOYEE:
            continue
        absent = "invited" if number in waiting else "no_account"
        absent = absent if day == as_of else "not_yet"
        absent = "account_closed" if number in closed else absent
        state = "joined" if number in joined else "not_joined"
        reason = joined.get(number, absent)
        _count(counts, day, "headcount", organisation.departments_on(row, day), state, reason)


def _count(
    counts: Counts, day: date, side: str, places: Iterable[str], state: str, reason: str
) -> None:
    for place in (*places, WHOLE):
        counts[day, side, place, state, reason] += 1


def total_rows(rows: Iterable[Row], dates: Iterable[date], known_from: date) -> list[Row]:
    """Both sides summed, for every date and department."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        if row["side"] != "invited":
            name = row["state"]
            sums[row["date"], row["department_id"], name] += row["count"]
            sums[row["date"], row["department_id"], row["side"]] += row["count"]
    names = ("matched", "left", "guest", "service", "duplicate", "conflict", "unmatched")
    found = []
    for day in dates:
        for id_ in (WHOLE, *department_ids(), UNKNOWN):
            place = (day.isoformat(), id_)
            row = {
                "date": place[0],
                "department_id": id_,
                "account_count": sums[*place, "accounts"],
            }
            row |= {f"{name}_count": sums[*place, name] for name in names}
            for name in ("headcount", "joined", "not_joined"):
                row[f"{name}_count"] = sums[*place, name] if day >= known_from else None
            found.append(row)
    return found


def unplaced_rows(ledger: Ledger, days: Iterable[date]) -> list[Row]:
    """Accounts on each day that are unmatched or a conflict, where the network places them."""
    rows: list[Row] = []
    for day in days:
        doubtful: Counter[str] = Counter()
        for account, view in ledger.accounts:
            if view.joined_at is None or local_date(view.joined_at) > day:
                continue
            if ledger.reason(account, view, day) in {"two_people", "not_on_staff_list"}:
                doubtful[NAMES.get(account.department_label, UNKNOWN)] += 1
        for id_ in (WHOLE, *department_ids()):
            count = sum(doubtful.values()) if id_ == WHOLE else doubtful[id_]
            rows.append({"date": day.isoformat(), "department_id": id_, "unplaced_count": count})
    return rows
