"""The file of the history: an SQLite file beside the warehouse, for the load alone."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    inspect,
    select,
)
from sqlalchemy.pool import NullPool

from etl.disclosure.rules import Policy
from etl.editions.history import DAILY, RULES, History, Row
from etl.editions.writing import write_rows
from etl.files import replacing
from etl.settings import Settings

_about = Table(
    "about",
    MetaData(),
    Column("through", String, nullable=False),
    Column("first_date", String, nullable=False),
    Column("minimum_group", Integer, nullable=False),
    Column("minimum_cell", Integer, nullable=False),
    Column("erased", String),
    comment="One row: the last and the first day of the history, and the rules it was masked by.",
)
_ALONE = {name: RULES[name].table.to_metadata(MetaData(), name=f"{name}_alone") for name in DAILY}


def read_history(settings: Settings) -> History | None:
    """What was told before; None where nobody was erased."""
    path = _path(settings)
    if not path.exists():
        return None
    engine = _engine(path)
    with engine.connect() as connection:
        (about,) = _rows(connection, _about)
        rows = {name: _rows(connection, rule.table) for name, rule in RULES.items()}
        alone = {name: _rows(connection, table) for name, table in _ALONE.items()}
    engine.dispose()
    return History(
        date.fromisoformat(about["through"]),
        date.fromisoformat(about["first_date"]),
        Policy(about["minimum_group"], about["minimum_cell"]),
        rows,
        alone,
        about["erased"] and date.fromisoformat(about["erased"]),
    )


def first_told(settings: Settings) -> date | None:
    """The first day of the history, if there is one."""
    days = _days(settings)
    return days[0] if days else None


def is_told(settings: Settings, day: date) -> bool:
    """Whether the history tells of a day: no other edition of it is published."""
    days = _days(settings)
    return days is not None and day <= days[1]


def _days(settings: Settings) -> tuple[date, date] | None:
    """The first day of the history, and the last."""
    path = _path(settings)
    if not path.exists():
        return None
    engine = _engine(path)
    with engine.connect() as connection:
        first, last = connection.execute(select(_about.c.first_date, _about.c.through)).one()
    engine.dispose()
    return date.fromisoformat(first), date.fromisoformat(last)


def write_history(settings: Settings, history: History) -> None:
    """Put a history in place of the one there is, in one step, for its owner's eyes alone.

    It has departments on days on which no edition shows them.
    """
    with replacing(_path(settings)) as draft:
        draft.touch(0o600)
        engine = _engine(draft)
        with engine.begin() as connection:
            _about.create(connection)
            connection.execute(
                insert(_about).values(
                    through=history.through.isoformat(),
                    first_date=history.first_date.isoformat(),
                    minimum_group=history.policy.minimum_group,
                    minimum_cell=history.policy.minimum_cell,
                    erased=history.erased and history.erased.isoformat(),
                )
            )
            for name, rule in RULES.items():
                _write(connection, rule.table, history.rows[name])
            for name, table in _ALONE.items():
                _write(connection, table, history.alone[name])
        engine.dispose()


def _path(settings: Settings) -> Path:
    return settings.data / "history.sqlite"


def _engine(path: Path) -> Engine:
    return create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)


def _rows(connection: Connection, table: Table) -> Sequence[Row]:
    """The rows that a table has there; columns that it had not yet are null."""
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    known = [column for column in table.columns if column.name in there]
    nothing = {column.name: None for column in table.columns}
    found = connection.execute(select(*known)).mappings()
    return [nothing | dict(row) for row in found]


def _write(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    table.create(connection)
    names = [column.name for column in table.columns]
    write_rows(connection, table, [tuple(row[name] for name in names) for row in rows])
