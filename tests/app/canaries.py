"""An edition of large numbers that are told apart wherever they turn up: canaries.

A town of a million people, masked by the rules of a load but with a minimum group of ten thousand:
each of the counts that it hides, puts into a band or rounds has digits that nothing else has.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from etl.disclosure.rules import ROUNDING, ByDepartment
from etl.editions import schema
from etl.editions.build import Edition, Workings, edition_of
from etl.editions.rows import Tables, named
from etl.editions.schema import WHOLE, metadata, worked_out
from etl.editions.scope import Scope
from etl.editions.shelf import Attempt, Shelf, open_shelf
from etl.settings import load_settings
from tests.app.editions import Rows, exact_rows
from tests.app.town import AS_OF, DAYS, Department, Idea, Topic, Town
from tests.support.masked import exact_tables

GROUP, CELL = 10_000, 5_000
LEAST = 2_100
"""Smaller ones may be years, or pixels."""
HIDDEN, BANDED, SHOWN = ("alpha", "beta"), ("gamma", "delta"), ("housing", "finance", "libraries")
EVERYWHERE = "a" * 16
"""An idea with people in departments of all three kinds."""
FEW_HAVE = "c" * 16
"""An idea that only a hidden department and a band know."""

TOWN = Town(
    departments=(
        Department("Housing", 400_103, 230_117),
        Department("Finance", 300_031, 140_071),
        Department("Libraries", 200_063, 90_031),
        Department("Alpha", 7_013, 4_331),
        Department("Beta", 9_133, 6_113),
        Department("Gamma", 120_119, 4_177),
        Department("Delta", 110_137, 106_073),
    ),
    ideas=(
        Idea(
            EVERYWHERE,
            "One-page handover checklist",
            {"housing": 90_113, "finance": 20_173, "alpha": 3_119, "gamma": 3_371, "delta": 7_321},
            {"housing": 60_111, "alpha": 3_073, "gamma": 3_163, "?": 17_011},
        ),
        Idea("b" * 16, "Plain-English letters", {"housing": 21_113, "finance": 7_213}, {}),
        Idea(FEW_HAVE, "Known to few", {"alpha": 3_121, "gamma": 4_133}, {}),
    ),
    topics=(
        Topic("letters", "Letters", ["b" * 16], {"housing": 30_113, "beta": 5_113}, ["housing"]),
        Topic("shifts", "Shifts", [EVERYWHERE], {"housing": 90_131, "alpha": 2_273}),
    ),
)


@dataclass(frozen=True)
class Canaries:
    """``withheld``: exact counts that stand nowhere in the edition, by what they count."""

    home: Path
    shelf: Shelf
    edition: Edition
    withheld: Mapping[int, str]

    def cells(self, table: str) -> list[dict[str, Any]]:
        """The published rows of a table."""
        return [named(metadata.tables[table], row) for row in self.edition.tables[table]]


def publish_canaries(home: Path) -> Canaries:
    """Mask the town as a load does, and publish it."""
    settings = load_settings(home, {})
    privacy = replace(settings.privacy, minimum_group=GROUP, minimum_cell=CELL)
    settings = replace(settings, privacy=privacy)
    first = AS_OF - timedelta(days=DAYS - 1)
    exact = _exact()
    edition = edition_of(Workings(Scope(settings, first, AS_OF, "people", first), exact), settings)
    shelf = open_shelf(settings)
    shelf.publish(edition.edition_id, edition.fill)
    shelf.note(Attempt("2026-11-23T06:00:00+00:00", "done", "Everything was loaded."))
    return Canaries(home, shelf, edition, dict(_withheld(exact, edition.tables)))


def _exact() -> Tables:
    rows: dict[Any, Rows] = exact_rows(TOWN)
    least = {"minimum_group": GROUP, "minimum_cell": CELL}
    rows[schema.edition_info] += [{"name": n, "value": str(v)} for n, v in least.items()]
    joined = [{"join_count": 3 * day, "is_covered": True, "is_bulk": False} for day in range(DAYS)]
    days = [AS_OF - timedelta(days=back) for back in reversed(range(DAYS))]
    rows[schema.join_day] = [{"date": d, **row} for d, row in zip(days, joined, strict=True)]
    return exact_tables(rows)


def _told_of_all(tables: Tables) -> set[object]:
    """Everything that is published of the whole organisation, or of no department."""
    return {
        cell
        for name, rows in tables.items()
        for row in rows
        for cell in row
        if named(metadata.tables[name], row).get("department_id", WHOLE) == WHOLE
    }


def _withheld(exact: Tables, published: Tables) -> Iterator[tuple[int, str]]:
    """Counts that are hidden or in a band, and those of the last day that are told in fives."""
    told = _told_of_all(published)
    for name, rows in exact.items():
        table = metadata.tables[name]
        disclosure = table.info["disclosure"]
        if not isinstance(disclosure, ByDepartment):
            continue
        for row in (dict(zip(worked_out(table), row, strict=True)) for row in rows):
            if row["department_id"] not in (*HIDDEN, *BANDED) and row.get("date", AS_OF) != AS_OF:
                continue
            for column in (each.column for each in disclosure.measures):
                count = row[column] or 0
                if count >= LEAST and count % ROUNDING and count not in told:
                    yield count, f"{name}.{column} of {row['department_id']}"
