"""The shelf: where editions stand, which of them is current, and how the last load went.

Embedded, an edition is one SQLite file with a versioned name and ``current`` is a small file that
names it, replaced in one step. On PostgreSQL an edition is a schema of its own and ``edition``
holds the pointer. Readers open an edition read-only and never wait for a load. Which departments a
manager heads stands beside the editions: it is about people, and an edition holds none.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema, CreateTable

from etl.editions.attempt import Attempt as Attempt
from etl.editions.attempt import Run as Run
from etl.editions.attempt import attempt_of
from etl.editions.readers import let_read, open_to_readers
from etl.editions.schema import metadata
from etl.errors import EditionError
from etl.files import replace_text, replacing
from etl.settings import Settings

_UNDEFINED_TABLE = "42P01"

Fill = Callable[[Connection], None]
"""Writes the rows of a new edition through a connection on which its tables exist."""

Reach = Mapping[str, frozenset[str]]
"""Handle of a manager (a keyed hash of no use elsewhere) to the departments they head."""


class Shelf(Protocol):
    """What the dashboard needs to find an edition, and a load to publish one."""

    def current(self) -> str | None:
        """The id of the edition to show, or None where nothing was published yet."""

    def editions(self) -> list[str]:
        """The ids of all editions kept, oldest first."""

    def engine(self, edition_id: str) -> Engine:
        """A read-only engine on one edition. EditionError where it is not kept."""

    def last_attempt(self) -> Attempt | None:
        """How the last load went, published or not."""

    def publish(self, edition_id: str, fill: Fill) -> None:
        """Keep the edition (unless it is kept already) and make it current, in one step."""

    def note(self, attempt: Attempt) -> None:
        """Remember how a load went."""

    def keep_reach(self, reach: Reach) -> None:
        """Keep who heads which departments, beside the editions and in none of them."""

    def reach(self) -> Reach:
        """Handle of a manager to the departments they head now; empty where nobody is known."""


def open_shelf(settings: Settings) -> Shelf:
    """The shelf that the settings point to: PostgreSQL where configured, else files."""
    if settings.database_url:
        return SchemaShelf(settings.database_url)
    return FileShelf(settings.data / "editions")


def _missing(edition_id: str) -> EditionError:
    return EditionError(f"Edition {edition_id} is not kept here. Run: uptake status")


@dataclass(frozen=True, slots=True)
class FileShelf:
    """Editions as SQLite files in ``folder``."""

    folder: Path

    def current(self) -> str | None:
        try:
            edition_id = (self.folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return edition_id if self._file(edition_id).exists() else None

    def editions(self) -> list[str]:
        return sorted(file.stem for file in self.folder.glob("*.sqlite"))

    def engine(self, edition_id: str) -> Engine:
        file = self._file(edition_id)
        if not file.exists():
            raise _missing(edition_id)
        options = {"mode": "ro", "immutable": "1", "uri": "true"}
        address = URL.create("sqlite", database=f"file:{quote(str(file.resolve()))}", query=options)
        return create_engine(address, connect_args={"check_same_thread": False})

    def last_attempt(self) -> Attempt | None:
        try:
            return attempt_of((self.folder / "attempt.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def publish(self, edition_id: str, fill: Fill) -> None:
        if not self._file(edition_id).exists():
            self._write(edition_id, fill)
        replace_text(self.folder / "current", edition_id + "\n")

    def note(self, attempt: Attempt) -> None:
        replace_text(self.folder / "attempt.json", attempt.text() + "\n")

    def keep_reach(self, reach: Reach) -> None:
        replace_text(self.folder / "reach.json", _reach_text(reach))

    def reach(self) -> Reach:
        try:
            return _reach_of((self.folder / "reach.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}

    def _file(self, edition_id: str) -> Path:
        return self.folder / f"{edition_id}.sqlite"

    def _write(self, edition_id: str, fill: Fill) -> None:
        with replacing(self._file(edition_id)) as draft:
            engine = create_engine(URL.create("sqlite", database=str(draft)), poolclass=NullPool)
            with engine.begin() as connection:
                connection.execute(text("pragma synchronous = full"))
                for table in metadata.sorted_tables:
                    # A WITHOUT ROWID table is its own index: half the size, one search a row.
                    create = CreateTable(table).compile(engine)
                    connection.execute(text(f"{create} WITHOUT ROWID"))
                fill(connection)
            engine.dispose()


def _reach_text(reach: Reach) -> str:
    return json.dumps({handle: sorted(reach[handle]) for handle in sorted(reach)}) + "\n"


def _reach_of(text_: str) -> Reach:
    return {handle: frozenset(departments) for handle, departments in json.loads(text_).items()}


@dataclass(frozen=True, slots=True)
class SchemaShelf:
    """Editions as schemas ``edition_<id>`` of a PostgreSQL database."""

    url: str

    def current(self) -> str | None:
        edition_id = self._read("select edition_id from edition.pointer")
        return edition_id if isinstance(edition_id, str) else None

    def editions(self) -> list[str]:
        with self._reading() as connection:
            names = inspect(connection).get_schema_names()
        return sorted(
            name.removeprefix("edition_") for name in names if name.startswith("edition_")
        )

    def engine(self, edition_id: str) -> Engine:
        if edition_id not in self.editions():
            raise _missing(edition_id)
        engine = create_engine(make_url(self.url), pool_pre_ping=True)
        translate = {"schema_translate_map": {None: f"edition_{edition_id}"}}
        return engine.execution_options(postgresql_readonly=True, **translate)

    def last_attempt(self) -> Attempt | None:
        attempt = self._read("select attempt from edition.last_attempt")
        return attempt_of(attempt) if isinstance(attempt, str) else None

    def publish(self, edition_id: str, fill: Fill) -> None:
        kept = edition_id in self.editions()
        engine = self._connect()
        with engine.begin() as connection:
            _prepare(connection)
            if not kept:
                self._write(connection, edition_id, fill)
            connection.execute(text("delete from edition.pointer"))
            connection.execute(text("insert into edition.pointer values (:id)"), {"id": edition_id})

    def note(self, attempt: Attempt) -> None:
        with self._connect().begin() as connection:
            _prepare(connection)
            connection.execute(text("delete from edition.last_attempt"))
            connection.execute(
                text("insert into edition.last_attempt values (:attempt)"),
                {"attempt": attempt.text()},
            )

    def let_read(self, role: str) -> None:
        """Let a role of the database read editions, and nothing else. Raises EditionError."""
        with self._connect().begin() as connection:
            _prepare(connection)
            let_read(connection, role)

    def keep_reach(self, reach: Reach) -> None:
        with self._connect().begin() as connection:
            _prepare(connection)
            connection.execute(text("delete from edition.reach"))
            connection.execute(
                text("insert into edition.reach values (:reach)"), {"reach": _reach_text(reach)}
            )

    def reach(self) -> Reach:
        content = self._read("select reach from edition.reach")
        return _reach_of(content) if isinstance(content, str) else {}

    def _write(self, connection: Connection, edition_id: str, fill: Fill) -> None:
        schema = f"edition_{edition_id}"
        connection.execute(CreateSchema(schema))
        translated = connection.execution_options(schema_translate_map={None: schema})
        MetaData.create_all(metadata, translated)
        fill(translated)
        connection.execution_options(schema_translate_map={})
        open_to_readers(connection, schema)

    def _connect(self) -> Engine:
        return _pooled(self.url)

    def _read(self, statement: str) -> object:
        with self._reading() as connection:
            try:
                return connection.execute(text(statement)).scalar()
            except ProgrammingError as error:
                if getattr(error.orig, "sqlstate", None) == _UNDEFINED_TABLE:
                    return None
                raise

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        engine = self._connect()
        try:
            with engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise EditionError(
                "The database of UPTAKE_DATABASE_URL cannot be read. Check that it runs."
            ) from error


@cache
def _pooled(url: str) -> Engine:
    """One engine for one database: a page asks for the current edition at every turn."""
    return create_engine(make_url(url), pool_pre_ping=True, pool_size=2)


def _prepare(connection: Connection) -> None:
    for statement in (
        "create schema if not exists edition",
        "create table if not exists edition.pointer (edition_id text not null)",
        "create table if not exists edition.last_attempt (attempt text not null)",
        "create table if not exists edition.reach (reach text not null)",
    ):
        connection.execute(text(statement))
