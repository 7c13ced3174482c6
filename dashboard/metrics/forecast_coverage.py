"""How often what came lay in the band that each way to look ahead would have drawn."""

from dataclasses import replace

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.outlook import way_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per way: forecasts that held, of those that could be tested."""
    return way_facts(
        edition,
        query,
        lambda row, fact: replace(
            fact,
            numerator=row["held_count"] if row["tested_count"] else None,
            denominator=row["tested_count"],
        ),
    )


METRIC = Metric(
    name="forecast_coverage",
    label="Band held",
    description="Share of earlier forecasts whose band of 80% held what came.",
    unit=Unit.SHARE,
    numerator=Count("held_count", "forecasts that held"),
    denominator=Count("tested_count", "forecasts tested"),
    additive=False,
    minimum_group=0,
    caveats=(Caveat.BACKTEST,),
    since=None,
    higher_is_better=None,
    by=("method",),
    measure=measure,
)
