"""The members of the network as an audience, and those of them who speak up."""

import random
from bisect import bisect_right
from datetime import datetime

from etl.simulate.accounts import Account
from etl.simulate.departments import DEPARTMENTS
from etl.simulate.people import Organisation

_OFTEN = 0.12


class Crowd:
    """The members, by department and in the order in which they joined."""

    def __init__(self, organisation: Organisation, accounts: list[Account]) -> None:
        self._accounts: dict[str, list[Account]] = {}
        ordered = sorted((a for a in accounts if a.joined_at), key=lambda a: (a.joined_at, a.id))
        for account in ordered:
            if account.upn:
                self._accounts.setdefault(_home(organisation, account), []).append(account)
        self._joined = {
            home: [a.joined_at for a in known if a.joined_at]
            for home, known in self._accounts.items()
        }
        self.homes = [d.department_id for d in DEPARTMENTS if d.department_id in self._accounts]
        self.homes += ["?"] if "?" in self._accounts else []

    def size(self, home: str, instant: datetime) -> int:
        return bisect_right(self._joined.get(home, []), instant)

    def one(self, rng: random.Random, home: str, instant: datetime) -> Account | None:
        """Someone of that department who could write then; who writes often, more often."""
        count = self.size(home, instant)
        for _ in range(10 if count else 0):
            account = self._accounts[home][rng.randrange(count)]
            if rng.random() < account.posting_rate / _OFTEN and account.is_usable(instant):
                return account
        return None

    def anyone(self, rng: random.Random, instant: datetime) -> Account | None:
        sizes = [self.size(home, instant) for home in self.homes]
        if not any(sizes):
            return None
        return self.one(rng, rng.choices(self.homes, sizes)[0], instant)


def _home(organisation: Organisation, account: Account) -> str:
    if account.person is None:
        return "?"
    return organisation.home(account.person.number)
