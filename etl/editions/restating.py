"""What earlier editions said otherwise: found by asking the editions that are kept.

Of each month end, and of the last day of every edition, the first word counts: what was said when
the day was new. A figure that was hidden then or is hidden now is not compared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine, inspect, select

from etl.editions import schema
from etl.editions.build import Edition
from etl.editions.shelf import Shelf

MEASURES = ("headcount_count", "eligible_count", "member_count")
ASKED = 60
"""At most so many of the kept editions are asked, the newest."""
_NAMED = 3
_CONFIGURED = "the configuration, or how figures are worked out, changed"

_Said = Mapping[tuple[date, str, str], int]
"""Day, department and measure to the figure."""


@dataclass(frozen=True, slots=True)
class _Earlier:
    edition_id: str
    figures: _Said
    snapshots: frozenset[str]


def restatements(shelf: Shelf, edition: Edition) -> list[tuple[object, ...]]:
    """The rows of ``restatement`` for an edition about to be published."""
    now = _told(_named(edition, "adoption"))
    exports = _named(edition, "edition_snapshot")
    found: dict[tuple[date, str, str], tuple[object, ...]] = {}
    for earlier in _earlier(shelf, edition.edition_id):
        for place, said in earlier.figures.items():
            if place in now and place not in found:
                because = _because(place[0], exports, earlier.snapshots)
                found[place] = (*place, said, now[place], earlier.edition_id, because)
    return sorted((row for row in found.values() if row[3] != row[4]), key=lambda row: row[:3])


def _named(edition: Edition, name: str) -> list[dict[str, object]]:
    names = [column.name for column in schema.metadata.tables[name].columns]
    return [dict(zip(names, row, strict=True)) for row in edition.tables[name]]


def _earlier(shelf: Shelf, edition_id: str) -> Iterable[_Earlier]:
    """The editions kept, the oldest first; those of another make are left out."""
    kept = [each for each in shelf.editions() if each != edition_id]
    for each in kept[-ASKED:]:
        engine = shelf.engine(each)
        try:
            if _is_of_our_make(engine):
                yield _asked(each, engine)
        finally:
            engine.dispose()


def _is_of_our_make(engine: Engine) -> bool:
    place = engine.get_execution_options().get("schema_translate_map", {}).get(None)
    there = inspect(engine).get_table_names(schema=place)
    return {schema.adoption.name, schema.edition_snapshot.name} <= set(there)


def _asked(edition_id: str, engine: Engine) -> _Earlier:
    column = schema.adoption.c
    with engine.connect() as connection:
        days = connection.execute(select(column.date).distinct()).scalars().all()
        asked = [day for day in days if (day + timedelta(days=1)).day == 1 or day == max(days)]
        columns = [column.date, column.department_id, *(column[name] for name in MEASURES)]
        rows = connection.execute(select(*columns).where(column.date.in_(asked))).mappings()
        figures = _told([dict(row) for row in rows])
        snapshots = connection.execute(select(schema.edition_snapshot.c.snapshot_id)).scalars()
        return _Earlier(edition_id, figures, frozenset(snapshots))


def _told(rows: Sequence[Mapping[str, object]]) -> _Said:
    return {
        (_day(row["date"]), str(row["department_id"]), name): int(str(row[name]))
        for row in rows
        for name in MEASURES
        if row[name] is not None
    }


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _because(day: date, exports: Sequence[Mapping[str, object]], known: frozenset[str]) -> str:
    """The new exports that tell of that day or of departments; else all that are new."""
    new = [row for row in exports if row["snapshot_id"] not in known]
    telling = [row for row in new if row["covers_from"] is None or _day(row["covers_from"]) <= day]
    files = sorted(str(row["file"]) for row in telling or new)
    if not files:
        return _CONFIGURED
    more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
    return ", ".join(files[:_NAMED]) + more
