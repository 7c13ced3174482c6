"""Opens the warehouse: a DuckDB file by default, the schema ``warehouse`` on PostgreSQL.

Files are always read by DuckDB: the *workbench*. Embedded, workbench and warehouse are one
connection; with PostgreSQL the workbench is in memory and staged rows cross over by COPY.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import duckdb
from sqlalchemy import URL, Connection, Engine, create_engine, func, inspect, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from etl.errors import Busy, LoadError
from etl.settings import Settings
from etl.warehouse.schema import metadata
from etl.workspace import private_room

SCHEMA = "warehouse"
_LOCK = 8_501_001
MEMORY_LIMIT = "384MB"
"""DuckDB's own bound; beyond it rows wait on disk. The process stays below 1 GB with it."""
_NOT_WORTH_ITS_TIME = "set disabled_compression_methods = 'fsst,dict_fsst'"  # at connect: no effect


@dataclass(frozen=True, slots=True)
class Warehouse:
    """An open warehouse. ``bench`` reads files; ``is_embedded``: bench and warehouse are one."""

    connection: Connection
    bench: duckdb.DuckDBPyConnection
    is_embedded: bool
    workspace: Path

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what happens inside is undone when it fails."""
        with self.connection.begin():
            yield


@contextmanager
def open_warehouse(settings: Settings) -> Iterator[Warehouse]:
    """The warehouse of ``settings``, with its tables made. Raises Busy when it is in use."""
    if settings.database_url is None:
        _refuse_options(settings.data)
    with private_room(settings.data) as workspace, _opened(settings, workspace) as warehouse:
        yield warehouse


@contextmanager
def _opened(settings: Settings, workspace: Path) -> Iterator[Warehouse]:
    engine = _engine(settings, workspace)
    try:
        connection = engine.connect()
    except OperationalError as error:
        raise _unopened(settings) from error
    try:
        _hold(connection)
        _create(connection)
        is_embedded = settings.database_url is None
        bench = (
            cast(duckdb.DuckDBPyConnection, connection.connection.driver_connection)
            if is_embedded
            else duckdb.connect(":memory:", config=_config(workspace))
        )
        bench.execute(_NOT_WORTH_ITS_TIME)
        yield Warehouse(connection, bench, is_embedded, workspace)
        if not is_embedded:
            bench.close()
    finally:
        _let_go(connection)
        connection.close()
        engine.dispose()


def _refuse_options(data: Path) -> None:
    """From a '?' on DuckDB 1.5 takes the path of its log for options, and resolves symlinks."""
    if "?" in str(data.resolve()):
        raise LoadError(
            "The path of the home holds a question mark, with which DuckDB cannot keep a "
            "warehouse. Move the home to a folder without one, or set UPTAKE_DATABASE_URL."
        )


def _config(workspace: Path) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(workspace / "duckdb"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }


def _engine(settings: Settings, workspace: Path) -> Engine:
    if settings.database_url:
        # Of tables made within the load nothing is known to the planner: it compiles every query.
        options = f"-c search_path={SCHEMA} -c timezone=UTC -c jit=off"
        return create_engine(
            settings.database_url, poolclass=NullPool, connect_args={"options": options}
        )
    return create_engine(
        URL.create("duckdb", database=str(settings.data / "warehouse.duckdb")),
        poolclass=NullPool,
        connect_args={"config": _config(workspace)},
    )


def _unopened(settings: Settings) -> LoadError:
    if settings.database_url:
        return LoadError("The database of UPTAKE_DATABASE_URL does not answer. Check that it runs.")
    return Busy("The warehouse is in use by another process. Wait until that load has ended.")


def _hold(connection: Connection) -> None:
    """One load at a time on one database, whichever machine it runs on."""
    if connection.dialect.name != "postgresql":
        return
    with connection.begin():
        if not connection.execute(select(func.pg_try_advisory_lock(_LOCK))).scalar_one():
            raise Busy("Another load is using the database. Start this one again later.")


def _let_go(connection: Connection) -> None:
    """Give the lock back now: a server notices only later that a connection was closed."""
    if connection.dialect.name != "postgresql":
        return
    with suppress(SQLAlchemyError):  # a connection that broke has let go of it already
        connection.rollback()
        connection.execute(select(func.pg_advisory_unlock(_LOCK)))


def _create(connection: Connection) -> None:
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"create schema if not exists {SCHEMA}"))
        known = set(inspect(connection).get_table_names())
        missing = [table for table in metadata.sorted_tables if table.name not in known]
        if not missing:
            return
        metadata.create_all(connection, tables=missing, checkfirst=False)
        if connection.dialect.name == "postgresql":
            for table in missing:
                if key := table.info.get("key"):
                    columns = ", ".join(f'"{column}"' for column in key)
                    connection.execute(text(f'create unique index on "{table.name}" ({columns})'))
