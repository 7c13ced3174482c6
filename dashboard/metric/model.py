"""What is asked and what is answered: Metric, Query, Fact, Cell and Frame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from dashboard.access import Right
from dashboard.edition import Edition
from etl.editions.schema import EXACT, WHOLE

By = Literal[
    "whole",
    "department",
    "day",
    "week",
    "department_week",
    "idea",
    "idea_department",
    "topic",
    "topic_department",
    "source",
    "part",
    "method",
]
Status = Literal["ok", "no_data", "suppressed"]

NO_FIGURE = "No figure for this day"


class Unit(StrEnum):
    """What a value counts."""

    PEOPLE = "people"
    SHARE = "share"
    PROGRESS = "progress"
    POINTS = "points"
    CHANCE = "chance"
    PER_100 = "people per 100 colleagues"
    POSTS = "posts"
    REPLIES = "replies"
    CLICKS = "clicks"
    DEPARTMENTS = "departments"
    HOURS = "hours"
    DAYS = "days"


class Caveat(StrEnum):
    """The one vocabulary of things to know about a number, shown with it."""

    DISTINCT = "People are counted once, so parts do not add up to the whole."
    ON_STAFF_LIST = "Only members who are on the staff list are counted."
    STAFF_LIST_AS_OF = "Headcount is that of the newest staff list on or before the day."
    MATCH_BOUNDS = (
        "Accounts that match no one colleague are not counted; the match bounds tell the share if "
        "all of them were."
    )
    AT_LEAST = (
        "Reading and liking show only in engagement reports; between two reports the figure is "
        "the least it can be."
    )
    NEEDS_REPORT = "Known only on days of an engagement report, because reading shows nowhere else."
    POSTS_AND_REPLIES = "Only posts and replies count; reading and liking do not."
    MADE_AT_DATE = "People are placed in the department they were in on the day of the message."
    ONE_SERIES = "Clicks of one source only; sources count differently and are never added."
    BOTS_REMOVED = "Clicks flagged as not human are left out."
    MEMBERS_SEE = (
        "Communities do not tell their members, so every member of the network in those days "
        "counts as somebody who could see the idea."
    )
    SHRUNK = (
        "Drawn towards what is usual for ideas, the more so the fewer people could see it; the "
        "range holds what is consistent with chance."
    )
    REVIEWED = (
        "Topics come from the list that a person reviewed; a message may belong to several, so "
        "topics do not add up."
    )
    AT_LEAST_YOUNG = "Told in full once four times as many days were seen; until then at least."
    BY_LINK = "A click is told to a department by its link, not by who clicked."
    PLAN = "The plan is a straight line from the first day to the target day."
    FLOWS = "Everybody counts at every step: who joined and left in between is one of each."
    SPLIT = (
        "Flows count at the mean of one over headcount on both days, headcount at the mean of "
        "members, departments at the mean of their share: the parts sum to the change."
    )
    FORECAST = "A forecast says what follows if things go on as they did; nobody plans it so."
    BACKTEST = "Every way to look ahead was tried at each earlier point, on what was known then."
    CEILING = "A ceiling needs eight periods, and a peak of joining at least three periods ago."
    CURRENT_STATE = "Describes the day the edition was made for, not an earlier one."


@dataclass(frozen=True, slots=True)
class Count:
    """A named count. ``label`` is what a reader calls it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked. Everything left out is filled in by compute() and stands in the frame.

    ``department_id``: whose series (day, week), or whose figure (whole, idea). ``idea_id``: which
    idea; needed by the metrics of ideas unless asked by idea. ``limit``: at most so many ideas,
    those with most people first; in a department, those with the largest figure first. ``search``:
    only ideas whose title has all of these words. ``topic_id``: only ideas of this topic.
    """

    metric: str
    by: By = "whole"
    at: date | None = None
    start: date | None = None
    end: date | None = None
    window_days: int | None = None
    department_id: str = WHOLE
    idea_id: str | None = None
    limit: int | None = None
    search: str = ""
    topic_id: str = ""

    @property
    def is_of_departments(self) -> bool:
        """Whether the answer shows departments apart."""
        return self.by.endswith(("department", "department_week")) or self.department_id != WHOLE


@dataclass(frozen=True, slots=True)
class Fact:
    """What a metric measured for one period, subject (an idea, a source or '*') and department.

    ``numerator`` None: not known, ``note`` says why. ``withheld``: the status of a count that the
    edition does not show (hidden, few or most) and the figure rests on. ``basis``: exact or
    at_least. ``low`` and ``high``: the range of a fact that was published with one.
    ``unplaced``: accounts that match no one colleague and may belong in the numerator.
    ``estimate``: a rate with its low and high as published, where not those of this fact alone.
    """

    period: date | None
    subject: str
    department_id: str
    numerator: float | None
    denominator: float | None = None
    basis: str | None = None
    label: str = ""
    note: str = ""
    low: float | None = None
    high: float | None = None
    withheld: str = ""
    unplaced: float | None = None
    estimate: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. ``key``: department, idea or source id, as ``by`` says; '*' for the whole.

    ``value`` is in the metric's unit, shares in [0, 1]; None unless ``status`` is ok. ``low`` and
    ``high``: 95% range that chance allows a group of this size, or as published. ``match_low`` and
    ``match_high``: the share if none, or all, of the accounts that match no one colleague were of
    colleagues. ``note``: why there is no figure, or what it rests on.
    """

    period: date | None
    key: str
    label: str
    department_id: str = WHOLE
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    match_low: float | None = None
    match_high: float | None = None
    status: Status = "no_data"
    basis: str | None = None
    note: str = ""

    @property
    def is_ok(self) -> bool:
        """Whether there is a figure to show; zero is one."""
        return self.status == "ok"


def ranked(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Largest value first; cells without a figure last, by label, so order tells nothing."""
    shown = sorted((cell for cell in cells if cell.is_ok), key=lambda cell: -(cell.value or 0))
    rest = sorted((cell for cell in cells if not cell.is_ok), key=lambda cell: cell.label)
    return (*shown, *rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A number with an owner. ``name`` is that of its module; a changed meaning gets a new name.

    ``minimum_group``: fewest people that a quotient is told of. ``windows``: days it can be asked
    over, the usual one first; 0 is all time. ``measure`` reads the facts for a settled query.
    ``default_day``: the day meant where none is asked for. ``right``: what a viewer needs.
    """

    name: str
    label: str
    description: str
    unit: Unit
    numerator: Count
    denominator: Count | None
    additive: bool
    minimum_group: int
    caveats: tuple[Caveat, ...]
    since: date | None
    higher_is_better: bool | None
    by: tuple[By, ...]
    measure: Callable[[Edition, Query], Sequence[Fact]]
    windows: tuple[int, ...] = ()
    default_day: Callable[[Edition, Query], date | None] = lambda edition, query: edition.as_of_date
    right: Right = Right.OWN


@dataclass(frozen=True, slots=True)
class Frame:
    """The answer: cells in the order of their names and days, never of hidden values.

    ``is_now``: the past is told under the departments of today.
    """

    metric: Metric
    query: Query
    cells: tuple[Cell, ...]
    as_of_date: date | None
    edition_id: str
    is_provisional: bool = False
    is_now: bool = False

    @property
    def cell(self) -> Cell:
        """The only, or latest, cell; an empty one where nothing could be measured."""
        return self.cells[-1] if self.cells else Cell(None, WHOLE, "", note=NO_FIGURE)

    @property
    def shown(self) -> tuple[Cell, ...]:
        """The cells that have a figure."""
        return tuple(cell for cell in self.cells if cell.is_ok)

    def of(self, key: str) -> tuple[Cell, ...]:
        """The cells of one key, in their order."""
        return tuple(cell for cell in self.cells if cell.key == key)

    def get(self, key: str, department_id: str | None = None) -> Cell:
        """The latest cell of a key (and department); an empty one where there is none."""
        found = [each for each in self.of(key) if department_id in (None, each.department_id)]
        return found[-1] if found else Cell(None, key, key, note=NO_FIGURE)

    def ranked(self) -> tuple[Cell, ...]:
        """Largest value first; cells without a figure last, by label, so order tells nothing."""
        return ranked(self.cells)

    def comparable(self) -> tuple[Cell, ...]:
        """The cells that rest on the same thing: the exact ones, or all where none is exact."""
        exact = tuple(cell for cell in self.shown if cell.basis in (None, EXACT))
        return exact or self.shown
