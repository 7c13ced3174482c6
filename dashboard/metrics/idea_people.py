"""People who took an idea up."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.idea_facts import Traction, idea_facts, idea_series
from etl.editions.schema import IDEA_WINDOWS


def _figure(traction: Traction) -> tuple[float | None, float | None]:
    return traction.people, None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea and department, or per day."""
    if query.by in {"day"}:
        return idea_series(edition, query, "people_count")
    return idea_facts(edition, query, _figure)


METRIC = Metric(
    name="idea_people",
    label="People",
    description="People who posted the idea or replied where it was posted.",
    unit=Unit.PEOPLE,
    numerator=Count("people_count", "people"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.DISTINCT,
        Caveat.MADE_AT_DATE,
    ),
    since=None,
    higher_is_better=True,
    by=("whole", "department", "idea", "idea_department", "day"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
