"""When facts about people expire: once a month, after an edition was published.

The month is told by the last day of the edition, not by the clock, so that what an edition holds is
a function of the exports. What was published rests on facts that go: the figures of those days, and
of as many after them as a figure looks back, become history (etl/editions/settling.py) first. A
load that dies in between leaves a history that says what is to go, and the next one deletes it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from etl.editions.history_file import kept_from
from etl.editions.settling import settle
from etl.expiry.facts import drop_expired, has_expired
from etl.expiry.leavers import drop_leavers, find_leavers
from etl.plural import plural
from etl.settings import Settings
from etl.warehouse import bulk
from etl.warehouse.engine import Warehouse

LOOK_BACK = timedelta(days=186)
"""No figure of a day looks back further: reports tell of 180 days at most, windows of 90."""
FIRST_WEEKS = timedelta(days=28)
"""In which old exports may still be brought, one by one, and each must count."""

Say = Callable[[str], None]


def drop_again(warehouse: Warehouse, settings: Settings, say: Say) -> int:
    """Delete what has expired and an export brought again; returns how many facts."""
    since = kept_from(settings)
    if since is None:
        return 0
    with warehouse.transaction():
        count = drop_expired(warehouse, since) + drop_leavers(warehouse, since)
    if count:
        say(f"Facts about people from before {_long(since)} are not kept ({plural(count, 'row')}).")
    return count


def expire(warehouse: Warehouse, settings: Settings, as_of: date, say: Say, now: datetime) -> int:
    """Delete the facts that are too old beside an edition of ``as_of``; returns how many.

    Nothing expires in the first weeks after the first load.
    """
    since = first_kept(settings, as_of)
    if since is None or since <= (kept_from(settings) or date.min):
        return 0
    with warehouse.transaction():
        if _is_in_first_weeks(warehouse, now) or not _is_due(warehouse, since):
            return 0
        settle(warehouse, settings, since + LOOK_BACK, as_of, since)
        count = drop_expired(warehouse, since) + drop_leavers(warehouse, since)
    say(
        f"Facts about people from before {_long(since)} were deleted ({plural(count, 'row')}); "
        "what they told stays in the figures."
    )
    return count


def _is_due(warehouse: Warehouse, since: date) -> bool:
    return has_expired(warehouse, since) or find_leavers(warehouse, since) > 0


def first_kept(settings: Settings, as_of: date) -> date | None:
    """The first day of the month so many months before a day; None where facts are kept."""
    months = settings.privacy.keep_person_facts_months
    if months is None:
        return None
    number = as_of.year * 12 + as_of.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _is_in_first_weeks(warehouse: Warehouse, now: datetime) -> bool:
    (first,) = bulk.tuples(warehouse, "select min(started_at) from run")[0]
    return first is None or now - first.replace(tzinfo=UTC) < FIRST_WEEKS


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
