"""Clicks that can be told to a department."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.click_facts import attributed_facts
from etl.editions.schema import IDEA_WINDOWS


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea, or one over all ideas in the preferred series."""
    return attributed_facts(edition, query)


METRIC = Metric(
    name="attributed_click_rate",
    label="Clicks told to a department",
    description="Share of the clicks on links that were posted to one department only.",
    unit=Unit.SHARE,
    numerator=Count("attributed_click_count", "clicks told to a department"),
    denominator=Count("click_count", "clicks"),
    additive=False,
    minimum_group=0,
    caveats=(
        Caveat.ONE_SERIES,
        Caveat.BOTS_REMOVED,
        Caveat.BY_LINK,
    ),
    since=None,
    higher_is_better=True,
    by=("whole", "idea"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
