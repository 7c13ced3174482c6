"""Posts of a topic."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.idea_facts import Traction
from dashboard.metric.topic_facts import topic_facts
from etl.editions.schema import IDEA_WINDOWS


def _figure(traction: Traction) -> tuple[float | None, float | None]:
    return traction.posts, None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per topic and department."""
    return topic_facts(edition, query, _figure)


METRIC = Metric(
    name="topic_posts",
    label="Posts of a topic",
    description="Messages that shared an idea of the topic, or began a thread with its hashtag.",
    unit=Unit.POSTS,
    numerator=Count("post_count", "posts"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(Caveat.MADE_AT_DATE, Caveat.REVIEWED),
    since=None,
    higher_is_better=True,
    by=("topic", "topic_department"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
