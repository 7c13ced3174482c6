"""What was deleted from the warehouse leaves its file: a database only marks it as free."""

from pathlib import Path

import duckdb
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from etl.errors import LoadError
from etl.files import replacing
from etl.reading.table import quoted
from etl.settings import Settings
from etl.warehouse.engine import SCHEMA
from etl.warehouse.schema import metadata


def compact(settings: Settings) -> None:
    """Write the warehouse anew without what was deleted. Nobody else may have it open.

    Raises LoadError where the disk has no room for it: the warehouse stays as it was.
    """
    if settings.database_url:
        _vacuum(settings.database_url)
        return
    try:
        _copy(settings.data / "warehouse.duckdb")
    except (OSError, duckdb.Error) as error:
        raise LoadError(
            "The warehouse could not be written anew, so its file still has room that holds what "
            "was deleted. Check that the disk has as much room again as data/warehouse.duckdb; the "
            "next rotation of keys, erasure or month writes it anew."
        ) from error


def _copy(path: Path) -> None:
    with replacing(path) as draft, duckdb.connect() as con:
        con.execute(f"attach '{quoted(path)}' as old (read_only)")
        con.execute(f"attach '{quoted(draft)}' as new")
        con.execute("copy from database old to new")
        con.execute("detach new")
    path.with_name("warehouse.duckdb.wal").unlink(missing_ok=True)


def _vacuum(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            connection.execute(text(f'vacuum full {SCHEMA}."{table.name}"'))
    engine.dispose()
