"""Which account is whose on each day, as far as the exports can tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from etl.simulate.accounts import Account, AccountView
from etl.simulate.people import EQUAL_DOMAINS, PLUS_TAG_DOMAIN
from etl.simulate.plan import Plan, local_date
from etl.simulate.truth.holding import FOREVER, RANKS, Identifiers, folded

ID_RULES = ("directory_id", "employee_id")
FORM_RANKS = {"equal_domain": 6, "plus_tag": 7}


@dataclass(frozen=True, slots=True)
class Claim:
    """A person whom an identifier of an account names, from ``start`` on."""

    start: date
    rank: int
    rule: str
    person: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The claims that count, strongest kind first: of each kind those that came first."""

    stages: tuple[tuple[Claim, ...], ...]

    def on(self, day: date) -> tuple[str, int | None] | None:
        """Rule and person on a day; the person is None where there are two; None if nobody."""
        for claims in self.stages:
            if claims and claims[0].start <= day:
                people = {claim.person for claim in claims}
                return claims[0].rule, people.pop() if len(people) == 1 else None
        return None

    def rank_on(self, day: date) -> int:
        """The rank of the rule that holds on a day."""
        return next(c[0].rank for c in self.stages if c and c[0].start <= day)

    @property
    def first_day(self) -> date | None:
        """The first day on which the account points at anybody."""
        return min((claims[0].start for claims in self.stages if claims), default=None)


NOBODY = Timeline(())


def is_guest(view: AccountView) -> bool:
    """The rule of the configuration: another domain than ours, or marked as external."""
    domain = folded(view.email).rpartition("@")[2]
    return domain not in EQUAL_DOMAINS or "#EXT#" in view.email.upper()


def forms(address: str) -> dict[str, str]:
    """What an address stands for under the configuration of the demonstration."""
    local, _, domain = folded(address).rpartition("@")
    if domain not in EQUAL_DOMAINS:
        return {}
    plain = local.partition("+")[0] if domain == PLUS_TAG_DOMAIN else local
    return {"equal_domain": local, "plus_tag": plain}


class Finder:
    """Finds the timelines of accounts."""

    def __init__(self, identifiers: Identifiers) -> None:
        self.known = identifiers
        self.alike: dict[tuple[str, str], list[str]] = {}
        for address in identifiers.addresses:
            for rule, form in forms(address).items():
                self.alike.setdefault((rule, form), []).append(address)

    def timeline(self, view: AccountView, directory_id: str, today: date) -> Timeline:
        """Of one account, as the final export shows it."""
        if is_guest(view):
            return NOBODY
        start = today if view.joined_at is None else local_date(view.joined_at)
        end = _ended(view) if view.joined_at is not None else FOREVER
        stages = [self._by_id(directory_id, start, end), [], self._exact(view.email, start, end)]
        for rule, form in forms(view.email).items():
            alike = self.alike.get((rule, form), [])
            found = [c for a in alike for c in self._exact(a, start, end)]
            stages.append([Claim(c.start, FORM_RANKS[rule], rule, c.person) for c in found])
        return Timeline(tuple(_first(claims) for claims in stages))

    def _by_id(self, directory_id: str, start: date, end: date) -> list[Claim]:
        known = self.known.ids.get(("directory_id", folded(directory_id)), {})
        return [
            Claim(max(start, since), 1, "directory_id", person)
            for person, since in known.items()
            if directory_id and since < end
        ]

    def _exact(self, address: str, start: date, end: date) -> list[Claim]:
        return [
            Claim(max(start, since), RANKS[rule], rule, each.person)
            for each in self.known.addresses.get(folded(address), [])
            for rule, (since, until) in each.roles.items()
            if since < end and start < min(until, each.end)
        ]


def _ended(view: AccountView) -> date:
    ends = [local_date(at) for at in (view.suspended_at, view.deleted_at) if at is not None]
    joined = local_date(view.joined_at) if view.joined_at else date.min
    closed = min(ends, default=FOREVER)
    return closed if view.state != "active" and closed > joined else FOREVER


def _first(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    best = min(((c.start, c.rank) for c in claims), default=None)
    return tuple(c for c in claims if (c.start, c.rank) == best)


def find_timelines(
    plan: Plan, accounts: Iterable[Account], identifiers: Identifiers
) -> dict[str, Timeline]:
    """Account id -> whose it is on each day, of every account that the final export shows."""
    finder = Finder(identifiers)
    return {
        account.id: finder.timeline(view, account.office_user_id, plan.as_of)
        for account in accounts
        if (view := account.seen_at(plan.made_at))
    }
