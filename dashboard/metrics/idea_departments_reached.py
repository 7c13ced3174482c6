"""Departments an idea reached."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.idea_facts import reached_facts
from etl.editions.schema import IDEA_WINDOWS


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea: departments with at least one person, out of all departments."""
    return reached_facts(edition, query)


METRIC = Metric(
    name="idea_departments_reached",
    label="Departments reached",
    description="Departments where at least one person posted the idea or replied to it.",
    unit=Unit.DEPARTMENTS,
    numerator=Count("department_count", "departments"),
    denominator=Count("department_total_count", "departments there are"),
    additive=False,
    minimum_group=0,
    caveats=(Caveat.MADE_AT_DATE,),
    since=None,
    higher_is_better=True,
    by=("whole", "idea"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
