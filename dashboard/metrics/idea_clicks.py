"""Clicks on the links of an idea."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.click_facts import click_facts, click_flow
from etl.editions.schema import IDEA_WINDOWS


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea and audience department, or per day or week."""
    if query.by in {"day", "week"}:
        return click_flow(edition, query)
    return click_facts(edition, query)


METRIC = Metric(
    name="idea_clicks",
    label="Clicks",
    description="Clicks by people on the links of the idea, counted by one source.",
    unit=Unit.CLICKS,
    numerator=Count("click_count", "clicks"),
    denominator=None,
    additive=True,
    minimum_group=5,
    caveats=(
        Caveat.ONE_SERIES,
        Caveat.BOTS_REMOVED,
        Caveat.BY_LINK,
    ),
    since=None,
    higher_is_better=True,
    by=("whole", "department", "idea", "idea_department", "day", "week"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
