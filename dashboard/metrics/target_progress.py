"""How much of the target is reached."""

from dashboard.edition import Edition, Target
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import PEOPLE_BY, target_facts
from dashboard.metric.shown import Counts, Shown


def _figure(row: Shown, target: Target) -> Counts:
    headcount = row["headcount_count"]
    if headcount is None:
        return row["member_count"], None
    return row["member_count"], float(target.rate * headcount)


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department asked for; none without a target."""
    return target_facts(edition, query, _figure)


METRIC = Metric(
    name="target_progress",
    label="Progress to target",
    description="Members as a share of the members needed for the target; it can pass 100%.",
    unit=Unit.PROGRESS,
    numerator=Count("member_count", "members"),
    denominator=Count("target_count", "members needed"),
    additive=False,
    minimum_group=5,
    caveats=(Caveat.ON_STAFF_LIST, Caveat.STAFF_LIST_AS_OF),
    since=None,
    higher_is_better=True,
    by=PEOPLE_BY,
    measure=measure,
)
