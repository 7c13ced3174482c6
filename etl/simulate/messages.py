"""Communities and messages of the network."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from etl.simulate.accounts import Account
from etl.simulate.departments import DEPARTMENTS, SMALL_OFFICE, Department
from etl.simulate.plan import DAY, Plan, at_local

if TYPE_CHECKING:
    from etl.simulate.ideas import Idea

ALL_COMPANY_ID = "all_company"
ALL_COMPANY_NAME = "All Company"


@dataclass(slots=True, eq=False)
class Community:
    """A community. All Company had no id before ``id_since``: messages of then show none."""

    id: str
    name: str
    created_at: datetime
    is_private: bool = False
    department: Department | None = None
    is_all_company: bool = False
    id_since: datetime | None = None
    former_name: str = ""
    renamed_at: datetime | None = None
    is_deleted: bool = False
    is_listed: bool = True
    """Whether Groups.csv has it."""
    insiders: list[Account] = field(default_factory=list)
    """Of a private community: who is in it."""

    def name_at(self, instant: datetime) -> str:
        """The name that an export made at ``instant`` shows."""
        if self.renamed_at is not None and instant < self.renamed_at:
            return self.former_name
        return self.name

    def group_id_at(self, instant: datetime) -> str:
        """``group_id`` of a message created at ``instant``."""
        return "" if self.id_since is not None and instant < self.id_since else self.id


@dataclass(slots=True, eq=False)
class Share:
    """One idea in one message, and the title that its attachment shows, if it has one."""

    idea: "Idea"
    title: str | None = None


@dataclass(slots=True, eq=False)
class Message:
    """A message; ``thread`` is the message that began the thread, None if this one did."""

    account: Account
    created_at: datetime
    body: str
    community: Community | None = None
    """None: a private message."""
    thread: "Message | None" = None
    attachments: str = ""
    shares: tuple[Share, ...] = ()
    kind: str = "update"
    participants: tuple[Account, ...] = ()
    deleted_at: datetime | None = None
    id: str = ""
    hashtags: tuple[str, ...] = ()
    """What the hashtags in its body come to, each once."""

    @property
    def starter(self) -> "Message":
        return self.thread or self

    @property
    def is_open(self) -> bool:
        """Whether everyone on the network may read it."""
        return self.community is not None and not self.community.is_private

    @property
    def is_counted(self) -> bool:
        """As the final export shows it: not deleted, not written by the system."""
        return self.deleted_at is None and self.kind != "system"


_OPEN = (
    "Bright Ideas",
    "Ask Communications",
    "Digital Champions",
    "Wellbeing at Work",
    "Sustainability Network",
    "New Starters",
    "Good News",
)
_PRIVATE = ("Senior Leadership Team", "Union Representatives", "Restructure Planning")


def build_communities(plan: Plan) -> list[Community]:
    """All Company first, then those open to everyone, then the private ones."""
    made: list[Community] = []

    def add(name: str, **how: object) -> Community:
        created_at = at_local(plan.setup_date, 10 * 3600 + 60 + len(made) * 90)
        number = 1_204_000_000_000 + len(made) * 917
        community = Community(str(number), name, created_at)
        for key, value in how.items():
            setattr(community, key, value)
        made.append(community)
        return community

    span = (plan.as_of - plan.launch).days
    id_since = at_local(plan.launch + DAY * (span * 2 // 5), 0)
    add(ALL_COMPANY_NAME, is_all_company=True, id_since=id_since)
    for department in DEPARTMENTS:
        if department is not SMALL_OFFICE:
            add(f"{department.name} Together", department=department)
    for name in _OPEN:
        add(name)
    _make_special(plan, made)
    for name in _PRIVATE:
        add(name, is_private=True)
    return made


def _make_special(plan: Plan, made: list[Community]) -> None:
    """One renamed since the older export, one closed, one that Groups.csv does not list."""
    renamed, closed, unlisted = made[-7], made[-3], made[-4]
    renamed.former_name, renamed.renamed_at = "Idea Exchange", plan.half_made_at + 12 * DAY
    closed.is_deleted = True
    unlisted.is_listed = False


def number_messages(messages: list[Message]) -> None:
    """Sort by time, give every message an instant of its own and a 16-digit id that rises."""
    messages.sort(key=lambda message: message.created_at)
    second = timedelta(seconds=1)
    for place, message in enumerate(messages):
        if place and message.created_at <= messages[place - 1].created_at:
            message.created_at = messages[place - 1].created_at + second
        message.id = str(2_000_337_000_000_000 + place * 1_048_583 + place * place % 7919)
