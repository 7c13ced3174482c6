"""Read-only access to one edition: the only thing the dashboard knows about the data."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from threading import Lock
from typing import TypeVar, cast
from weakref import finalize

from sqlalchemy import Engine, RowMapping, Select, func, select

from dashboard.access import EVERYTHING, Scope
from dashboard.restriction import restricted
from etl.editions.schema import (
    PROVISIONAL,
    SCHEMA_VERSION,
    UNKNOWN,
    WHOLE,
    adoption,
    department,
    edition_info,
    source_state,
)
from etl.editions.shelf import Shelf
from etl.errors import QueryError

WHOLE_NAME = "Whole organisation"
UNKNOWN_NAME = "Department not known"
REMEMBERED = 1000

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Target:
    """``rate`` of headcount to be reached on ``end``; the path starts at 0 on ``start``."""

    rate: Fraction
    start: date
    end: date

    def rate_on(self, day: date) -> Fraction:
        """The planned share of headcount on ``day``: 0 before the path, ``rate`` after it."""
        length = (self.end - self.start).days
        if length <= 0:
            return self.rate if day >= self.end else Fraction(0)
        done = min(max((day - self.start).days, 0), length)
        return self.rate * Fraction(done, length)


class Edition:
    """One immutable edition. Safe to share between threads: every select has its connection.

    ``scope``: whose eyes it is read with. Pages get the edition of their viewer and have no other,
    so neither a frame nor a row nor anything remembered of another scope can reach them.
    """

    def __init__(
        self,
        edition_id: str,
        engine: Engine,
        scope: Scope = EVERYTHING,
        whole: "Edition | None" = None,
    ) -> None:
        self.edition_id = edition_id
        self.scope = scope
        self.whole = whole or self
        self._engine = engine
        self._remembered: dict[Hashable, object] = {}
        self._full = Lock()
        if whole is None:
            finalize(self, engine.dispose)  # the pages drop an edition when a newer one is there

    def seen_by(self, scope: Scope) -> "Edition":
        """The same edition with the eyes of ``scope``; one object for each scope."""
        if scope == self.scope:
            return self
        whole = self.whole

        def view() -> Edition:
            return Edition(whole.edition_id, whole._engine, scope, whole)

        return whole.remember(("seen by", scope), view)

    def select(self, statement: Select[*tuple[object, ...]]) -> Sequence[RowMapping]:
        """The rows, as far as the scope sees them, of a select over ``etl.editions.schema``."""
        with self._engine.connect() as connection:
            return connection.execute(restricted(statement, self.scope)).mappings().all()

    def close(self) -> None:
        """Let go of its connections; where an edition is read once, as on the command line."""
        self._engine.dispose()

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` makes, made once for each key: an edition never changes."""
        try:
            return cast(Made, self._remembered[key])
        except KeyError:
            made = make()
        with self._full:
            while len(self._remembered) >= REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[key] = made
        return made

    @cached_property
    def info(self) -> Mapping[str, str]:
        """The facts about the edition as a whole, by name."""
        return {row["name"]: row["value"] for row in self.whole.select(select(edition_info))}

    @cached_property
    def as_of_date(self) -> date | None:
        """The last day the edition covers; None where nothing dated was loaded."""
        return _day(self.info.get("as_of_date")) or self._days[1]

    @cached_property
    def first_date(self) -> date | None:
        """The first day with a member; None where no network export was loaded."""
        return self._days[0] if self.has_network else None

    @cached_property
    def has_network(self) -> bool:
        """Whether a network export was loaded: else nobody can say that no one has joined."""
        network = source_state.c.source.startswith("yammer")
        loaded = select(source_state.c.source).where(network)
        joined = select(adoption.c.date).where(adoption.c.member_count > 0).limit(1)
        return bool(self.whole.select(loaded) or self.whole.select(joined))

    @cached_property
    def _days(self) -> tuple[date | None, date | None]:
        row = self.whole.select(
            select(
                func.min(adoption.c.date).label("first"), func.max(adoption.c.date).label("last")
            )
        )[0]
        return row["first"], row["last"]

    @property
    def is_provisional(self) -> bool:
        """Whether too many accounts match no one colleague for the figures to be final."""
        return self.info.get("state") == PROVISIONAL

    @property
    def doubt(self) -> tuple[int, int]:
        """Accounts in use that match no one colleague, and all that do or may."""
        return int(self.info.get("unplaced_count", 0)), int(self.info.get("placeable_count", 0))

    @cached_property
    def minimum_group(self) -> int:
        """Fewest people of a group that the edition shows."""
        return int(self.info.get("minimum_group", 10))

    @cached_property
    def minimum_cell(self) -> int:
        """Fewest people whose number the edition shows."""
        return int(self.info.get("minimum_cell", 5))

    @cached_property
    def departments(self) -> Mapping[str, str]:
        """Department id to name, in the order of the names."""
        rows = self.select(select(department))
        named = sorted(rows, key=lambda row: (row["name"].casefold(), row["department_id"]))
        return {row["department_id"]: row["name"] for row in named}

    def department_name(self, department_id: str) -> str:
        """The name to show for a department id, also for '*' and '?'."""
        own = {WHOLE: WHOLE_NAME, UNKNOWN: UNKNOWN_NAME}
        return own.get(department_id) or self.departments.get(department_id, department_id)

    def any_department_name(self, department_id: str) -> str:
        """The same of departments that the scope does not see: names every colleague knows."""
        return self.whole.department_name(department_id)

    @cached_property
    def target(self) -> Target | None:
        """The configured target; None where it has no rate, no date or no first day."""
        rate, end = self.info.get("target_rate"), _day(self.info.get("target_date"))
        start = _day(self.info.get("target_start_date")) or self.first_date
        if not rate or end is None or start is None:
            return None
        return Target(Fraction(rate), start, end)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def open_edition(shelf: Shelf, edition_id: str | None = None) -> Edition | None:
    """The named edition, or the current one; None where nothing was published yet.

    Raises QueryError where the named edition is not kept, or was made by another version of Uptake.
    """
    wanted = edition_id or shelf.current()
    if wanted is None:
        return None
    if edition_id is not None and edition_id not in shelf.editions():
        raise QueryError(
            f"Edition {edition_id} is not kept here. Leave the edition out to see the current one."
        )
    edition = Edition(wanted, shelf.engine(wanted))
    made_by = edition.info.get("schema_version", str(SCHEMA_VERSION))
    if made_by != str(SCHEMA_VERSION):
        edition.close()
        raise QueryError(
            f"Edition {wanted} was made by another version of Uptake, which this one cannot read. "
            "Run uptake load: it makes the current edition anew."
        )
    return edition
