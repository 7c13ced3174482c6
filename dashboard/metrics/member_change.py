"""Why the number of members moved between two days."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.movement import flow_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per flow and department: people gained, or below zero people lost."""
    return flow_facts(edition, query)


METRIC = Metric(
    name="member_change",
    label="Why members moved",
    description="People who joined, returned, left, lapsed or moved between two days.",
    unit=Unit.PEOPLE,
    numerator=Count("flow_count", "people gained or lost"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(Caveat.FLOWS, Caveat.STAFF_LIST_AS_OF),
    since=None,
    higher_is_better=None,
    by=("part",),
    measure=measure,
)
