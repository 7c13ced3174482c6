"""People on the staff list who have joined."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import PEOPLE_BY, adoption_facts
from dashboard.metric.shown import Counts, Shown


def _figure(row: Shown) -> Counts:
    return row["member_count"], None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department asked for."""
    return adoption_facts(edition, query, _figure)


METRIC = Metric(
    name="members",
    label="Members",
    description="People who have an account on the network, have joined and are on the staff list.",
    unit=Unit.PEOPLE,
    numerator=Count("member_count", "members"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.DISTINCT,
        Caveat.ON_STAFF_LIST,
    ),
    since=None,
    higher_is_better=True,
    by=PEOPLE_BY,
    measure=measure,
)
