"""The tables counted so far: what the tables that only compare and judge are made of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from etl.editions.schema import EXACT, SETTLED_WITHIN_DAYS, metadata, worked_out

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """Rows by table, each in the order of the table's key; a table that is not there has none."""

    tables: Mapping[str, Iterable[tuple[Any, ...]]]

    def rows(self, name: str, **where: object) -> Iterator[Row]:
        """The rows of a table that have these values, as mappings of columns."""
        names = worked_out(metadata.tables[name])
        wanted = [(names.index(column), value) for column, value in where.items()]
        for row in self.tables.get(name, ()):
            if all(row[place] == value for place, value in wanted):
                yield dict(zip(names, row, strict=True))

    def exact_days(self, kind: str, window_days: int) -> set[date]:
        """Days whose counts of active members, or contributors, over the window are exact."""
        found = self.rows("activity_basis", window_days=window_days)
        return {row["date"] for row in found if row[f"{kind}_basis"] == EXACT}

    def settled_day(self, kind: str, window_days: int, near: date) -> date | None:
        """The newest day with exact counts up to 14 days before ``near``."""
        days = self.exact_days(kind, window_days)
        recent = [day for day in days if 0 <= (near - day).days <= SETTLED_WITHIN_DAYS]
        return max(recent, default=None)
