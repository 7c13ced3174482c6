"""The sentences of the audit log's page."""

from dashboard.words import numbers
from dashboard.words.access import ROLES
from dashboard.words.figure import Finding

ACTIONS = {
    "view": "opened",
    "file": "downloaded",
    "record": "recorded",
    "denied": "was refused",
    "identities": "saw identities in",
    "grant": "gave a role",
    "keys": "replaced the keys by",
    "erase": "erased",
}
"""What somebody did, as it reads before what they did it with."""


def headline(count: int, problem: str) -> Finding:
    """Whether the log can be believed."""
    if problem:
        return Finding("The audit log was changed", f"{problem} What stands before it is whole.")
    if count == 0:
        return Finding("Nobody has looked at anything yet")
    return Finding(f"{numbers.sentence(numbers.plural(count, 'line'))}, none of them changed")


def lines(number: int, newest: int, head: str) -> Finding:
    """The card of the lines. ``head``: the digest to keep elsewhere."""
    more = f" The newest {newest} are listed, all are in the file." if number > newest else ""
    note = f"Times are UTC. People are keyed hashes. Keep this digest elsewhere: {head}.{more}"
    return Finding("Who looked at what", note)


def role(name: str) -> str:
    """A role as people call it; "no role" where somebody had none."""
    return ROLES.get(name, "no role" if name == "none" else name)
