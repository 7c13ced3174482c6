"""The frame of a simulation: its size, its dates and its seeded random numbers."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EXPORT_TIME = time(5, 30, tzinfo=UTC)
DAY = timedelta(days=1)
_HOLIDAYS = {(12, 25), (12, 26), (1, 1)}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate: ``staff`` people over ``months`` months up to ``as_of``."""

    staff: int
    months: int
    seed: int
    as_of: date

    def __post_init__(self) -> None:
        if self.staff < 100:
            raise ValueError("A simulation needs at least 100 staff.")
        if self.months < 2:
            raise ValueError("A simulation needs at least 2 months.")

    @property
    def list_dates(self) -> list[date]:
        """The 1st of each month, one staff list each; the first is the launch."""
        last = self.as_of.year * 12 + self.as_of.month - 1
        return [date(n // 12, n % 12 + 1, 1) for n in range(last - self.months + 1, last + 1)]

    @property
    def launch(self) -> date:
        return self.list_dates[0]

    @property
    def setup_date(self) -> date:
        """The day on which the first members joined: two days before the first staff list."""
        return self.launch - 2 * DAY

    @property
    def registry_since(self) -> date:
        """The day from which on links are minted and kept in the registry."""
        return self.launch + min(20, (self.as_of - self.launch).days // 4) * DAY

    @property
    def half_made_at(self) -> datetime:
        """When the older network export was made."""
        return datetime.combine(self.launch + (self.as_of - self.launch) / 2, EXPORT_TIME)

    @property
    def made_at(self) -> datetime:
        """When the final network export was made: the morning after ``as_of``."""
        return datetime.combine(self.as_of + DAY, EXPORT_TIME)

    @property
    def days(self) -> list[date]:
        """Every day from the setup to ``as_of``, both included."""
        return days_between(self.setup_date, self.as_of)

    def random(self, part: str) -> random.Random:
        """Random numbers of one part: changing one part does not stir the others."""
        return random.Random(f"{self.seed}:{self.staff}:{self.months}:{self.as_of}:{part}")

    def some(self, per_5000: float, least: int = 1) -> int:
        """``per_5000`` scaled to the size of this organisation."""
        return max(least, round(per_5000 * self.staff / 5000))


def days_between(first: date, last: date) -> list[date]:
    """Every day from ``first`` to ``last``, both included."""
    return [first + n * DAY for n in range((last - first).days + 1)]


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


@lru_cache(maxsize=4096)
def _midnight(day: date) -> tuple[datetime, bool]:
    """UTC instant of local midnight, and whether the clock changes on that day."""
    start = datetime.combine(day, time(), LONDON).astimezone(UTC)
    end = datetime.combine(day + DAY, time(), LONDON).astimezone(UTC)
    return start, end - start != DAY


def changes_clock(day: date) -> bool:
    """Whether summer time begins or ends on this local day."""
    return _midnight(day)[1]


def at_local(day: date, seconds: int) -> datetime:
    """UTC instant of a time on a local day, told in seconds by the wall clock."""
    start, changes = _midnight(day)
    if not changes:
        return start + timedelta(seconds=seconds)
    wall = datetime.combine(day, time(seconds // 3600, seconds // 60 % 60, seconds % 60))
    return wall.replace(tzinfo=LONDON).astimezone(UTC)


def local_date(instant: datetime) -> date:
    """The day in London on which an instant falls."""
    return instant.astimezone(LONDON).date()


def iso(instant: datetime | None) -> str:
    """``2026-03-22T21:16:05Z``, or empty."""
    return "" if instant is None else instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def poisson(rng: random.Random, mean: float) -> int:
    """A Poisson number; by its normal approximation from 30 on."""
    if mean <= 0:
        return 0
    if mean >= 30:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def office_seconds(rng: random.Random) -> int:
    """A time of day, in seconds by the wall clock, as people at work have it."""
    draw = rng.random()
    if draw < 0.02:
        return rng.randrange(0, 86400)
    if draw < 0.035:
        return rng.choice((rng.randrange(0, 1500), rng.randrange(84900, 86400)))
    if draw < 0.12:
        return rng.randrange(18 * 3600, 22 * 3600)
    peak = rng.choice((9.5, 12.5, 15.5))
    return min(max(round(rng.gauss(peak, 1.2) * 3600), 6 * 3600), 20 * 3600)


def awake(rng: random.Random, instant: datetime) -> datetime:
    """The instant itself in waking hours of a working day, else some working hour after it."""
    local = instant.astimezone(LONDON)
    day = local.date()
    keeps = rng.random() < 0.08
    if 7 <= local.hour < 19 and (is_working_day(day) or keeps):
        return instant
    if local.hour >= 19:
        day += DAY
    while not is_working_day(day) and not keeps:
        day += DAY
    return at_local(day, rng.randrange(8 * 3600, 18 * 3600))
