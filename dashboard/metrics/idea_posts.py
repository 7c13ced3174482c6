"""Posts that shared an idea."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.idea_facts import Traction, idea_facts, idea_series
from etl.editions.schema import IDEA_WINDOWS


def _figure(traction: Traction) -> tuple[float | None, float | None]:
    return traction.posts, None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea and department, or per day or week."""
    if query.by in {"day", "week"}:
        return idea_series(edition, query, "post_count")
    return idea_facts(edition, query, _figure)


METRIC = Metric(
    name="idea_posts",
    label="Posts",
    description="Messages that shared the idea in a community open to everyone.",
    unit=Unit.POSTS,
    numerator=Count("post_count", "posts"),
    denominator=None,
    additive=True,
    minimum_group=5,
    caveats=(Caveat.MADE_AT_DATE,),
    since=None,
    higher_is_better=True,
    by=("whole", "department", "idea", "idea_department", "day", "week"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
