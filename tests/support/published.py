"""What an edition holds, as plain rows that can be compared."""

import datetime as dt
from pathlib import Path

from sqlalchemy import select

from etl.editions.schema import metadata
from etl.editions.shelf import open_shelf
from etl.settings import load_settings
from tests.support.simulated import environment


def published_tables(
    home: Path, database_url: str | None, names: set[str]
) -> dict[str, list[dict[str, object]]]:
    """The rows of the current edition, in the order of their keys; days as ISO texts."""
    shelf = open_shelf(load_settings(home, environment(database_url)))
    current = shelf.current()
    if current is None:
        raise LookupError("nothing is published")
    engine = shelf.engine(current)
    tables = {}
    with engine.connect() as connection:
        for name in names:
            table = metadata.tables[name]
            rows = connection.execute(select(table)).mappings()
            key = [column.name for column in table.primary_key.columns]
            plain_rows = [{column: plain(value) for column, value in row.items()} for row in rows]
            tables[name] = sorted(plain_rows, key=lambda row: [row[column] for column in key])
    engine.dispose()
    return tables


def plain(value: object) -> object:
    """A day as ISO text; anything else as it is."""
    return value.isoformat() if isinstance(value, dt.date) else value
