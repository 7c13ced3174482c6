"""Which keyed hashes stand for a person: those of the identifiers given, and of all that exports
say belong with them.
"""

from collections.abc import Iterable

from sqlalchemy import or_, select

from etl.errors import LoadError
from etl.identity.keys import key_expression
from etl.source import Private
from etl.warehouse.engine import Warehouse
from etl.warehouse.schema import metadata

Keys = frozenset[str]

OWN = frozenset(
    {
        "account_key",
        "address_key",
        "alias_key",
        "directory_key",
        "email_key",
        "employee_key",
        "key",
        "other_key",
        "person_id_key",
        "person_key",
        "posted_by_key",
        "sender_key",
    }
)
"""Columns that name the person whom a row is about."""

OTHERS = frozenset({"domain_key", "local_key", "manager_key", "plain_key"})
"""Keyed hashes of a part of an address or, in ``manager_key``, of whom a row is not about.

What a colleague's line says of their manager is the colleague's.
"""

NOBODYS = frozenset({"event_key", "group_key", "link_key", "valid_from_key"})
"""Columns that name nobody: their values are no hashes made with our key."""

DETACHED = frozenset({"manager_key", "posted_by_key"})
"""Columns that name a person in a row about something, or somebody, else: an erasure empties them.
"""

_TOGETHER = {
    "account": ("account_key", "directory_key", "employee_key", "email_key"),
    "holder": ("account_key", "person_key"),
    "identifier": ("key", "person_key"),
    "staff": (
        "person_id_key",
        "directory_key",
        "employee_key",
        "email_key",
        "alias_key",
        "other_key",
    ),
}
"""Rows whose identifiers are all of one person."""

NOBODY = (
    "Nothing that is held names this person. Try another identifier: the e-mail address, "
    "the number on the staff list, or the id of the account."
)
IN_EXPORTS_ALONE = (
    "The warehouse holds nothing of this person, who may have left long ago. Kept exports were "
    "searched for what you named and nothing else: name the e-mail address, the number on the "
    "staff list and the id of the account together."
)
_NONE = Keys()
_KINDS: tuple[Private, ...] = ("account", "directory", "employee", "email", "person", "name")


def keys_of(
    warehouse: Warehouse, identifiers: Iterable[str], *, have_people_left: bool = False
) -> Keys:
    """The keyed hashes of a person. Raises LoadError where nothing that is held has them.

    ``identifiers``: as an export writes them: an e-mail address, a number, an account, a name.
    ``have_people_left``: whether rows of people who left have expired: then they may stand in kept
    exports alone, and the hashes are those of what was given.
    """
    given = hashes_of(warehouse, identifiers)
    found = together(warehouse, given)
    if found == given and not have_people_left and not occurs(warehouse, found):
        raise LoadError(NOBODY)
    return found


def hashes_of(warehouse: Warehouse, identifiers: Iterable[str]) -> Keys:
    """The keyed hashes of identifiers, whatever kind each is of."""
    return Keys(
        key
        for identifier in identifiers
        for kind in _KINDS
        for key in _hashed(warehouse, kind, identifier)
    )


def together(warehouse: Warehouse, given: Keys, apart: Keys = _NONE) -> Keys:
    """The keys that rows tell to be of the person whose are ``given``; never one of ``apart``."""
    found = given
    while (more := found | (_beside(warehouse, found) - apart)) != found:
        found = more
    return found


def _hashed(warehouse: Warehouse, kind: Private, identifier: str) -> Iterable[str]:
    query = f"select {key_expression(kind, '$value')}"
    row = warehouse.bench.execute(query, {"value": identifier}).fetchone()
    return [row[0]] if row and row[0] else []


def _beside(warehouse: Warehouse, keys: Keys) -> Keys:
    """All identifiers of the rows in which one of the keys stands."""
    found: set[str] = set()
    for name, columns in _TOGETHER.items():
        table = metadata.tables[name]
        named = [table.c[column] for column in columns]
        query = select(*named).where(or_(*(column.in_(keys) for column in named)))
        found.update(key for row in warehouse.connection.execute(query) for key in row if key)
    return Keys(found)


def occurs(warehouse: Warehouse, keys: Keys) -> bool:
    """Whether one of the keys stands anywhere in the warehouse."""
    for table in metadata.tables.values():
        columns = [column for column in table.columns if column.name in OWN]
        held = [column.in_(keys) for column in columns]
        if held and warehouse.connection.execute(select(1).where(or_(*held)).limit(1)).first():
            return True
    return False
