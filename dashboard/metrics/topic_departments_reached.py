"""Departments that a topic reached."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.topic_facts import reached_facts
from etl.editions.schema import IDEA_WINDOWS


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per topic."""
    return reached_facts(edition, query)


METRIC = Metric(
    name="topic_departments_reached",
    label="Departments a topic reached",
    description="Departments with at least one person who posted of the topic or replied.",
    unit=Unit.DEPARTMENTS,
    numerator=Count("department_count", "departments"),
    denominator=Count("department_total_count", "departments there are"),
    additive=False,
    minimum_group=0,
    caveats=(Caveat.MADE_AT_DATE, Caveat.REVIEWED),
    since=None,
    higher_is_better=True,
    by=("topic",),
    measure=measure,
    windows=IDEA_WINDOWS,
)
