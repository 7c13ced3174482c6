"""The people of a made-up council, and what each monthly staff list says of them."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from etl.simulate.departments import Department
from etl.simulate.reorganisation import Step, became

HOME_DOMAIN = "council.example"
PLUS_TAG_DOMAIN = HOME_DOMAIN
"""jo+news@ reaches jo@ there."""
EQUAL_DOMAINS = (HOME_DOMAIN, "wrekinvale.example")
"""The council's old name: the same mailboxes under another domain."""
EMPLOYEE = "Employee"


@dataclass(slots=True, eq=False)
class Person:
    """A colleague. ``email`` is today's address, ``former_email`` the one before a new name."""

    number: int
    given: str
    family: str
    email: str
    upn: str
    directory_id: str
    job_title: str
    is_anchored: bool = False
    is_on_lists_with_directory_id: bool = True
    has_lost_address: bool = False
    site: str = ""
    former_email: str = ""
    renamed_on: date | None = None
    entra_alternate: str = ""

    @property
    def person_id(self) -> str:
        return f"{self.number:07d}"

    def upn_on(self, day: date) -> str:
        """The sign-in name on a day: people who changed their name had another before."""
        if self.renamed_on is not None and day < self.renamed_on:
            return self.former_email
        return self.upn


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person on one staff list."""

    department: Department
    class_name: str
    is_eligible: bool
    hire_date: date
    end_date: date | None = None
    manager_id: str = ""
    email: str = ""
    alternate_email: str = ""
    directory_id: str = ""
    second: Department | None = None


@dataclass(slots=True)
class Organisation:
    """People by number, and one list per month: person number -> row."""

    list_dates: list[date]
    people: dict[int, Person] = field(default_factory=dict)
    lists: list[dict[int, StaffRow]] = field(default_factory=list)
    steps: tuple[Step, ...] = ()

    def row_on(self, number: int, day: date) -> StaffRow | None:
        """What the list that holds on ``day`` says of a person employed then, else None."""
        place = max(0, bisect_right(self.list_dates, day) - 1)
        row = self.lists[place].get(number)
        if row is None or day < row.hire_date:
            return None
        return None if row.end_date is not None and day > row.end_date else row

    def departments_on(self, row: StaffRow, day: date) -> list[str]:
        """The ids of the departments in which somebody counts on a day, in order."""
        posts = [row.department] if row.second is None else [row.department, row.second]
        return sorted({became(self.steps, post, day).department_id for post in posts})

    def home(self, number: int) -> str:
        """The id, as it was at the beginning, of the department that a person belongs to last."""
        department = self.last_row(number).department
        former = {
            step.after: step.before for step in self.steps if step.kind in {"rename", "split"}
        }
        return former.get(department, department).department_id

    def last_row(self, number: int) -> StaffRow:
        """The person's row on the latest list that names them."""
        return next(rows[number] for rows in reversed(self.lists) if number in rows)

    def first_day(self, number: int) -> date:
        """The first day on which the person counts."""
        place = next(i for i, rows in enumerate(self.lists) if number in rows)
        hired = self.lists[place][number].hire_date
        return hired if place == 0 else max(hired, self.list_dates[place])

    def last_day(self, number: int) -> date | None:
        """The last day on which the person counts; None while employed on the latest list."""
        place = max(i for i, rows in enumerate(self.lists) if number in rows)
        row = self.lists[place][number]
        if row.end_date is not None or place == len(self.lists) - 1:
            return row.end_date
        return self.list_dates[place + 1] - timedelta(days=1)
