"""How likely the target is to be reached by its day."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.outlook import chance_facts


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact: paths of the forecast that reach the target, of all."""
    return chance_facts(edition, query)


METRIC = Metric(
    name="target_chance",
    label="Chance of the target",
    description="Share of the forecast's possible paths that reach the target by its day.",
    unit=Unit.CHANCE,
    numerator=Count("reaching_count", "paths that reach it"),
    denominator=Count("path_count", "paths"),
    additive=False,
    minimum_group=0,
    caveats=(Caveat.FORECAST, Caveat.BACKTEST),
    since=None,
    higher_is_better=True,
    by=("whole",),
    measure=measure,
)
