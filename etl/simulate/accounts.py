"""Accounts of the network, and what an export shows of them at an instant."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import accumulate

from etl.simulate.people import Person

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AccountView:
    """What Users.csv shows of an account; empty instants as None."""

    state: str
    email: str
    name: str
    joined_at: datetime | None
    suspended_at: datetime | None
    deleted_at: datetime | None


class DayCounter:
    """How many times something happened on each UTC day."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}
        self._days: list[int] = []
        self._sums: list[int] = []

    def add(self, day: date, count: int = 1) -> None:
        ordinal = day.toordinal()
        self._counts[ordinal] = self._counts.get(ordinal, 0) + count

    def close(self) -> None:
        """Sort what was added: to be called once, before any question is asked."""
        self._days = sorted(self._counts)
        self._sums = [0, *accumulate(self._counts[day] for day in self._days)]

    def between(self, after: date, last: date) -> int:
        """The sum over the days after ``after`` up to and including ``last``."""
        first = bisect_right(self._days, after.toordinal())
        return self._sums[bisect_right(self._days, last.toordinal())] - self._sums[first]

    def latest(self, last: date) -> date | None:
        """The latest day up to ``last`` on which anything happened."""
        place = bisect_right(self._days, last.toordinal())
        return date.fromordinal(self._days[place - 1]) if place else None


@dataclass(slots=True, eq=False)
class Account:
    """An account. ``person`` is who uses it in truth, which the exports may not be able to tell."""

    id: str
    name: str
    email: str
    person: Person | None = None
    upn: str = ""
    job_title: str = ""
    department_label: str = ""
    office_user_id: str = ""
    created_at: datetime = NEVER
    is_activated: bool = False
    joined_at: datetime | None = None
    away: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    deleted_at: datetime | None = None
    former_email: str = ""
    email_changed_at: datetime | None = None
    is_guest: bool = False
    reading_rate: float = 0.0
    posting_rate: float = 0.0
    posted: DayCounter = field(default_factory=DayCounter)
    read: DayCounter = field(default_factory=DayCounter)
    liked: DayCounter = field(default_factory=DayCounter)
    active_days: set[date] = field(default_factory=set)
    """Local days on which the account really did anything."""

    def seen_at(self, instant: datetime) -> AccountView | None:
        """The account as an export made at ``instant`` shows it; None if it is not there yet."""
        if self.created_at > instant:
            return None
        joined_at = self.joined_at if self.joined_at and self.joined_at <= instant else None
        suspended_at = self._suspended_at(instant)
        deleted_at = self.deleted_at if self.deleted_at and self.deleted_at <= instant else None
        is_open = (joined_at or self.is_activated) and not suspended_at and not deleted_at
        changed = self.email_changed_at is None or self.email_changed_at <= instant
        return AccountView(
            state="active" if is_open else "soft_delete",
            email=self.email if changed else self.former_email,
            name=self.name,
            joined_at=joined_at,
            suspended_at=suspended_at,
            deleted_at=deleted_at,
        )

    def _suspended_at(self, instant: datetime) -> datetime | None:
        for start, end in self.away:
            if start <= instant and (end is None or instant < end):
                return start
        return None

    def ended_at(self) -> datetime | None:
        """When the account came to its end, if it did."""
        ends = [start for start, end in self.away if end is None]
        return min([*ends, *([self.deleted_at] if self.deleted_at else [])], default=None)

    def is_usable(self, instant: datetime) -> bool:
        """Whether its owner could do anything on the network then."""
        if self.joined_at is None or instant < self.joined_at:
            return False
        end = self.ended_at()
        return (end is None or instant < end) and self._suspended_at(instant) is None
