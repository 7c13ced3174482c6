"""How many have to join each week to reach the target in time."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.outlook import needed_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact for the whole or per department; none once the day of the target is past."""
    return needed_facts(edition, query)


METRIC = Metric(
    name="joins_needed",
    label="Needed each week",
    description="People who have to join in each week left, so that the target is reached in time.",
    unit=Unit.PEOPLE,
    numerator=Count("needed_count", "people a week"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(Caveat.ON_STAFF_LIST, Caveat.STAFF_LIST_AS_OF),
    since=None,
    higher_is_better=False,
    by=("whole", "department"),
    measure=measure,
)
