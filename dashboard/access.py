"""Who may see what: roles, their rights, and the departments a viewer sees.

Deny by default: a right that a role does not name is not given, and a metric, a table or a page
that names no right needs the widest one its kind can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from etl.editions.schema import WHOLE


class Right(StrEnum):
    """What a role may open."""

    FIGURES = "figures of every department"
    OWN = "figures of the own departments, and of the whole organisation beside them"
    LEDGER = "how accounts and colleagues were matched, in counts"
    HEALTH = "what was loaded, and what could not be read"
    LOG = "who looked at what"
    RECORD = "recording what became of an idea"
    MEANING = "what the numbers mean"


class Role(StrEnum):
    """Who somebody is here. ``LOCAL``: the one viewer of a machine without sign-in."""

    LOCAL = "local"
    COMMS_LEAD = "comms_lead"
    MANAGER = "manager"
    STEWARD = "steward"
    OPERATOR = "operator"
    AUDITOR = "auditor"


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.LOCAL: frozenset(Right),
    Role.COMMS_LEAD: frozenset(Right) - {Right.LOG},
    Role.MANAGER: frozenset({Right.OWN, Right.MEANING}),
    Role.STEWARD: frozenset({Right.LEDGER, Right.HEALTH, Right.MEANING}),
    Role.OPERATOR: frozenset({Right.HEALTH, Right.MEANING}),
    Role.AUDITOR: frozenset({Right.LOG}),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """A role and the departments it sees; None: every one. The key of all that is cached."""

    role: Role
    departments: frozenset[str] | None = frozenset()

    @property
    def is_everything(self) -> bool:
        """Whether every department is seen."""
        return self.departments is None

    def may(self, right: Right) -> bool:
        """Whether the role has the right."""
        return right in RIGHTS[self.role]

    def sees(self, department_id: str) -> bool:
        """Whether rows of that department are shown; those of the whole organisation always are."""
        return self.departments is None or department_id in {WHOLE, *self.departments}

    def text(self) -> str:
        """The departments as the audit log has them: '*', or their ids."""
        return WHOLE if self.departments is None else ",".join(sorted(self.departments))


EVERYTHING = Scope(Role.LOCAL, None)


def scope_of(role: Role, own: frozenset[str] = frozenset()) -> Scope:
    """The scope of a role. ``own``: the departments a manager heads; others need none."""
    if role in {Role.LOCAL, Role.COMMS_LEAD}:
        return Scope(role, None)
    return Scope(role, own if role is Role.MANAGER else frozenset())
