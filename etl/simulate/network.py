"""Who is on the network: who joined when, who left, and the accounts that fit no pattern."""

import math
from datetime import date, datetime, timedelta

from etl.simulate.accounts import Account
from etl.simulate.departments import COMMUNICATIONS, DIGITAL, Department
from etl.simulate.oddities import add_oddities
from etl.simulate.people import EMPLOYEE, Organisation, Person, StaffRow
from etl.simulate.plan import DAY, Plan, at_local, is_working_day, office_seconds
from etl.simulate.register import Register

MEMBER_SHARE = 0.213
"""Members on the last day, as a share of headcount."""
_PENDING_SHARE = 0.75
_DEVICELESS = 0.05


def build_accounts(plan: Plan, organisation: Organisation) -> list[Account]:
    """Every account, ordered by id; the first is the comms officer's."""
    return _Builder(plan, organisation).build()


class _Builder:
    def __init__(self, plan: Plan, organisation: Organisation) -> None:
        self.plan = plan
        self.organisation = organisation
        self.rng = plan.random("network")
        self.register = Register(plan, organisation, self.rng)

    def build(self) -> list[Account]:
        founders = self._founders()
        joiners = self._joiners(founders)
        for person, row, joined_at in joiners:
            self._end(self._join(person, row, joined_at), person)
        self._add_pending({person.number for person, _, _ in joiners})
        self._add_returners()
        add_oddities(self.register)
        return self.register.accounts

    # --- people who join -------------------------------------------------------------------

    def _founders(self) -> list[Person]:
        """The comms officer and an administrator, who set the network up."""
        founders = [self._first_lead(COMMUNICATIONS), self._first_lead(DIGITAL)]
        founders[0].job_title = "Communications Officer"
        return founders

    def _first_lead(self, department: Department) -> Person:
        rows = self.organisation.lists[0]
        people = self.organisation.people
        return next(
            people[n]
            for n, row in rows.items()
            if row.department is department and people[n].is_anchored
        )

    def _joiners(self, founders: list[Person]) -> list[tuple[Person, StaffRow, datetime]]:
        known = self._everyone()
        weights = {person.number: _weight(row) for person, row in known}
        today = [p.number for p, row in known if self._is_counted_today(p, row)]
        target = min(len(today), round(MEMBER_SHARE * self._headcount()))
        keys = {n: self.rng.random() ** (1 / weights[n]) if weights[n] else 0.0 for n in today}
        chosen = set(sorted(today, key=lambda n: (-keys[n], n))[:target])
        chosen |= {founder.number for founder in founders}
        scale = target / sum(weights[n] for n in today)
        found = []
        for person, row in known:
            is_sure = person.number in chosen
            if not is_sure and person.number in keys:
                continue
            if is_sure or self.rng.random() < min(0.9, 1.3 * weights[person.number] * scale):
                joined_at = self._joined_at(person, row, is_sure)
                if person in founders:
                    seconds = 10 * 3600 + founders.index(person) * 600
                    joined_at = at_local(self.plan.setup_date, seconds)
                if joined_at is not None:
                    found.append((person, row, joined_at))
        return sorted(found, key=lambda each: (each[2], each[0].number))

    def _everyone(self) -> list[tuple[Person, StaffRow]]:
        people = self.organisation.people
        return [(p, self.organisation.last_row(n)) for n, p in people.items() if p.email]

    def _is_counted_today(self, person: Person, row: StaffRow) -> bool:
        held = self.organisation.row_on(person.number, self.plan.as_of)
        return row.class_name == EMPLOYEE and held is not None

    def _headcount(self) -> int:
        rows = self.organisation.lists[-1]
        people = self.organisation.people
        return sum(self._is_counted_today(people[n], row) for n, row in rows.items())

    def _joined_at(self, person: Person, row: StaffRow, is_sure: bool) -> datetime | None:
        """When the person joins: None where they leave before they would have."""
        start = max(self.organisation.first_day(person.number), self.plan.launch)
        end = self.organisation.last_day(person.number) or self.plan.as_of
        end = min(end, self.plan.as_of)
        day = max(self._wave(row.department), start)
        if day == start and start > self.plan.launch:
            day += timedelta(days=int(self.rng.expovariate(1 / 25)))
        if day > end:
            if not is_sure:
                return None
            day = start + timedelta(days=self.rng.randrange((end - start).days + 1))
        while not is_working_day(day) and self.rng.random() < 0.9 and day < end:
            day += DAY
        return at_local(day, office_seconds(self.rng))

    def _wave(self, department: Department) -> date:
        """A day on the S-curve of a department."""
        span = (self.plan.as_of - self.plan.launch).days
        place = -1.0
        while not 0 <= place < 1:
            draw = min(max(self.rng.random(), 1e-9), 1 - 1e-9)
            place = 0.45 + department.delay + 0.13 * math.log(draw / (1 - draw))
        return self.plan.launch + timedelta(days=int(place * span))

    def _join(self, person: Person, row: StaffRow, joined_at: datetime) -> Account:
        account = self.register.add(person, row.department, self._appeared_at(person))
        account.created_at = min(account.created_at, joined_at)
        account.joined_at, account.is_activated = joined_at, True
        account.reading_rate, account.posting_rate = self._habits()
        return account

    def _habits(self) -> tuple[float, float]:
        """How likely a person reads, and posts, on a working day."""
        draw = self.rng.random()
        if draw < 0.36:
            return 0.004, 0.0
        if draw < 0.76:
            return self.rng.uniform(0.02, 0.14), max(0.0, self.rng.uniform(-0.012, 0.006))
        return self.rng.uniform(0.25, 0.85), min(0.9, 0.02 * self.rng.paretovariate(1.1))

    def _appeared_at(self, person: Person) -> datetime:
        hired = self.organisation.first_day(person.number)
        return self.register.setup_at if hired <= self.plan.launch else at_local(hired, 6 * 3600)

    # --- people who leave, and people who never came ---------------------------------------

    def _end(self, account: Account, person: Person) -> None:
        """Close the account of a leaver: most at once, some days late, some never."""
        last = self.organisation.last_day(person.number)
        if last is None or last >= self.plan.as_of:
            return
        draw = self.rng.random()
        if draw < 0.12:
            return
        late = 0 if draw < 0.65 else self.rng.randrange(2, 40)
        closed_at = at_local(last + late * DAY, 17 * 3600 + self.rng.randrange(3600))
        joined_at = account.joined_at or closed_at
        closed_at = max(closed_at, joined_at + timedelta(hours=5))
        if closed_at.date() >= self.plan.as_of:
            return
        deleted_at = closed_at + timedelta(days=0 if draw > 0.95 else 90)
        if draw <= 0.95:
            account.away.append((closed_at, None))
        if deleted_at.date() < self.plan.as_of:
            account.deleted_at = deleted_at

    def _add_pending(self, joined: set[int]) -> None:
        """Accounts that the directory made by itself, and a few opened but never joined."""
        never = self.plan.some(14, least=2)
        for person, row in self._everyone():
            if person.number in joined:
                continue
            if self.rng.random() > (_PENDING_SHARE if row.is_eligible else 0.15):
                continue
            account = self.register.add(person, row.department, self._appeared_at(person))
            last = self.organisation.last_day(person.number)
            if last is not None and last + 2 * DAY < self.plan.as_of:
                closed_at = at_local(last, 17 * 3600)
                account.deleted_at = max(closed_at, account.created_at + timedelta(hours=1))
            elif never and row.is_eligible and self.rng.random() < 0.05:
                account.is_activated, never = True, never - 1

    def _add_returners(self) -> None:
        """Suspended when the older export was made, active again since."""
        half = self.plan.half_made_at
        ready = [
            a
            for a in self.register.accounts[2:]
            if a.joined_at and a.joined_at < half - timedelta(days=6) and not a.ended_at()
        ]
        for account in ready[: self.plan.some(3, least=1)]:
            account.away.append((half - timedelta(days=4), half + timedelta(days=9)))


def _weight(row: StaffRow) -> float:
    """How readily a person joins, relative to others."""
    return row.department.pull * (1.0 if row.is_eligible else _DEVICELESS)
