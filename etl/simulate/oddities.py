"""The accounts that fit no pattern: guests, second accounts, strangers, addresses of two people."""

from dataclasses import replace
from datetime import timedelta

from etl.simulate.accounts import Account
from etl.simulate.aliases import add_aliases
from etl.simulate.people import HOME_DOMAIN, Organisation, Person, StaffRow
from etl.simulate.plan import DAY, at_local, office_seconds
from etl.simulate.register import Register


def add_oddities(register: Register) -> None:
    """Add them, and change the identifiers of some of the accounts that are there."""
    _add_guests(register)
    _add_second_accounts(register)
    _add_strangers(register)
    _add_shared_addresses(register)
    _vary_identifiers(register)
    add_aliases(register)


def _vary_identifiers(register: Register) -> None:
    """Accounts under a former address or a sign-in name, and accounts without a directory id."""
    for account in register.accounts[2:]:
        person = account.person
        if person is None or not account.office_user_id:
            continue
        if person.former_email:
            _keep_former_address(register, account, person)
        elif register.rng.random() < 0.08:
            account.office_user_id = ""
            if person.upn != person.email and register.rng.random() < 0.7:
                account.email = person.upn


def _keep_former_address(register: Register, account: Account, person: Person) -> None:
    """Half keep the old address, and the directory opens a second account under the new one."""
    if person.number % 2:
        account.email, account.office_user_id = person.former_email, ""
        if account.joined_at:
            shadow = register.add(person, None, register.setup_at)
            shadow.created_at = max(account.created_at, account.joined_at)
    elif person.renamed_on and person.renamed_on > register.plan.launch:
        account.former_email = person.former_email
        account.email_changed_at = at_local(person.renamed_on + DAY, 9 * 3600)


def _some_rows(register: Register, count: int) -> list[int]:
    """Numbers of people on every list, with e-mail, who are not yet on the network."""
    taken = {a.person.number for a in register.accounts if a.person}
    first = register.organisation.lists[0]
    last = register.organisation.lists[-1]
    ready = [
        n
        for n, row in last.items()
        if n in first and n not in taken and row.email and not row.end_date and row.is_eligible
        if not row.alternate_email and first[n].hire_date <= register.plan.launch
    ]
    return register.rng.sample(ready, min(count, len(ready)))


def _set_alternate(organisation: Organisation, number: int, address: str) -> None:
    for rows in organisation.lists:
        if number in rows:
            rows[number] = replace(rows[number], alternate_email=address)


def _late_joiner(register: Register, account: Account, reading: float, posting: float) -> None:
    plan = register.plan
    span = (plan.as_of - plan.launch).days
    day = plan.launch + timedelta(days=register.rng.randrange(3, max(4, int(span * 0.8))))
    account.created_at = account.joined_at = at_local(day, office_seconds(register.rng))
    account.is_activated = True
    account.reading_rate, account.posting_rate = reading, posting


def _add_guests(register: Register) -> None:
    """Partners of other organisations: some under their own address, some under ours."""
    people = register.organisation.people
    names = list(people.values())
    for turn in range(register.plan.some(24, least=3)):
        like = register.rng.choice(names)
        account = register.add(None, None, register.setup_at)
        stem = f"{like.given}.{like.family}{turn}".lower()
        account.name = f"{like.given} {like.family}"
        if turn % 3 == 1:
            account.email = f"{stem}_partner.example#EXT#@{HOME_DOMAIN}"
        else:
            account.email = f"{stem}@{('partner', 'hospitals', 'police')[turn % 3]}.example"
        account.upn, account.is_guest = account.email, True
        _late_joiner(register, account, 0.12, 0.03)


def _add_second_accounts(register: Register) -> None:
    """People with two accounts: the other one under an address that the staff list knows."""
    joined = [
        a
        for a in register.accounts[2:]
        if a.person and a.joined_at and not a.away and a.person.number in _today(register)
    ]
    ready = [a for a in joined if a.person and not a.person.former_email]
    for first in register.rng.sample(ready, min(len(ready), register.plan.some(6, least=2))):
        person = first.person
        if person is None:
            continue
        second = register.add(person, None, register.setup_at)
        second.email = second.upn = f"{person.given}.{person.number}@{HOME_DOMAIN}".lower()
        second.office_user_id = ""
        _set_alternate(register.organisation, person.number, second.email)
        _late_joiner(register, second, 0.1, 0.05)


def _today(register: Register) -> dict[int, StaffRow]:
    return register.organisation.lists[-1]


def _add_strangers(register: Register) -> None:
    """Accounts of the home domain that match nobody: shared mailboxes and volunteers."""
    for turn in range(register.plan.some(12, least=3)):
        account = register.add(None, None, register.setup_at)
        account.name = f"Shared mailbox {turn + 1}"
        account.email = account.upn = f"mailbox{turn + 1}.events@{HOME_DOMAIN}"
        account.office_user_id = "" if turn % 2 else f"00000000-0000-4000-8000-{turn:012d}"
        _late_joiner(register, account, 0.15, 0.05)


def _add_shared_addresses(register: Register) -> None:
    """Accounts that point at two people: both have the address of their hub as alternate."""
    for turn in range(register.plan.some(2, least=1)):
        pair = _some_rows(register, 2)
        address = f"hub{turn + 1}.team@{HOME_DOMAIN}"
        if len(pair) < 2:
            return
        for number in pair:
            _set_alternate(register.organisation, number, address)
        account = register.add(None, None, register.setup_at)
        account.name, account.email, account.upn = f"Hub {turn + 1}", address, address
        _late_joiner(register, account, 0.2, 0.05)
