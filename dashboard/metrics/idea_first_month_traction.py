"""Traction at equal age: the first 28 days of each idea."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.travel_facts import traction_facts
from etl.editions.schema import IDEA_WINDOWS


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea that is as old as that."""
    return traction_facts(edition, query, age_days=28)


METRIC = Metric(
    name="idea_first_month_traction",
    label="Traction in 28 days",
    description="Members who took part in the first 28 days of an idea, per 100 members of then.",
    unit=Unit.PER_100,
    numerator=Count("people_count", "people"),
    denominator=Count("audience_count", "members"),
    additive=False,
    minimum_group=0,
    caveats=(
        Caveat.MEMBERS_SEE,
        Caveat.SHRUNK,
    ),
    since=None,
    higher_is_better=True,
    by=("whole", "idea"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
