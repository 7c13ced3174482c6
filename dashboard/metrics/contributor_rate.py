"""Contributors out of active members."""

from dataclasses import replace
from datetime import date

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.facts import (
    ACTIVITY_WINDOWS,
    PEOPLE_BY,
    activity_facts,
    bases,
    settled_day,
)
from dashboard.metric.shown import Counts, Shown
from etl.editions.schema import EXACT

NEEDS_REPORT = "Needs an engagement report: without one only posts and replies are known"


def _figure(row: Shown) -> Counts:
    return row["contributor_count"], row["active_count"]


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per day and department; none where the active members are not known exactly."""
    facts = activity_facts(edition, query, "active", _figure)
    known = bases(edition, query.window_days or 0, "contributor")
    return [_based(fact, known.get(fact.period) if fact.period else None) for fact in facts]


def _based(fact: Fact, basis: str | None) -> Fact:
    if fact.numerator is not None and fact.basis != EXACT:
        return replace(fact, numerator=None, note=NEEDS_REPORT)
    return replace(fact, basis=basis)


def default_day(edition: Edition, query: Query) -> date | None:
    """The newest day with exact counts, if it is at most 14 days old; else the last day."""
    return settled_day(edition, query.window_days or 0, "active", edition.as_of_date)


METRIC = Metric(
    name="contributor_rate",
    label="Contributing share of active members",
    description="Share of the active members of the window who posted or replied in it.",
    unit=Unit.SHARE,
    numerator=Count("contributor_count", "contributors"),
    denominator=Count("active_count", "active members"),
    additive=False,
    minimum_group=5,
    caveats=(Caveat.NEEDS_REPORT, Caveat.POSTS_AND_REPLIES),
    since=None,
    higher_is_better=True,
    by=PEOPLE_BY,
    measure=measure,
    windows=ACTIVITY_WINDOWS,
    default_day=default_day,
)
