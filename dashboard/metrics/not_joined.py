"""Staff who have not joined: how many, never who."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import PEOPLE_BY, adoption_facts
from dashboard.metric.shown import Counts, Shown, resting


def _figure(row: Shown) -> Counts:
    headcount, members = row["headcount_count"], row["member_count"]
    return (None if headcount is None or members is None else headcount - members), None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department asked for."""
    return resting(adoption_facts(edition, query, _figure))


METRIC = Metric(
    name="not_joined",
    label="Not joined yet",
    description="People the organisation counts as staff who have not joined the network.",
    unit=Unit.PEOPLE,
    numerator=Count("not_joined_count", "colleagues who have not joined"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.DISTINCT,
        Caveat.ON_STAFF_LIST,
        Caveat.STAFF_LIST_AS_OF,
    ),
    since=None,
    higher_is_better=False,
    by=PEOPLE_BY,
    measure=measure,
)
