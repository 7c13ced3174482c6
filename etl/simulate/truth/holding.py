"""Who had which identifier when, as far as the lists can tell: list by list, in plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from etl.simulate.directory import DirectoryEntry
from etl.simulate.people import Organisation, StaffRow

FOREVER = date.max
RANKS = {"email": 3, "alias": 4, "upn": 5}


@dataclass(slots=True)
class Holding:
    """One person's hold of an address: from ``start`` until the day before ``end``.

    ``roles``: rule -> first day, and the day on which the address stopped being that.
    """

    person: int
    start: date
    end: date = FOREVER
    roles: dict[str, tuple[date, date]] = field(default_factory=dict)

    def covers(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(slots=True)
class Identifiers:
    """Ids and addresses, folded, with everybody who ever had them."""

    ids: dict[tuple[str, str], dict[int, date]] = field(default_factory=dict)
    addresses: dict[str, list[Holding]] = field(default_factory=dict)

    def add_id(self, rule: str, identifier: str, person: int, since: date) -> None:
        if identifier:
            known = self.ids.setdefault((rule, folded(identifier)), {})
            known[person] = min(since, known.get(person, since))

    def addressed(self, address: str, day: date, members: Mapping[int | None, date]) -> int | None:
        """Whom an address names on a day: of several the one who had it first, if any was.

        ``members``: since when people are members; before that the first to have an address
        counts from before any list told so.
        """
        spans: dict[int, tuple[date, date, int]] = {}
        for each in self.addresses.get(folded(address), []):
            rank = min(RANKS[rule] for rule in each.roles)
            start, end, best = spans.get(each.person, (each.start, each.end, rank))
            spans[each.person] = (min(start, each.start), max(end, each.end), min(best, rank))
        here = sorted((s, r, p) for p, (s, e, r) in spans.items() if s <= day < e)
        if not here:
            first = min(((s, p) for p, (s, _, _) in spans.items()), default=None)
            is_theirs = first and first[0] > day and first[0] <= members.get(first[1], date.min)
            return first[1] if first and is_theirs else None
        if [each[:2] for each in here[1:2]] == [here[0][:2]]:
            return None
        return here[0][2]


def folded(identifier: str) -> str:
    return identifier.strip().casefold()


def identify(organisation: Organisation, directory: Iterable[DirectoryEntry]) -> Identifiers:
    """Everything that the dated lists say, and what the one directory adds to it."""
    made = Identifiers()
    for place, rows in enumerate(organisation.lists):
        day = date.min if place == 0 else organisation.list_dates[place]
        for number, row in rows.items():
            made.add_id("directory_id", row.directory_id, number, day)
            made.add_id("employee_id", organisation.people[number].person_id, number, day)
        _read_list(made, organisation, place, day)
    found = [(entry, _met(made, entry)) for entry in directory]
    for entry, met in found:
        if met is not None:
            _add_entry(made, entry, *met)
    return made


def _read_list(made: Identifiers, organisation: Organisation, place: int, day: date) -> None:
    shown: dict[str, dict[int, set[str]]] = {}
    for number, row in organisation.lists[place].items():
        for rule, address in (("email", row.email), ("alias", row.alternate_email)):
            if address:
                shown.setdefault(folded(address), {}).setdefault(number, set()).add(rule)
    for address, people in shown.items():
        owners = {number for number, rules in people.items() if "email" in rules}
        holdings = made.addresses.setdefault(address, [])
        for each in holdings:
            if owners - {each.person} and each.end == FOREVER and each.start < day:
                each.end = day
        for number, rules in people.items():
            if number in owners or not owners:
                _hold(organisation, place, day, holdings, number, rules)


def _hold(
    organisation: Organisation,
    place: int,
    day: date,
    holdings: list[Holding],
    number: int,
    rules: set[str],
) -> None:
    mine = next((h for h in holdings if h.person == number and h.end == FOREVER), None)
    if mine is None:
        mine = Holding(number, day)
        holdings.append(mine)
    for rule in rules:
        first = mine.roles.get(rule, (day, FOREVER))[0]
        mine.roles[rule] = (first, FOREVER)
        if rule == "email":
            replaced = _replaced_on(organisation, place, number)
            mine.roles[rule] = (first, replaced)
            if replaced < FOREVER:
                mine.roles.setdefault("alias", (first, FOREVER))


def _replaced_on(organisation: Organisation, place: int, number: int) -> date:
    """The date of the next list, where a later one names the person under another address."""
    address = organisation.lists[place][number].email
    later: list[StaffRow] = [
        rows[number] for rows in organisation.lists[place + 1 :] if number in rows
    ]
    if not later or any(folded(row.email) == folded(address) for row in later):
        return FOREVER
    return organisation.list_dates[place + 1]


def _met(made: Identifiers, entry: DirectoryEntry) -> tuple[int, date] | None:
    """The one person who has an address of the entry now, and since when."""
    people: dict[int, date] = {}
    for address in filter(None, (entry.mail, entry.upn)):
        for each in made.addresses.get(folded(address), []):
            if each.end == FOREVER:
                people[each.person] = min(each.start, people.get(each.person, each.start))
    return next(iter(people.items())) if len(people) == 1 else None


def _add_entry(made: Identifiers, entry: DirectoryEntry, person: int, since: date) -> None:
    made.add_id("directory_id", entry.id, person, since)
    told = (("alias", entry.mail), ("upn", entry.upn), ("alias", entry.alternate))
    for rule, address in told:
        if address:
            _add_address(made.addresses.setdefault(folded(address), []), rule, person, since)


def _add_address(holdings: list[Holding], rule: str, person: int, since: date) -> None:
    others = [
        each.roles["email"][0]
        for each in holdings
        if each.person != person and "email" in each.roles
    ]
    if any(first <= since for first in others):
        return
    end = min(others, default=FOREVER)
    mine = next((h for h in holdings if h.person == person and h.end == end), None)
    if mine is None:
        mine = Holding(person, since, end)
        holdings.append(mine)
    mine.start = min(mine.start, since)
    first = mine.roles.get(rule, (since, end))[0]
    mine.roles[rule] = (min(first, since), end)
