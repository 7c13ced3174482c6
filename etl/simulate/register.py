"""The register of accounts while a network is being made up."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from etl.simulate.accounts import Account
from etl.simulate.departments import Department
from etl.simulate.people import Organisation, Person
from etl.simulate.plan import Plan


@dataclass(slots=True)
class Register:
    """The accounts so far, and how one more is added."""

    plan: Plan
    organisation: Organisation
    rng: random.Random
    accounts: list[Account] = field(default_factory=list)

    @property
    def setup_at(self) -> datetime:
        """When the directory opened accounts for everyone who was there already."""
        return datetime.combine(self.plan.setup_date, time(), UTC)

    def add(
        self, person: Person | None, department: Department | None, created_at: datetime
    ) -> Account:
        """A new account that nobody has joined with, as the directory would open it."""
        account = Account(
            id=str(36_425_000_000 + len(self.accounts) * 7919 + self.rng.randrange(7900)),
            name="",
            email="",
            person=person,
            department_label=department.name if department else "",
            created_at=created_at,
        )
        if person is not None:
            account.name = f"{person.given} {person.family}"
            account.email, account.upn = person.email, person.upn
            account.job_title = person.job_title
            account.office_user_id = person.directory_id
        self.accounts.append(account)
        return account
