"""Why the adoption rate moved between two days."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.movement import rate_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per part and department, as a share of headcount; the parts sum to the change."""
    return rate_facts(edition, query)


METRIC = Metric(
    name="adoption_change",
    label="Why adoption moved",
    description="Points of adoption that each flow, headcount and the mix of departments made up.",
    unit=Unit.POINTS,
    numerator=Count("point_count", "points of adoption"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(Caveat.FLOWS, Caveat.SPLIT, Caveat.STAFF_LIST_AS_OF),
    since=None,
    higher_is_better=None,
    by=("part",),
    measure=measure,
)
