"""What an erasure must not show: who was erased goes on counting, as if they did nothing more.

Whoever was active on some days counts over all longer stretches that hold those days, also weeks
later. Were whoever is erased missing there at once, the figures before and after would differ by
what they did, and where that passes a border, or others follow from it, it could be told. So the
history keeps how many of those erased last did what, by department and day, and they are counted
for as long as a stretch reaches back to that day; and as staff and members for as long as the
longest one does. What is published then is what would have been without the erasure, and it is
protected like everything else.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, product
from typing import Any

from sqlalchemy import Table

from etl.disclosure.groups import tree_on, trees_of
from etl.disclosure.tree import Tree
from etl.editions import schema
from etl.editions.schema import WHOLE, WINDOWS

Row = Mapping[str, Any]
Trees = Sequence[tuple[date, Tree]]

REACH_DAYS = 180
"""No count of activity, or of how far members take part, looks back further."""

MEMBER, POSTER = "member", "poster"
BEING = ("headcount", "eligible", MEMBER)
ACTIVE = "active"
CONTRIBUTOR = "contributor"
RUNGS = ("reader", "reactor", "writer", POSTER)
REPORTED = {POSTER: "posted", "reactor": "reacted", "reader": "read"}
"""What a report by itself tells of somebody, and whom it counts then."""
CAME = ("new", "stayed", "back")
STRETCH_DAYS = 28


def joined_in(month: date) -> str:
    """The kind of those who were active, and had joined in a month."""
    return f"active, joined {month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Lingering:
    """How many of those erased, of the same departments, last were or did something on a day.

    ``departments``: the lowest that they stood in, none where the whole alone is told. ``begun``:
    the tombstone of an erasure that is not done yet.
    """

    departments: tuple[str, ...]
    kind: str
    last_date: date
    people_count: int = 1
    begun: str | None = None

    def counts(self, day: date, days: int) -> bool:
        """Whether the days up to one reach back to it."""
        return day - timedelta(days=days) < self.last_date <= day

    def places(self, tree: Tree) -> set[str]:
        """Where they count: their departments, those above them, and the whole."""
        above = {each for key in self.departments for each in tree.above(key)}
        return above.union(self.departments, {WHOLE})


def reaching(lingering: Iterable[Lingering], day: date) -> list[Lingering]:
    """Those that may count on days after one."""
    return [each for each in lingering if each.counts(day + timedelta(days=1), REACH_DAYS)]


def trees(exact: Mapping[str, Iterable[Row]]) -> Trees:
    """What departments are part of, from each day on, by exact rows."""
    return trees_of(exact[schema.department.name], exact[schema.department_parent.name], WHOLE)


@dataclass(frozen=True, slots=True)
class Told:
    """What else says who counts where. ``as_of``: the day of rows without one.

    ``concealed``: days of a report without names, as which the whole's active members stand.
    """

    trees: Trees
    as_of: date
    concealed: Collection[date] = ()


def lingered(
    table: Table, rows: Iterable[Row], lingering: Sequence[Lingering], told: Told
) -> Iterator[Row]:
    """Exact rows of one of the tables ``LINGERED``, those who linger counted in; there is one."""
    since = min(each.last_date for each in lingering)
    for row in rows:
        counts = _COUNTS[table](row, told.as_of)
        first = next(counts)  # none is of a later day
        more = [
            (each.column, held.people_count)
            for each in (chain((first,), counts) if since <= first.day else ())
            for held in lingering
            if held.kind == each.kind
            and held.counts(each.day, each.days)
            and row["department_id"] in held.places(tree_on(told.trees, each.day))
            and not _is_told(each, row, told)
        ]
        yield {**row, **_sums(row, more)} if more else row


def _is_told(count: "Count", row: Row, told: Told) -> bool:
    """Whether a report without names tells it, in which they may still be."""
    is_active = count.kind == ACTIVE and row["department_id"] == WHOLE
    return bool(row.get("is_concealed")) or (is_active and count.day in told.concealed)


def _sums(row: Row, more: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, people in more:
        count = found.get(column, row[column])
        if count is not None:
            found[column] = count + people
    return found


# --- who is counted where ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """A column that counts who last was or did something of a kind in the days up to one."""

    column: str
    kind: str
    day: date
    days: int


def _adoption(row: Row, _: date) -> Iterator[Count]:
    yield from (Count(f"{kind}_count", kind, row["date"], REACH_DAYS) for kind in BEING)


def _activity(row: Row, _: date) -> Iterator[Count]:
    for kind, days in product((ACTIVE, CONTRIBUTOR), WINDOWS):
        yield Count(f"{kind}_{days}_count", kind, row["date"], days)


def _ladder(row: Row, _: date) -> Iterator[Count]:
    yield from (Count(f"{rung}_count", rung, row["date"], row["period_days"]) for rung in RUNGS)


def _coming(row: Row, _: date) -> Iterator[Count]:
    for kind in CAME:
        yield Count(f"{kind}_count", kind, row["to_date"], STRETCH_DAYS)
        before = row["to_date"] - timedelta(days=STRETCH_DAYS)
        yield Count("lapsed_count", kind, before, STRETCH_DAYS)


def _cohort(row: Row, _: date) -> Iterator[Count]:
    months = row["cohort_date"].year * 12 + row["cohort_date"].month - 1 + row["month_number"]
    days = monthrange(months // 12, months % 12 + 1)[1]
    last = date(months // 12, months % 12 + 1, days)
    yield Count("active_count", joined_in(row["cohort_date"]), last, days)


def _concentration(_: Row, as_of: date) -> Iterator[Count]:
    yield Count("member_count", MEMBER, as_of, REACH_DAYS)
    yield Count("author_count", CONTRIBUTOR, as_of, max(WINDOWS))


def _response(_: Row, as_of: date) -> Iterator[Count]:
    yield Count("author_count", POSTER, as_of, max(WINDOWS))


def _engagement_period(row: Row, _: date) -> Iterator[Count]:
    day, period = row["refresh_date"], row["period_days"]
    yield Count("listed_count", MEMBER, day, REACH_DAYS)
    for name, kind in {ACTIVE: ACTIVE, **REPORTED}.items():
        yield Count(f"{name}_count", kind, day, period)


_COUNTS: Mapping[Table, Callable[[Row, date], Iterator[Count]]] = {
    schema.adoption: _adoption,
    schema.activity: _activity,
    schema.ladder: _ladder,
    schema.coming: _coming,
    schema.cohort: _cohort,
    schema.concentration: _concentration,
    schema.response: _response,
    schema.engagement_period: _engagement_period,
}
LINGERED = tuple(_COUNTS)
"""The tables with people in them who did something in days that reach back, or are of those."""
