"""A made-up town whose numbers are simple enough to check by hand.

On day n (0 the first) a department with M members on the last day has round(M x n / last)
members; half of them were active in any window, a quarter contributed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.editions.schema import EXACT, SCHEMA_VERSION

AS_OF = date(2026, 11, 22)
DAYS = 120


@dataclass(frozen=True)
class Department:
    """``members``: on the last day. ``headcount`` None: no staff list."""

    name: str
    headcount: int | None
    members: int

    @property
    def department_id(self) -> str:
        return self.name.casefold().replace(" ", "-")


@dataclass(frozen=True)
class Idea:
    """An idea. ``people`` by department id, alike in every window; ``clicks`` by audience."""

    idea_id: str
    title: str
    people: Mapping[str, int]
    clicks: Mapping[str, int]
    address: str = "https://example.org/idea"
    half_life_status: str = "too_few"
    half_life_hours: float | None = None
    is_late_bloomer: bool = False
    is_trending: bool = False
    recorded: Sequence[str] = ()
    quiet_days: int = 0


HOUSING = Department("Housing", 200, 50)
FINANCE = Department("Finance", 100, 60)
LIBRARIES = Department("Libraries", 60, 12)

HANDOVER = Idea(
    "aaaaaaaaaaaaaaaa",
    "One-page handover checklist",
    {"housing": 20, "finance": 9, "libraries": 6},
    {"housing": 30, "?": 10},
    half_life_status="ok",
    half_life_hours=6.5,
)
LETTERS = Idea(
    "bbbbbbbbbbbbbbbb", "Plain-English letters <b>now</b>", {"housing": 12, "finance": 2}, {}
)


@dataclass(frozen=True)
class Topic:
    """A topic. ``people`` by department id, alike in every window."""

    topic_id: str
    name: str
    ideas: Sequence[str]
    people: Mapping[str, int]
    route: Sequence[str] = ()
    is_trending: bool = False


BETTER_LETTERS = Topic(
    "letters", "Better letters", [LETTERS.idea_id], {"housing": 15, "finance": 2}, ["housing"]
)
SHIFTS = Topic(
    "shifts",
    "Shifts & rotas",
    [HANDOVER.idea_id],
    {"housing": 20, "finance": 9, "libraries": 6},
    ["housing", "finance"],
    is_trending=True,
)


@dataclass(frozen=True)
class Town:
    """What an edition holds. Empty tuples: that was never loaded.

    ``became``: department to the one it became. ``parted``: those split ten days before the end.
    ``moved``: department to its parent until ten days before the end, and from then on.
    ``strangers``: department to accounts there that match nobody, of the five there are.
    """

    departments: Sequence[Department] = (HOUSING, FINANCE, LIBRARIES)
    ideas: Sequence[Idea] = (HANDOVER, LETTERS)
    topics: Sequence[Topic] = (BETTER_LETTERS, SHIFTS)
    hashtags: Mapping[str, int] = field(default_factory=lambda: {"bettertea": 15})
    became: Mapping[str, str] = field(default_factory=dict)
    parted: Sequence[str] = ()
    moved: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    strangers: Mapping[str, int] = field(default_factory=dict)
    has_target: bool = True
    has_activity: bool = True
    has_forecast: bool = True
    active_basis: str = EXACT
    target_rate: str = "0.5"
    is_provisional: bool = False
    schema_version: int = SCHEMA_VERSION
    sources: Sequence[str] = (
        "yammer_users",
        "yammer_messages",
        "engagement_people",
        "staff_people",
        "link_registry",
        "yourls",
    )
    rejects: int = 2
    notices: Sequence[tuple[str, bool]] = (("Something a person should see.", True),)
