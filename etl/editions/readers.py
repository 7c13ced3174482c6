"""Roles of PostgreSQL that read editions and see nothing else: the dashboard's.

The names stand in ``edition.reader``, so that each new edition is opened to them as it is
published, and the warehouse never is.
"""

from sqlalchemy import Connection, text

from etl.errors import EditionError


def let_read(connection: Connection, role: str) -> None:
    """Let ``role`` read every edition, now and later. EditionError where there is no such role.

    What it may do in the warehouse is taken away, whoever gave it.
    """
    found = connection.execute(
        text("select rolsuper or rolcreaterole from pg_roles where rolname = :role"), {"role": role}
    ).scalar()
    if found is None:
        raise EditionError(f"There is no role {role} in the database. Make it: create role … login")
    if found:
        raise EditionError(f"The role {role} may do everything. Make one that may do nothing yet.")
    connection.execute(text("create table if not exists edition.reader (role text primary key)"))
    connection.execute(
        text("insert into edition.reader values (:role) on conflict do nothing"), {"role": role}
    )
    name = _quoted(connection, role)
    for schema in _schemas(connection, "edition%"):
        _open(connection, schema, name)
    for schema in _schemas(connection, "warehouse"):
        place = _quoted(connection, schema)
        connection.execute(text(f"revoke all on all tables in schema {place} from {name}, public"))
        connection.execute(text(f"revoke all on schema {place} from {name}, public"))


def open_to_readers(connection: Connection, schema: str) -> None:
    """Let the roles that read editions read one that was just made."""
    if connection.execute(text("select to_regclass('edition.reader')")).scalar() is None:
        return
    for role in connection.execute(text("select role from edition.reader")).scalars().all():
        _open(connection, schema, _quoted(connection, role))


def _schemas(connection: Connection, pattern: str) -> list[str]:
    statement = text("select nspname from pg_namespace where nspname like :pattern")
    return list(connection.execute(statement, {"pattern": pattern}).scalars())


def _open(connection: Connection, schema: str, name: str) -> None:
    place = _quoted(connection, schema)
    connection.execute(text(f"grant usage on schema {place} to {name}"))
    connection.execute(text(f"grant select on all tables in schema {place} to {name}"))


def _quoted(connection: Connection, name: str) -> str:
    """A name as an identifier; it cannot be a parameter."""
    return connection.dialect.identifier_preparer.quote_identifier(name).replace(":", r"\:")
