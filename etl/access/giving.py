"""Giving a role at the command line, where the key of the staff list is at hand.

The dashboard has no key: what it reads is a handle that only this can make.
"""

from collections.abc import Sequence

import duckdb

from etl.access.grants import Grant, add_grant
from etl.access.reach import handle
from etl.audit import AuditLog
from etl.editions.shelf import open_shelf
from etl.errors import SettingsError
from etl.identity.keys import install, key_expression, load_key
from etl.settings import Settings
from etl.source import Private


def give(
    settings: Settings,
    role: str,
    issuer: str,
    subject: str,
    *,
    person: str | None = None,
    directory: str | None = None,
    departments: Sequence[str] = (),
) -> str:
    """Add somebody to access.toml and log it; says what they will see. Raises SettingsError.

    ``person``: a manager as the staff list's PersonId has them; ``directory``: by directory id.
    """
    if (person or directory or departments) and role != "manager":
        raise SettingsError("Only a manager has departments. Leave them out, or give that role.")
    handle_ = _handle(settings, "person", person) or _handle(settings, "directory", directory)
    add_grant(settings.home, issuer, subject, Grant(role, handle_, frozenset(departments)))
    log = AuditLog(settings.audit)
    log.note_command("grant", role, log.who(issuer, subject))
    if role != "manager":
        return f"They are {role} from their next page on."
    headed = open_shelf(settings).reach().get(handle_ or "", frozenset()) | set(departments)
    if not headed:
        return "They are a manager, and no department is theirs: see docs/operating.md, Roles."
    return f"They are the manager of {', '.join(sorted(headed))} from their next page on."


def _handle(settings: Settings, kind: Private, identifier: str | None) -> str | None:
    """The handle of a person, the identifier read as a staff list is."""
    if identifier is None:
        return None
    key = load_key(settings)
    with duckdb.connect(":memory:") as con:
        install(con, key)
        found = con.execute(f"select {key_expression(kind, '$value')}", {"value": identifier})
        row = found.fetchone()
    return handle(key, row[0]) if row and row[0] else None
