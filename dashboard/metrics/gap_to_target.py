"""People still to join before the target is reached."""

from math import ceil

from dashboard.edition import Edition, Target
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import PEOPLE_BY, target_facts
from dashboard.metric.shown import Counts, Shown, resting


def _figure(row: Shown, target: Target) -> Counts:
    headcount, members = row["headcount_count"], row["member_count"]
    if headcount is None or members is None:
        return None, None
    return max(0, ceil(target.rate * headcount) - members), None


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department asked for; none without a target."""
    return resting(target_facts(edition, query, _figure))


METRIC = Metric(
    name="gap_to_target",
    label="To go",
    description="People who still have to join before the target share of staff is reached.",
    unit=Unit.PEOPLE,
    numerator=Count("gap_count", "people to go"),
    denominator=None,
    additive=False,
    minimum_group=5,
    caveats=(Caveat.ON_STAFF_LIST, Caveat.STAFF_LIST_AS_OF),
    since=None,
    higher_is_better=False,
    by=PEOPLE_BY,
    measure=measure,
)
