"""access.toml: who may sign in as what. People are an issuer and a subject, never an address.

::

    [[person]]
    issuer = "https://login.example/v2.0"
    subject = "Xk3…"                # the provider's own name for them; it never changes
    role = "manager"
    person = "5f1c…"                # their handle in the staff list, made by uptake access grant
    departments = ["housing"]       # beside those they head

    [[claim]]
    issuer = "https://login.example/v2.0"
    claim = "groups"
    value = "uptake-comms"
    role = "comms_lead"

A person's own entry holds over claims; of the claims the first that fits. Nobody else has a role.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from etl.errors import SettingsError
from etl.settings.document import Table

ROLES = ("comms_lead", "manager", "steward", "operator", "auditor")
FILE = "access.toml"
_PERSON = {"issuer", "subject", "role", "person", "departments"}
_CLAIM = {"issuer", "claim", "value", "role"}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, for a manager with their handle in the reach and departments given by hand."""

    role: str
    person: str | None = None
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """Whoever brings this value (alone or in a list) in this claim of this issuer has the role."""

    issuer: str
    claim: str
    value: str
    role: str

    def fits(self, issuer: str, claims: Mapping[str, object]) -> bool:
        """Whether somebody with these claims has the role."""
        brought = claims.get(self.claim)
        values = brought if isinstance(brought, list) else [brought]
        return issuer == self.issuer and self.value in values


@dataclass(frozen=True, slots=True)
class Grants:
    """The whole file. ``people``: by issuer and subject."""

    people: Mapping[tuple[str, str], Grant] = field(default_factory=dict)
    claims: tuple[ClaimRule, ...] = ()

    def find(self, issuer: str, subject: str, claims: Mapping[str, object]) -> Grant | None:
        """The role of somebody who signed in; None: they have none."""
        own = self.people.get((issuer, subject))
        if own is not None:
            return own
        return next((Grant(rule.role) for rule in self.claims if rule.fits(issuer, claims)), None)


def read_grants(home: Path) -> Grants:
    """The grants of a home; none where there is no file. Raises SettingsError, naming the entry."""
    try:
        text = (home / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return Grants()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{FILE} cannot be read. Let the dashboard's user read it.") from error
    return grants_of(text)


def grants_of(text: str) -> Grants:
    """The grants that ``text`` writes. Raises SettingsError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{FILE} is not valid TOML: {error}. Mend that line.") from None
    unknown = sorted(document.keys() - {"person", "claim"})
    if unknown:
        raise _wrong(f"[{unknown[0]}]", "[[person]] or [[claim]]")
    people: dict[tuple[str, str], Grant] = {}
    for place, entry in _entries(document, "person", _PERSON):
        key = _text(entry, "issuer", place), _text(entry, "subject", place)
        if key in people:
            raise _wrong(f"{place} subject", "named once for each issuer")
        people[key] = _grant(entry, place)
    return Grants(
        people, tuple(_claim(e, place) for place, e in _entries(document, "claim", _CLAIM))
    )


def _entries(document: Table, name: str, known: set[str]) -> Sequence[tuple[str, Table]]:
    listed = document.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise _wrong(f"[{name}]", f"written [[{name}]]")
    found = [(f"[[{name}]] {n}:", cast(Table, e)) for n, e in enumerate(listed, start=1)]
    for place, entry in found:
        if unknown := sorted(entry.keys() - known):
            raise _wrong(f"{place} {unknown[0]}", f"one of {', '.join(sorted(known))}")
    return found


def _grant(entry: Table, place: str) -> Grant:
    role = _role(entry, place)
    departments = entry.get("departments", [])
    if not isinstance(departments, list) or not all(isinstance(d, str) and d for d in departments):
        raise _wrong(f"{place} departments", "a list of department ids")
    person = _text(entry, "person", place) if "person" in entry else None
    if role != "manager" and (person or departments):
        raise _wrong(f"{place} role", '"manager" where person or departments stand')
    return Grant(role, person, frozenset(departments))


def _claim(entry: Table, place: str) -> ClaimRule:
    role = _role(entry, place)
    if role == "manager":
        raise _wrong(f"{place} role", "another: a manager needs an entry of their own")
    names = ("issuer", "claim", "value")
    issuer, claim, value = (_text(entry, name, place) for name in names)
    return ClaimRule(issuer, claim, value, role)


def _role(entry: Table, place: str) -> str:
    role = _text(entry, "role", place)
    if role not in ROLES:
        raise _wrong(f"{place} role", f"one of {', '.join(ROLES)}")
    return role


def _text(entry: Table, name: str, place: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(f"{place} {name}", "a text in quotes")
    return value


def _wrong(entry: str, wanted: str) -> SettingsError:
    return SettingsError(f"{FILE}: {entry} must be {wanted}. Mend it; until then nobody gets in.")


def add_grant(home: Path, issuer: str, subject: str, grant: Grant) -> None:
    """Add an entry to access.toml. SettingsError where the person has one, or it makes no sense."""
    file = home / FILE
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if (issuer, subject) in grants_of(before).people:
        raise SettingsError(f"They have a role already. Change their entry in {FILE}.")
    lines = [
        "[[person]]",
        f"issuer = {json.dumps(issuer)}",
        f"subject = {json.dumps(subject)}",
        f"role = {json.dumps(grant.role)}",
    ]
    if grant.person:
        lines.append(f"person = {json.dumps(grant.person)}")
    if grant.departments:
        lines.append(f"departments = {json.dumps(sorted(grant.departments))}")
    text = "\n\n".join(filter(None, (before.rstrip(), "\n".join(lines)))) + "\n"
    grants_of(text)
    if not file.exists():
        file.touch(mode=0o640)
    file.write_text(text, encoding="utf-8")
