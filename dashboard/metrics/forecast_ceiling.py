"""Where each curve would level off."""

from dataclasses import replace

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.outlook import way_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per way; without a figure where no ceiling can be told."""
    return way_facts(
        edition,
        query,
        lambda row, fact: replace(
            fact,
            numerator=row["ceiling_count"],
            low=row["ceiling_low_count"],
            high=row["ceiling_high_count"],
        ),
    )


METRIC = Metric(
    name="forecast_ceiling",
    label="Ceiling",
    description="Members at which a curve levels off, never above eligible colleagues.",
    unit=Unit.PEOPLE,
    numerator=Count("ceiling_count", "members in the end"),
    denominator=None,
    additive=False,
    minimum_group=0,
    caveats=(Caveat.FORECAST, Caveat.CEILING),
    since=None,
    higher_is_better=True,
    by=("method",),
    measure=measure,
)
