"""How fast the clicks on an idea come."""

from sqlalchemy import select

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.idea_facts import ideas_asked
from etl.editions.schema import WHOLE, idea

NOTES = {
    "too_few": "Fewer than 20 clicks since the peak",
    "too_early": "Too early to say: not enough time has passed since the peak",
    "no_data": "No source gives the times of the clicks",
}


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per idea; a note instead of hours where they cannot be told yet."""
    titles = ideas_asked(edition, query)
    column = idea.c
    rows = edition.select(
        select(column.idea_id, column.half_life_hours, column.half_life_status).where(
            column.idea_id.in_(list(titles))
        )
    )
    found = {row["idea_id"]: row for row in rows}
    return [
        Fact(
            edition.as_of_date,
            idea_id,
            WHOLE,
            found[idea_id]["half_life_hours"],
            label=title,
            note=NOTES.get(found[idea_id]["half_life_status"], ""),
        )
        for idea_id, title in titles.items()
    ]


METRIC = Metric(
    name="idea_half_life",
    label="Half-life",
    description="Hours from the busiest hour until half of the clicks since then had come.",
    unit=Unit.HOURS,
    numerator=Count("half_life_hours", "hours"),
    denominator=None,
    additive=False,
    minimum_group=0,
    caveats=(
        Caveat.ONE_SERIES,
        Caveat.BOTS_REMOVED,
    ),
    since=None,
    higher_is_better=None,
    by=("whole", "idea"),
    measure=measure,
    windows=(0,),
)
