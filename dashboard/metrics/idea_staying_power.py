"""How long an idea goes on drawing people."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.travel_facts import half_facts
from etl.editions.schema import IDEA_WINDOWS


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea; at least so many days while it is young."""
    return half_facts(edition, query)


METRIC = Metric(
    name="idea_staying_power",
    label="Staying power",
    description="Days until half of the people who took part in an idea so far had come to it.",
    unit=Unit.DAYS,
    numerator=Count("half_day_count", "days"),
    denominator=None,
    additive=False,
    minimum_group=0,
    caveats=(
        Caveat.DISTINCT,
        Caveat.AT_LEAST_YOUNG,
    ),
    since=None,
    higher_is_better=None,
    by=("whole", "idea"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
