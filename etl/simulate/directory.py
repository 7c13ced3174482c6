"""What the Entra directory holds on the last day: colleagues, leavers, guests, mailboxes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from etl.simulate.accounts import Account
from etl.simulate.people import HOME_DOMAIN, Organisation, Person
from etl.simulate.plan import Plan


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One user of the directory."""

    id: str
    upn: str
    mail: str
    display_name: str
    given: str
    family: str
    job_title: str
    department: str
    alternate: str
    created_at: datetime
    is_enabled: bool = True
    user_type: str = "Member"


def build_directory(
    plan: Plan, organisation: Organisation, accounts: list[Account]
) -> list[DirectoryEntry]:
    """Entries in the order in which the download lists them."""
    rng = plan.random("directory")
    first_seen = plan.made_at - timedelta(days=900)
    entries = []
    for number, person in organisation.people.items():
        is_here = organisation.row_on(number, plan.as_of) is not None
        is_gone = person.has_lost_address or (not is_here and rng.random() < 0.6)
        if not person.email or is_gone:
            continue
        created_at = first_seen + timedelta(seconds=rng.randrange(70_000_000))
        has_mail = person.upn != person.email or rng.random() > 0.01
        entries.append(_colleague(organisation, person, created_at, is_here, has_mail))
    entries += [_guest(a, first_seen) for a in accounts if a.is_guest]
    entries += [_mailbox(turn, first_seen) for turn in range(plan.some(8, least=2))]
    if entries:
        entries[1] = _formula(entries[1])
    return entries


def _colleague(
    organisation: Organisation, person: Person, created_at: datetime, is_here: bool, has_mail: bool
) -> DirectoryEntry:
    return DirectoryEntry(
        id=person.directory_id,
        upn=person.upn,
        mail=person.email if has_mail else "",
        display_name=f"{person.given} {person.family}",
        given=person.given,
        family=person.family,
        job_title=person.job_title,
        department=organisation.last_row(person.number).department.name,
        alternate=person.entra_alternate,
        created_at=created_at,
        is_enabled=is_here,
    )


def _formula(entry: DirectoryEntry) -> DirectoryEntry:
    """A display name that a spreadsheet would run."""
    return replace(entry, display_name="=1+3 " + entry.family, given="=1+3")


def _guest(account: Account, created_at: datetime) -> DirectoryEntry:
    upn = account.email
    if "#EXT#" not in upn:
        upn = upn.replace("@", "_") + f"#EXT#@{HOME_DOMAIN}"
    given, _, family = account.name.partition(" ")
    return DirectoryEntry(
        id=f"00000000-0000-4000-9000-{int(account.id):012d}",
        upn=upn,
        mail="" if account.email == upn else account.email,
        display_name=account.name,
        given=given,
        family=family,
        job_title="",
        department="",
        alternate="",
        created_at=created_at,
        user_type="Guest",
    )


def _mailbox(turn: int, created_at: datetime) -> DirectoryEntry:
    address = f"mailbox{turn + 1}.events@{HOME_DOMAIN}"
    return DirectoryEntry(
        id=f"00000000-0000-4000-8000-{turn:012d}",
        upn=address,
        mail=address,
        display_name=f"Shared mailbox {turn + 1}",
        given="",
        family="",
        job_title="",
        department="",
        alternate="",
        created_at=created_at,
    )
