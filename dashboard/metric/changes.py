"""How a figure moved between two days, and whether chance alone explains it."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from sqlalchemy import RowMapping, select

from dashboard.edition import Edition
from dashboard.metric.model import Cell
from dashboard.statistics.intervals import newcombe
from dashboard.words.figure import Change, change
from etl.editions.schema import people_change

Measure = Literal["members", "active", "contributors"]
Place = tuple[str, date | None, date | None, str]


def moved(edition: Edition, measure: Measure, now: Cell, before: Cell) -> Change | None:
    """The change of a count, or of a share, of ``measure`` in one department.

    None unless both are shown and exact. The range comes from the people who changed; where the
    edition does not know them, that of a share is Newcombe's for different groups, which is wider.
    """
    value = change(now, before)
    if value is None:
        return None
    row = _changes(edition).get((measure, before.period, now.period, now.department_id))
    is_share = now.denominator is not None
    if row is not None and row["rate_low" if is_share else "count_low"] is not None:
        kind = "rate" if is_share else "count"
        return Change(value, row[f"{kind}_low"], row[f"{kind}_high"])
    return Change(value, *_of_two_groups(now, before)) if is_share else Change(value)


def _of_two_groups(now: Cell, before: Cell) -> tuple[float, float] | tuple[None, None]:
    after, total = now.numerator, now.denominator
    earlier, base = before.numerator, before.denominator
    if after is None or earlier is None or not total or not base:
        return None, None
    return newcombe((after, total), (earlier, base))


def _changes(edition: Edition) -> Mapping[Place, RowMapping]:
    def read() -> Mapping[Place, RowMapping]:
        return {
            (row["measure"], row["from_date"], row["to_date"], row["department_id"]): row
            for row in edition.select(select(people_change))
        }

    return edition.remember("people changes", read)
