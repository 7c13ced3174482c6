"""People who took an idea up, against the size of their department."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.idea_facts import Traction, idea_facts
from etl.editions.schema import IDEA_WINDOWS


def _figure(traction: Traction) -> tuple[float | None, float | None]:
    return traction.people, traction.colleagues


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea and department."""
    return idea_facts(edition, query, _figure)


METRIC = Metric(
    name="idea_people_per_100",
    label="People per 100 colleagues",
    description="People who posted the idea or replied, for each 100 people of the department.",
    unit=Unit.PER_100,
    numerator=Count("people_count", "people"),
    denominator=Count("headcount_count", "colleagues"),
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.DISTINCT,
        Caveat.MADE_AT_DATE,
        Caveat.STAFF_LIST_AS_OF,
    ),
    since=None,
    higher_is_better=True,
    by=("whole", "department", "idea", "idea_department"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
