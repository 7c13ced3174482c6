"""Members who posted or replied."""

from datetime import date

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import ACTIVITY_WINDOWS, PEOPLE_BY, activity_facts, settled_day
from dashboard.metric.shown import Counts, Shown


def _figure(row: Shown) -> Counts:
    return row["contributor_count"], None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department."""
    return activity_facts(edition, query, "contributor", _figure)


def default_day(edition: Edition, query: Query) -> date | None:
    """The newest day with exact counts, if it is at most 14 days old; else the last day."""
    return settled_day(edition, query.window_days or 0, "contributor", edition.as_of_date)


METRIC = Metric(
    name="contributors",
    label="Contributors",
    description="Members who posted or replied at least once in the window.",
    unit=Unit.PEOPLE,
    numerator=Count("contributor_count", "contributors"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.DISTINCT,
        Caveat.POSTS_AND_REPLIES,
        Caveat.ON_STAFF_LIST,
    ),
    since=None,
    higher_is_better=True,
    by=PEOPLE_BY,
    measure=measure,
    windows=ACTIVITY_WINDOWS,
    default_day=default_day,
)
