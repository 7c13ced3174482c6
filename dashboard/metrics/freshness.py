"""How old the newest data of each source are."""

from sqlalchemy import select

from dashboard.access import Right
from dashboard.edition import Edition
from dashboard.metric import Count, Fact, Metric, Query, Unit
from dashboard.words.sources import source_label
from etl.editions.schema import WHOLE, source_state


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per source: days from the newest it covers to the day asked for."""
    rows = edition.select(select(source_state).order_by(source_state.c.source))
    facts = []
    for row in rows:
        newest = row["covers_to"] or row["latest_on"]
        age = max((query.at - newest).days, 0) if query.at and newest else None
        label = source_label(row["source"])
        facts.append(Fact(query.at, row["source"], WHOLE, age, label=label))
    return facts


METRIC = Metric(
    name="freshness",
    label="Age",
    description="Days since the newest day that the source covers.",
    unit=Unit.DAYS,
    numerator=Count("day_count", "days"),
    denominator=None,
    additive=False,
    minimum_group=0,
    caveats=(),
    since=None,
    higher_is_better=False,
    by=("source",),
    measure=measure,
    right=Right.HEALTH,
)
