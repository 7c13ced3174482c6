"""The file of the history: an SQLite file beside the warehouse, for the load alone."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from etl.editions.bygone import BYGONE, nothing
from etl.editions.departed import DEPARTED, nobody
from etl.editions.history import DAILY, RULES, History, Row, Rows
from etl.editions.lingering import Lingering
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
    Column("latest", String),
    Column("kept_from", String),
    comment="One row: the last and the first day of the history, the rules it was masked by, the "
    "last day of the newest edition, and the first day of facts.",
)
_lingering = Table(
    "lingering",
    MetaData(),
    Column("departments", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("last_date", String, nullable=False),
    Column("people_count", Integer, nullable=False),
    Column("begun", String),
    comment="One row per departments, kind and day: how many of those erased last did so then.",
)
_PENDING = [each.to_metadata(MetaData(), name=f"pending_{each.name}") for each in BYGONE]
_ALONE = {name: RULES[name].table.to_metadata(MetaData(), name=f"{name}_alone") for name in DAILY}


def read_history(settings: Settings) -> History | None:
    """What was told before; None where nobody was erased and nothing expired."""
    with _connected(settings) as connection:
        if connection is None:
            return None
        about = _rows(connection, _about)[0]
        rows = {name: _rows(connection, rule.table) for name, rule in RULES.items()}
        alone = {name: _rows(connection, table) for name, table in _ALONE.items()}
        lingering = _read_lingering(connection)
    return History(
        date.fromisoformat(about["through"]),
        date.fromisoformat(about["first_date"]),
        Policy(about["minimum_group"], about["minimum_cell"]),
        rows,
        alone,
        _day(about["latest"]),
        _day(about["kept_from"]),
        bygone_rows(settings),
        lingering,
        _pending_rows(settings),
        departed_rows(settings),
    )


def first_told(settings: Settings) -> date | None:
    """The first day of the history, if there is one."""
    about = _read_about(settings)
    return _day(about["first_date"]) if about else None


def is_told(settings: Settings, day: date) -> bool:
    """Whether the history tells of a day: no other edition of it is published."""
    about = _read_about(settings)
    return about is not None and day <= date.fromisoformat(about["through"])


def kept_from(settings: Settings) -> date | None:
    """The first day of which there still are facts about people; None while none have expired."""
    about = _read_about(settings)
    return _day(about["kept_from"]) if about else None


def counted_to(settings: Settings) -> date | None:
    """The last day up to which those who came to ideas are counted without the facts of them."""
    about = _read_about(settings)
    return _day(about["latest"]) if about else None


def bygone_rows(settings: Settings) -> Rows:
    """What was said of ideas and topics before the first day that is kept, by table."""
    with _connected(settings) as connection:
        if connection is None:
            return nothing()
        return {table.name: _rows(connection, table) for table in BYGONE}


def _pending_rows(settings: Settings) -> Rows | None:
    with _connected(settings) as connection:
        if connection is None or not inspect(connection).has_table(_PENDING[0].name):
            return None
        return {
            table.name: _rows(connection, pending)
            for table, pending in zip(BYGONE, _PENDING, strict=True)
        }


def departed_rows(settings: Settings) -> Rows:
    """What is left of people who left before the first day that is kept, by table."""
    with _connected(settings) as connection:
        if connection is None:
            return nobody()
        return {table.name: _rows(connection, table) for table in DEPARTED}


def told_rows(settings: Settings, name: str) -> Sequence[Row]:
    """The rows of one table that were told before."""
    with _connected(settings) as connection:
        return _rows(connection, RULES[name].table) if connection else ()


def told_lingering(settings: Settings) -> Sequence[Lingering]:
    """Those erased who still count on days that were not told yet."""
    with _connected(settings) as connection:
        return _read_lingering(connection) if connection else ()


def _read_lingering(connection: Connection) -> list[Lingering]:
    return [
        Lingering(
            tuple(json.loads(row["departments"])),
            row["kind"],
            date.fromisoformat(row["last_date"]),
            row["people_count"],
            row["begun"],
        )
        for row in _rows(connection, _lingering)
    ]


def _lingering_row(each: Lingering) -> tuple[object, ...]:
    departments, day = json.dumps(each.departments), each.last_date.isoformat()
    return departments, each.kind, day, each.people_count, each.begun


def _read_about(settings: Settings) -> Row | None:
    with _connected(settings) as connection:
        return _rows(connection, _about)[0] if connection else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def write_history(settings: Settings, history: History) -> None:
    """Put a history in place of the one there is, in one step, for its owner's eyes alone.

    It has departments on days on which no edition shows them.
    """
    with replacing(history_path(settings)) as draft:
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
                    latest=_text(history.latest),
                    kept_from=_text(history.kept_from),
                )
            )
            for name, rule in RULES.items():
                _write(connection, rule.table, history.rows[name])
            for name, table in _ALONE.items():
                _write(connection, table, history.alone[name])
            for table in BYGONE:
                _write(connection, table, history.bygone[table.name])
            for table in DEPARTED:
                _write(connection, table, history.departed[table.name])
            _lingering.create(connection)
            held = sorted(map(_lingering_row, history.lingering), key=repr)
            write_rows(connection, _lingering, held)
            if history.pending is not None:
                for table, pending in zip(BYGONE, _PENDING, strict=True):
                    _write(connection, pending, history.pending[table.name])
        engine.dispose()


def history_path(settings: Settings) -> Path:
    """Where the file of the history is, or would be."""
    return settings.data / "history.sqlite"


def _engine(path: Path) -> Engine:
    return create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)


@contextmanager
def _connected(settings: Settings) -> Iterator[Connection | None]:
    """The file, open; None where there is none."""
    path = history_path(settings)
    if not path.exists():
        yield None
        return
    engine = _engine(path)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _rows(connection: Connection, table: Table) -> Sequence[Row]:
    """The rows that a table has there; columns that it had not yet are null."""
    place = inspect(connection)
    if not place.has_table(table.name):
        return []
    there = {column["name"] for column in place.get_columns(table.name)}
    known = [column for column in table.columns if column.name in there]
    nothing = {column.name: None for column in table.columns}
    found = connection.execute(select(*known)).mappings()
    return [nothing | dict(row) for row in found]


def _write(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    table.create(connection)
    names = [column.name for column in table.columns]
    write_rows(connection, table, [tuple(row[name] for name in names) for row in rows])
