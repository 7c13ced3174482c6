"""Members expected in the time to come."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.outlook import forecast_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per period ahead, with the middle 80% of what could come."""
    return forecast_facts(edition, query)


METRIC = Metric(
    name="forecast_members",
    label="Forecast members",
    description="Members expected ahead if things go on as they did, with a band of 80%.",
    unit=Unit.PEOPLE,
    numerator=Count("forecast_count", "members expected"),
    denominator=None,
    additive=False,
    minimum_group=0,
    caveats=(Caveat.FORECAST, Caveat.BACKTEST),
    since=None,
    higher_is_better=True,
    by=("day",),
    measure=measure,
)
