"""People who took part in a topic."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.idea_facts import Traction
from dashboard.metric.topic_facts import topic_facts
from etl.editions.schema import IDEA_WINDOWS


def _figure(traction: Traction) -> tuple[float | None, float | None]:
    return traction.people, None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per topic and department."""
    return topic_facts(edition, query, _figure)


METRIC = Metric(
    name="topic_people",
    label="People of a topic",
    description="People who posted an idea of the topic or its hashtag, or replied to such a post.",
    unit=Unit.PEOPLE,
    numerator=Count("people_count", "people"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(Caveat.DISTINCT, Caveat.MADE_AT_DATE, Caveat.REVIEWED),
    since=None,
    higher_is_better=True,
    by=("topic", "topic_department"),
    measure=measure,
    windows=IDEA_WINDOWS,
)
