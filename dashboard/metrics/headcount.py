"""People the organisation counts as staff."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import PEOPLE_BY, adoption_facts
from dashboard.metric.shown import Counts, Shown


def _figure(row: Shown) -> Counts:
    return row["headcount_count"], None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department asked for."""
    return adoption_facts(edition, query, _figure)


METRIC = Metric(
    name="headcount",
    label="Headcount",
    description="People the organisation counts as staff on the day.",
    unit=Unit.PEOPLE,
    numerator=Count("headcount_count", "colleagues"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.DISTINCT,
        Caveat.STAFF_LIST_AS_OF,
    ),
    since=None,
    higher_is_better=None,
    by=PEOPLE_BY,
    measure=measure,
)
