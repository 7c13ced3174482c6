"""The sentences and the names of the ledger."""

from collections.abc import Mapping

from dashboard.words import numbers
from dashboard.words.doubt import few_accounts
from dashboard.words.figure import Figure, Finding, known

SIDES: Mapping[str, str] = {
    "accounts": "Accounts on the network",
    "headcount": "Colleagues on the staff list",
    "invited": "Invitations that nobody has taken up",
}
STATES: Mapping[str, str] = {
    "matched": "Matched",
    "left": "Left",
    "guest": "Guests",
    "service": "Services",
    "duplicate": "Second accounts",
    "conflict": "Unclear",
    "unmatched": "Unmatched",
    "joined": "Joined",
    "not_joined": "Not joined",
    "waiting": "Waiting",
    "closed": "Closed",
}
REASONS: Mapping[str, str] = {
    "directory_id": "found by directory id",
    "employee_id": "found by employee id",
    "email": "found by e-mail address",
    "alias": "found by another or a former address",
    "upn": "found by sign-in name",
    "equal_domain": "found by the same name in an equal domain",
    "plus_tag": "found by address without its plus tag",
    "decision": "decided by a person",
    "pending": "invited, not yet joined",
    "never_joined": "opened, never joined",
    "joined_since": "joined after the last day of the edition",
    "suspended": "account suspended",
    "deleted": "account deleted",
    "closed": "account closed",
    "left_staff_list": "no longer on the staff list",
    "external_domain": "address of another organisation",
    "service_address": "address that is configured as a service",
    "listed_as_guest": "guest by the directory or the staff list",
    "listed_as_service": "service or mailbox by the directory or the staff list",
    "decided_guest": "guest, as a person decided",
    "decided_service": "service or mailbox, as a person decided",
    "decided_left": "left, as a person decided",
    "two_people": "points at two colleagues",
    "second_account": "colleague has another account",
    "not_on_staff_list": "no colleague matches",
    "no_staff_list": "no staff list was loaded",
    "no_account": "no account",
    "invited": "invited, not yet joined",
    "not_yet": "had not joined by then",
    "account_closed": "their account is closed",
}

OF_DEPARTMENT = (
    "Accounts of its colleagues, and those that the network places there. Few are not told apart."
)


def state(code: str) -> str:
    """What a state is called."""
    return STATES.get(code, code.replace("_", " "))


def reason(code: str) -> str:
    """What a reason is called."""
    return REASONS.get(code, code.replace("_", " "))


def headline(unplaced: Figure, rate: Figure | None = None) -> Finding:
    """How many accounts in use are placed on the staff list. ``unplaced``: the rate that is not.

    ``rate``: adoption, which knows where they are few; in fives their reasons add up to more.
    """
    share = known(unplaced)
    if share is None:
        return Finding(unplaced.note or "No accounts have been loaded yet")
    if share == 0:
        return Finding("Every account in use is placed on the staff list")
    if few := few_accounts(rate) if rate else "":
        return Finding(f"{few} in use match no one colleague")
    count = numbers.plural(unplaced.numerator or 0, "account")
    verb = "matches" if unplaced.numerator == 1 else "match"
    return Finding(f"{count} in use, {numbers.percent(share)}, {verb} no one colleague")


def equation(place: str) -> Finding:
    """The card of the sums of one place."""
    note = (
        "Accounts = matched + left + guests + services + second accounts + unclear + unmatched; "
        "headcount = joined + not joined."
    )
    return Finding(f"Both sides add up: {place}", note)
