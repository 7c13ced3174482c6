"""What a table declares about the people in its rows, and the numbers the rules turn on.

Every table of an edition declares one of ``Open``, ``WholeOnly``, ``ByDepartment``, ``Derived``,
``Stated`` or ``Unpublished`` beside its columns (``disclosure=`` in etl/editions/schema); without
it nothing is published.
"""

from dataclasses import dataclass
from typing import Literal

ROUNDING = 5
"""Counts of people are published to the nearest five, the whole organisation included."""

SMALL_GROUP = 50
"""Under so many people none (0 %) counts as few: who did not do it would be known."""


@dataclass(frozen=True, slots=True)
class Policy:
    """``minimum_group``: fewest people of a group that is shown. ``minimum_cell``: fewest people
    that did something, or that did not, for their number to be shown rather than a band.
    """

    minimum_group: int = 10
    minimum_cell: int = 5


Kind = Literal["size", "population", "part", "acts", "gain", "loss"]
FLOWING = frozenset({"gain", "loss"})


@dataclass(frozen=True, slots=True)
class Like:
    """Counts of a table around, each over some days, of which one over ``days`` is another.

    ``days``: a column of the key. ``windows``: column to days. Of two of them the one over fewer
    days counts some of the people of the other.
    """

    days: str
    windows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One count of a row.

    ``kind``: ``size`` is how many people the group has; ``population`` a set of them, which may
    differ from it by nobody or by at least a minimum group; ``part`` those of them who did
    something; ``acts`` what they did (posts, clicks), shown only where the column ``of`` is;
    ``gain`` and ``loss`` running totals of who came to a count that is told too, and who left it.
    ``within``: the count that a part is out of, ``size`` or ``members``. ``inside``: columns, of
    this table or those around it, that count the same people and perhaps more. ``like``: such
    columns over other days. What is not so of a group is left out.
    """

    column: str
    kind: Kind = "part"
    within: Literal["size", "members"] = "size"
    of: str | None = None
    inside: tuple[str, ...] = ()
    like: Like | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """Nothing in the table tells of a person, or of what is not open to every colleague."""

    because: str


@dataclass(frozen=True, slots=True)
class Derived:
    """Worked out of published rows alone (``rows_of``): it tells nothing that they do not."""

    because: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person wrote of a department for all to read; not of one that shows no figure."""

    because: str


@dataclass(frozen=True, slots=True)
class Unpublished:
    """Only other tables are worked out of it; no row is published."""

    because: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Columns of the two ends of a range that rests on the row's people, widened to ``step``."""

    low: str
    high: str
    step: float


@dataclass(frozen=True, slots=True)
class Share:
    """A column that holds a share, 0 to 1, of the people whom the column ``of`` counts."""

    column: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeOnly:
    """Counts by department are not published, only those of the whole organisation.

    ``people``: columns that count people, rounded, none of them to zero. ``acts``: columns that
    count what is not a person. ``is_summed``: the rows of the whole are the sums over departments;
    else they stand in the table. ``ranges``: published where at least a minimum group of people
    stands behind them. ``shares``: likewise, in steps of a percent, or of five people where that
    is more. ``sums``: totals that are the sum of what is published. ``exact``: column and values
    in whose rows counts stay exact.
    """

    people: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    is_summed: bool = False
    ranges: tuple[Bounds, ...] = ()
    shares: tuple[Share, ...] = ()
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exact: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """A table by day whose counts contain those of another one, and what is declared of it."""

    name: str
    disclosure: "ByDepartment"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDepartment:
    """Counts by ``department_id``, '*' the whole organisation.

    ``day``: the column of the day; then departments stand only on days of the edition's lattice.
    ``is_open``: the counts of the whole are of things that every colleague can see, and exact.
    ``is_sparse``: where there is no row, the count is zero. ``around``: the table whose counts
    are read together with those of this one; that one may have another around it.
    """

    measures: tuple[Measure, ...]
    around: Around | None = None
    day: str | None = None
    is_open: bool = False
    is_sparse: bool = False


Disclosure = Open | WholeOnly | ByDepartment | Derived | Stated | Unpublished


def status_column(column: str) -> str:
    """Where the status of a count stands: member_count → member_status."""
    return f"{column.removesuffix('_count')}_status"
