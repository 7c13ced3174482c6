"""Colleagues who became members, week by week."""

from sqlalchemy import select

from dashboard.edition import Edition
from dashboard.metric import Caveat, Count, Fact, Metric, Query, Unit
from etl.editions.schema import WHOLE, control_week

MISSING = "No export covers this week"


def measure(edition: Edition, query: Query) -> list[Fact]:
    """One fact per week of the whole organisation; none of a week that no export covers."""
    column = control_week.c
    rows = edition.select(
        select(control_week)
        .where(column.measure == "joins", column.department_id == WHOLE)
        .order_by(column.week_end)
    )
    return [
        Fact(row["week_end"], WHOLE, WHOLE, row["value"], note=_note(row["value"]))
        for row in rows
        if (query.start is None or row["week_end"] >= query.start)
        and (query.end is None or row["week_end"] <= query.end)
    ]


def _note(value: float | None) -> str:
    return MISSING if value is None else ""


METRIC = Metric(
    name="weekly_joins",
    label="Weekly joins",
    description="Colleagues who became members in the seven days up to the day, imports left out.",
    unit=Unit.PEOPLE,
    numerator=Count("join_count", "people joined"),
    denominator=None,
    additive=False,
    minimum_group=0,
    caveats=(Caveat.ON_STAFF_LIST,),
    since=None,
    higher_is_better=True,
    by=("week",),
    measure=measure,
)
