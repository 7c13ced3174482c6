"""Members against those who could join."""

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import PEOPLE_BY, adoption_facts, with_doubt
from dashboard.metric.shown import Counts, Shown


def _figure(row: Shown) -> Counts:
    return row["member_count"], row["eligible_count"]


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department asked for."""
    return with_doubt(edition, adoption_facts(edition, query, _figure))


METRIC = Metric(
    name="eligible_adoption_rate",
    label="Adoption among eligible staff",
    description="Members as a share of the staff who could join, both counted on the same day.",
    unit=Unit.SHARE,
    numerator=Count("member_count", "members"),
    denominator=Count("eligible_count", "eligible colleagues"),
    additive=False,
    minimum_group=5,
    caveats=(
        Caveat.ON_STAFF_LIST,
        Caveat.STAFF_LIST_AS_OF,
        Caveat.MATCH_BOUNDS,
    ),
    since=None,
    higher_is_better=True,
    by=PEOPLE_BY,
    measure=measure,
)
