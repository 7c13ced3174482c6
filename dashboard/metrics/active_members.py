"""Members who did anything at all."""

from datetime import date

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import ACTIVITY_WINDOWS, PEOPLE_BY, activity_facts, settled_day
from dashboard.metric.shown import Counts, Shown


def _figure(row: Shown) -> Counts:
    return row["active_count"], None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department."""
    return activity_facts(edition, query, "active", _figure)


def default_day(edition: Edition, query: Query) -> date | None:
    """The newest day with exact counts, if it is at most 14 days old; else the last day."""
    return settled_day(edition, query.window_days or 0, "active", edition.as_of_date)


METRIC = Metric(
    name="active_members",
    label="Active members",
    description="Members who did anything, even just reading, on a day of the window.",
    unit=Unit.PEOPLE,
    numerator=Count("active_count", "active members"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.DISTINCT,
        Caveat.AT_LEAST,
        Caveat.ON_STAFF_LIST,
    ),
    since=None,
    higher_is_better=True,
    by=PEOPLE_BY,
    measure=measure,
    windows=ACTIVITY_WINDOWS,
    default_day=default_day,
)
