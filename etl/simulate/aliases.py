"""Addresses that stand for each other by configuration: of the council's old domain, with a tag."""

from etl.simulate.accounts import Account
from etl.simulate.people import EQUAL_DOMAINS, HOME_DOMAIN
from etl.simulate.register import Register


def add_aliases(register: Register) -> None:
    """Some accounts have no directory id, and an address that only configuration explains."""
    ready = [account for account in register.accounts[2:] if _is_plain(account)]
    chosen = register.plan.random("aliases").sample(
        ready, min(len(ready), register.plan.some(24, least=6))
    )
    for turn, account in enumerate(chosen):
        local = account.email.partition("@")[0]
        is_tagged = turn % 3 == 0
        account.office_user_id = ""
        account.email = f"{local}+network@{HOME_DOMAIN}" if is_tagged else _elsewhere(local)


def _elsewhere(local: str) -> str:
    return f"{local}@{EQUAL_DOMAINS[1]}"


def _is_plain(account: Account) -> bool:
    person = account.person
    return bool(
        person is not None
        and account.joined_at
        and account.office_user_id
        and account.email == person.email == person.upn
        and not person.former_email
    )
