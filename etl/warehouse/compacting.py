"""What was deleted from the warehouse leaves its file: a database only marks it as free."""

import duckdb
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from etl.files import replacing
from etl.reading.table import quoted
from etl.settings import Settings
from etl.warehouse.engine import SCHEMA
from etl.warehouse.schema import metadata


def compact(settings: Settings) -> None:
    """Write the warehouse anew without what was deleted. Nobody else may have it open."""
    if settings.database_url:
        _vacuum(settings.database_url)
        return
    path = settings.data / "warehouse.duckdb"
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
