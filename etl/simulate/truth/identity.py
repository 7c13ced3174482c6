"""Which account is whose, as far as the exports can tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from etl.simulate.accounts import Account, AccountView
from etl.simulate.directory import DirectoryEntry
from etl.simulate.organisation import HOME_DOMAIN, Organisation
from etl.simulate.plan import Plan

RULES = ("directory_id", "employee_id", "email", "alias")


@dataclass(frozen=True, slots=True)
class Match:
    """What becomes of an account: ``person`` is a number, None if nobody is known."""

    person: int | None
    rule: str
    state: str
    reason: str


@dataclass(slots=True)
class Identifiers:
    """For each rule, the people that an identifier names."""

    known: dict[str, dict[str, set[int]]] = field(
        default_factory=lambda: {rule: {} for rule in RULES}
    )

    def add(self, rule: str, identifier: str, person: int) -> None:
        if identifier:
            self.known[rule].setdefault(folded(identifier), set()).add(person)

    def named(self, rule: str, identifier: str) -> set[int]:
        return self.known[rule].get(folded(identifier), set())

    def point(self, directory_id: str, email: str) -> tuple[str, set[int]]:
        """The strongest rule that names anyone, and whom it names."""
        asked = (("directory_id", directory_id), ("email", email), ("alias", email))
        for rule, identifier in asked:
            people = self.named(rule, identifier) if identifier else set()
            if people:
                return rule, people
        return "", set()

    def addressed(self, address: str) -> int | None:
        """The one person whom an address names, as e-mail or as alias."""
        people = self.named("email", address) or self.named("alias", address)
        return next(iter(people)) if len(people) == 1 else None


def folded(identifier: str) -> str:
    return identifier.strip().casefold()


def identify(organisation: Organisation, directory: Iterable[DirectoryEntry]) -> Identifiers:
    """All identifiers of all people: of every list, and what the directory adds."""
    made = Identifiers()
    for number in organisation.people:
        made.add("email", organisation.last_row(number).email, number)
    for rows in organisation.lists:
        for number, row in rows.items():
            made.add("directory_id", row.directory_id, number)
            made.add("alias", row.email, number)
            made.add("alias", row.alternate_email, number)
    met = [(entry, _met(made, entry)) for entry in directory]
    for entry, person in met:
        if person is not None:
            made.add("directory_id", entry.id, person)
            for address in (entry.mail, entry.upn, entry.alternate):
                made.add("alias", address, person)
    return made


def _met(known: Identifiers, entry: DirectoryEntry) -> int | None:
    people: set[int] = set()
    for address in (entry.mail, entry.upn):
        if address:
            people |= known.named("email", address) | known.named("alias", address)
    return people.pop() if len(people) == 1 else None


def is_guest(view: AccountView) -> bool:
    """The rule of the configuration: another domain than ours, or marked as external."""
    return not folded(view.email).endswith("@" + HOME_DOMAIN) or "#EXT#" in view.email.upper()


def match_accounts(
    plan: Plan, organisation: Organisation, accounts: list[Account], identifiers: Identifiers
) -> dict[str, Match]:
    """Account id -> what becomes of it, as the final export shows it."""
    views = {a.id: view for a in accounts if (view := a.seen_at(plan.made_at))}
    pointed = {
        a.id: identifiers.point(a.office_user_id, views[a.id].email)
        for a in accounts
        if a.id in views
    }
    first = _first_accounts(views, pointed)
    return {
        id_: _judge(plan, organisation, views[id_], *pointed[id_], is_first=id_ in first)
        for id_ in views
    }


def _first_accounts(
    views: dict[str, AccountView], pointed: dict[str, tuple[str, set[int]]]
) -> set[str]:
    """Of the open, joined accounts of each person the one that counts in the ledger."""
    best: dict[int, tuple[tuple[object, ...], str]] = {}
    for id_, view in views.items():
        rule, people = pointed[id_]
        if len(people) != 1 or is_guest(view) or view.state != "active" or not view.joined_at:
            continue
        order = (RULES.index(rule), view.joined_at, id_)
        person = next(iter(people))
        if person not in best or order < best[person][0]:
            best[person] = (order, id_)
    return {id_ for _, id_ in best.values()}


def _judge(
    plan: Plan,
    organisation: Organisation,
    view: AccountView,
    rule: str,
    people: set[int],
    is_first: bool,
) -> Match:
    if is_guest(view):
        return Match(None, "", "guest", "external_domain")
    person = next(iter(people)) if len(people) == 1 else None
    if view.state == "active" and view.joined_at is None:
        return Match(person, rule, "not_joined", "never_joined")
    if view.state != "active":
        return _judge_closed(view, person, rule)
    if len(people) > 1:
        return Match(None, "", "conflict", "two_people")
    if person is None:
        return Match(None, "", "unmatched", "not_on_staff_list")
    if not is_first:
        return Match(person, rule, "duplicate", "second_account")
    last = organisation.last_day(person)
    if last is not None and last < plan.as_of:
        return Match(person, rule, "left", "left_staff_list")
    return Match(person, rule, "matched", rule)


def _judge_closed(view: AccountView, person: int | None, rule: str) -> Match:
    if view.deleted_at is not None:
        return Match(person, rule, "left", "deleted")
    if view.suspended_at is not None:
        return Match(person, rule, "left", "suspended")
    return Match(person, rule, "not_joined", "pending")
