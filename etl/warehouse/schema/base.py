"""What all tables of the warehouse are made of."""

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, String, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql.compiler import DDLCompiler

metadata = MetaData()
_UNLIKE = "is_unlike"


def fact(name: str, comment: str, key: tuple[str, ...], *columns: Column[object]) -> Table:
    """A table of facts taken from snapshots: merged by ``key``, the later export wins."""
    return Table(
        name,
        metadata,
        *columns,
        Column("exported_at", DateTime, nullable=False),
        Column("snapshot_id", String, nullable=False),
        comment=comment,
        info={"key": key, "bulk": True},
    )


def derived(name: str, comment: str, *columns: Column[object]) -> Table:
    """A table rebuilt from the facts at every load."""
    return Table(name, metadata, *columns, comment=comment, info={"derived": True, "bulk": True})


def text(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, String, nullable=nullable)


def unlike(name: str) -> Column[object]:
    """Text that hardly repeats. DuckDB keeps it as it is: to look for repetitions costs more."""
    return Column(name, String, nullable=False, info={_UNLIKE: True})


@compiles(CreateColumn, "duckdb")
def _create_column(element: CreateColumn, compiler: DDLCompiler, **options: object) -> str:
    made = str(compiler.visit_create_column(element, **options))  # type: ignore[no-untyped-call]
    kept_as_it_is = " USING COMPRESSION uncompressed"
    return made + kept_as_it_is if element.element.info.get(_UNLIKE) else made


def day(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, Date, nullable=nullable)


def count(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, Integer, nullable=nullable)


def flag(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False)
