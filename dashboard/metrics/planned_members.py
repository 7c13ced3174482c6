"""Members there should be by plan."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import PEOPLE_BY, planned_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department asked for; days to come take the newest headcount."""
    return planned_facts(edition, query)


METRIC = Metric(
    name="planned_members",
    label="Planned members",
    description="Members there should be on the day to reach the target in a straight line.",
    unit=Unit.PEOPLE,
    numerator=Count("planned_count", "planned members"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(Caveat.PLAN, Caveat.STAFF_LIST_AS_OF),
    since=None,
    higher_is_better=None,
    by=PEOPLE_BY,
    measure=measure,
)
