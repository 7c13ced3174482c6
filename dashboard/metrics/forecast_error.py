"""How far out each way to look ahead would have been."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.outlook import error_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per way and number of periods ahead."""
    return error_facts(edition, query)


METRIC = Metric(
    name="forecast_error",
    label="Out by",
    description="People by which earlier forecasts missed what came, on average.",
    unit=Unit.PEOPLE,
    numerator=Count("error_count", "people out"),
    denominator=None,
    additive=False,
    minimum_group=0,
    caveats=(Caveat.BACKTEST,),
    since=None,
    higher_is_better=False,
    by=("method",),
    measure=measure,
)
