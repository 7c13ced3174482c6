"""Makes up a council: who is hired, moves, leaves and takes a new name, list by list."""

import random
from dataclasses import replace
from datetime import date, timedelta

from etl.simulate.departments import (
    DEMOCRATIC,
    DEPARTMENTS,
    SMALL_OFFICE,
    Department,
    sizes,
)
from etl.simulate.names import NameMaker
from etl.simulate.people import EMPLOYEE, HOME_DOMAIN, Organisation, Person, StaffRow
from etl.simulate.plan import Plan
from etl.simulate.reorganisation import became, steps

SITES = ("Town Hall", "Civic Centre", "Depot Lane", "Riverside", "Town Hall")
_OTHER_CLASSES = (("Contractor", 0.03), ("Agency", 0.035), ("Elected member", 0.01))
_PART_RATE = 0.3
_LEAVE_RATE, _MOVE_RATE, _DEVICE_RATE, _HIRED_RATE = 0.009, 0.004, 0.002, 0.02


def build_organisation(plan: Plan) -> Organisation:
    """People and monthly lists, with joiners, leavers, movers and new names."""
    return _Builder(plan).build()


class _Builder:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rng: random.Random = plan.random("organisation")
        self.moving = plan.random("reorganisation")
        self.names = NameMaker(self.rng, HOME_DOMAIN)
        self.made = Organisation(plan.list_dates, steps=steps(plan.list_dates))
        self.leads: dict[str, list[Person]] = {}

    def build(self) -> Organisation:
        self.made.lists.append(self._first_list())
        for day in self.plan.list_dates[1:]:
            self.made.lists.append(self._next_list(day))
        self._end_contracts_this_month()
        self._rename_some()
        return self.made

    def _first_list(self) -> dict[int, StaffRow]:
        rows: dict[int, StaffRow] = {}
        for department, size in sizes(self.plan.staff):
            lead_count = max(2, size // 14)
            for place in range(size):
                self._hire(rows, department, EMPLOYEE, None, is_lead=place < lead_count)
        for class_name, rate in _OTHER_CLASSES:
            for _ in range(max(2, round(self.plan.staff * rate))):
                self._hire(rows, self._department_for(class_name), class_name, None)
        return rows

    def _department_for(self, class_name: str) -> Department:
        if class_name == "Elected member":
            return DEMOCRATIC
        return self.rng.choices(DEPARTMENTS, [d.share for d in DEPARTMENTS])[0]

    def _hire(
        self,
        rows: dict[int, StaffRow],
        department: Department,
        class_name: str,
        listed_on: date | None,
        is_lead: bool = False,
    ) -> None:
        is_eligible = is_lead or self.rng.random() < department.device_rate
        person = self._new_person(department, is_eligible, is_lead)
        leads = self.leads.setdefault(department.department_id, [])
        manager = self.rng.choice(leads).person_id if leads and not is_lead else ""
        if is_lead:
            manager = leads[0].person_id if leads else ""
            leads.append(person)
        rows[person.number] = StaffRow(
            department=department,
            class_name=class_name,
            is_eligible=is_eligible,
            hire_date=self._hire_date(listed_on, is_lead),
            manager_id=manager,
            email=person.email,
            directory_id=person.directory_id if person.is_on_lists_with_directory_id else "",
        )

    def _new_person(self, department: Department, is_eligible: bool, is_lead: bool) -> Person:
        number = 10_001 + len(self.made.people) * 3
        given, family = self.names.given(), self.names.family()
        has_email = is_eligible or self.rng.random() < 0.35
        email = self.names.address(given, family) if has_email else ""
        is_numbered = has_email and not is_lead and self.rng.random() < 0.03
        person = Person(
            number=number,
            given=given,
            family=family,
            email=email,
            upn=f"u{number:07d}@{HOME_DOMAIN}" if is_numbered else email,
            directory_id=_guid(self.rng),
            job_title=f"{department.name.split()[0]} {self.rng.choice(_JOBS)}",
            is_anchored=is_lead or department is SMALL_OFFICE,
            is_on_lists_with_directory_id=self.rng.random() < 0.85,
            site=SITES[number // 3 % len(SITES)],
        )
        self.made.people[number] = person
        return person

    def _hire_date(self, listed_on: date | None, is_lead: bool) -> date:
        if listed_on is None:
            late = not is_lead and self.rng.random() < 0.004
            days = -self.rng.randrange(2, 18) if late else self.rng.randrange(60, 9000)
            return self.plan.launch - timedelta(days=days)
        draw = self.rng.random()
        if draw < 0.15:
            return listed_on - timedelta(days=self.rng.randrange(3, 20))
        if draw < 0.3:
            return listed_on + timedelta(days=self.rng.randrange(2, 15))
        return listed_on

    def _next_list(self, day: date) -> dict[int, StaffRow]:
        rows: dict[int, StaffRow] = {}
        left: list[StaffRow] = []
        for number, before in self.made.lists[-1].items():
            is_anchored = self.made.people[number].is_anchored
            row = self._reorganised(before, day, is_anchored)
            if is_anchored:
                rows[number] = row
            elif self.rng.random() < _LEAVE_RATE:
                self._leave(number, row)
                left.append(row)
            else:
                rows[number] = self._changed(row)
        for row in left:
            self._hire(rows, row.department, row.class_name, day)
        return rows

    def _reorganised(self, row: StaffRow, day: date, is_anchored: bool) -> StaffRow:
        department = became(self.made.steps, row.department, day)
        for step in self.made.steps:
            moves = step.day == day and step.before is department and not step.is_whole
            if moves and not is_anchored and self.moving.random() < _PART_RATE:
                department = step.after
        if department is not row.department:
            leads = self.leads.setdefault(department.department_id, [])
            leads += [
                each for each in self.leads[row.department.department_id] if each not in leads
            ]
        return replace(row, department=department)

    def _leave(self, number: int, row: StaffRow) -> None:
        """A third of the leavers have an end date that the lists knew beforehand."""
        if self.rng.random() > 0.35:
            return
        since = self.made.list_dates[len(self.made.lists) - 1]
        end_date = max(since, row.hire_date) + timedelta(days=self.rng.randrange(4, 13))
        told = self.made.lists[-1 - self.rng.randrange(2) :]
        for rows in told:
            if number in rows:
                rows[number] = replace(rows[number], end_date=end_date)

    def _changed(self, row: StaffRow) -> StaffRow:
        draw = self.rng.random()
        if draw < _MOVE_RATE and row.class_name == EMPLOYEE:
            target = self._elsewhere(row.department)
            manager = self.rng.choice(self._leads_of(target)).person_id
            return replace(row, department=target, manager_id=manager)
        if draw < _MOVE_RATE + _DEVICE_RATE and row.email:
            return replace(row, is_eligible=not row.is_eligible)
        if row.class_name == "Contractor" and draw > 1 - _HIRED_RATE:
            return replace(row, class_name=EMPLOYEE)
        return row

    def _leads_of(self, department: Department) -> list[Person]:
        """Who leads a department; on its first day those of what it was before."""
        before = [step.before for step in self.made.steps if step.after is department]
        known = (self.leads.get(each.department_id) for each in (department, *before))
        return next(leads for leads in known if leads)

    def _elsewhere(self, department: Department) -> Department:
        others = [d for d in DEPARTMENTS if d is not department]
        chosen = self.rng.choices(others, [d.share for d in others])[0]
        return became(self.made.steps, chosen, self.made.list_dates[len(self.made.lists)])

    def _end_contracts_this_month(self) -> None:
        rows = self.made.lists[-1]
        ready = [n for n, row in rows.items() if not self.made.people[n].is_anchored]
        for number in self.rng.sample(ready, self.plan.some(12, least=2)):
            days = self.rng.randrange(4, 27)
            end_date = max(self.made.list_dates[-1], rows[number].hire_date) + timedelta(days=days)
            rows[number] = replace(rows[number], end_date=end_date)

    def _rename_some(self) -> None:
        """New family names: half before the first list, half since; the old address stays known."""
        ready = [
            n
            for n, row in self.made.lists[-1].items()
            if n in self.made.lists[0] and row.email and row.is_eligible and not row.end_date
            if self.made.people[n].upn == row.email and not self.made.people[n].is_anchored
        ]
        for turn, number in enumerate(self.rng.sample(ready, self.plan.some(16, least=4))):
            first = 0 if turn % 2 else self.rng.randrange(1, len(self.made.lists))
            self._rename(self.made.people[number], first, is_listed=turn % 4 != 3)

    def _rename(self, person: Person, first: int, is_listed: bool) -> None:
        person.former_email, person.family = person.email, self.names.family()
        person.email = person.upn = self.names.address(person.given, person.family)
        person.renamed_on = self.made.list_dates[first]
        alternate = person.former_email if is_listed else ""
        person.entra_alternate = "" if is_listed else person.former_email
        for rows in self.made.lists[first:]:
            row = rows[person.number]
            rows[person.number] = replace(row, email=person.email, alternate_email=alternate)


_JOBS = (
    "Officer",
    "Manager",
    "Adviser",
    "Assistant",
    "Lead",
    "Coordinator",
    "Practitioner",
    "Apprentice",
)


def _guid(rng: random.Random) -> str:
    digits = f"{rng.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
