"""What all tables of the warehouse are made of."""

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, MetaData, String, Table

metadata = MetaData()


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


def day(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, Date, nullable=nullable)


def count(name: str, nullable: bool = True) -> Column[object]:
    return Column(name, Integer, nullable=nullable)


def flag(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False)
