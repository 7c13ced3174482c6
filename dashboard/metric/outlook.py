"""How metrics read what is to come: the forecast, its back-test, and the chance of the target."""

from collections.abc import Callable, Sequence
from math import ceil

from sqlalchemy import RowMapping, select

from dashboard.edition import Edition
from dashboard.metric.facts import NO_TARGET, target_facts
from dashboard.metric.model import Fact, Query
from dashboard.metric.shown import Counts, Shown
from etl.editions.schema import WHOLE, forecast, forecast_method, outlook

TOO_FEW_POINTS = "Fewer than eight periods to look back on"
NO_CHANCE = "The forecast does not reach that far, or says too little there"
REACHED, OVERDUE = "The target is reached", "The day of the target is past"
WAYS = {
    "last_value": "Nobody else joins",
    "damped_trend": "The trend, fading",
    "bass": "Bass curve",
    "gompertz": "Gompertz curve",
}
"""What readers call the ways to look ahead, in the order in which they are shown."""


def outlook_row(edition: Edition) -> RowMapping | None:
    """How the forecast was made; None where the edition has none."""

    def read() -> RowMapping | None:
        rows = edition.select(select(outlook))
        return rows[-1] if rows else None

    return edition.remember("outlook", read)


def ways(edition: Edition) -> Sequence[RowMapping]:
    """The ways to look ahead, in the order of their names here."""

    def read() -> Sequence[RowMapping]:
        rows = {row["method"]: row for row in edition.select(select(forecast_method))}
        return [rows[method] for method in WAYS if method in rows]

    return edition.remember("ways to look ahead", read)


def forecast_facts(edition: Edition, query: Query) -> list[Fact]:
    """Members expected on each day ahead, with the middle 80% of what could come."""
    rows = edition.select(select(forecast).order_by(forecast.c.date))
    return [
        Fact(
            row["date"],
            WHOLE,
            WHOLE,
            row["member_count"],
            low=row["low_count"],
            high=row["high_count"],
        )
        for row in rows
    ]


def way_facts(
    edition: Edition, query: Query, measured: Callable[[RowMapping, Fact], Fact]
) -> list[Fact]:
    """One fact per way to look ahead. ``measured``: the empty fact with its figure."""
    return [
        measured(row, Fact(query.at, row["method"], WHOLE, None, label=WAYS[row["method"]]))
        for row in ways(edition)
    ]


def error_facts(edition: Edition, query: Query) -> list[Fact]:
    """One fact per way and horizon: how many people it would have been out by."""
    return [
        Fact(
            query.at,
            f"{row['method']}/{horizon}",
            WHOLE,
            row[f"error_{horizon}"],
            label=f"{WAYS[row['method']]}, {horizon} ahead",
        )
        for row in ways(edition)
        for horizon in (1, 3, 6)
    ]


def chance_facts(edition: Edition, query: Query) -> list[Fact]:
    """Paths that reach the target by its day, of all paths that were drawn."""
    row, target, day = outlook_row(edition), edition.target, query.at
    if target is None:
        return [Fact(day, WHOLE, WHOLE, None, note=NO_TARGET)]
    if day is not None and target.end <= day:
        return [Fact(day, WHOLE, WHOLE, None, note=OVERDUE)]
    if row is None or row["status"] != "ok":
        return [Fact(day, WHOLE, WHOLE, None, note=TOO_FEW_POINTS)]
    if row["reaching_count"] is None:
        return [Fact(day, WHOLE, WHOLE, None, note=NO_CHANCE)]
    return [Fact(day, WHOLE, WHOLE, row["reaching_count"], row["path_count"])]


def needed_facts(edition: Edition, query: Query) -> list[Fact]:
    """People who have to join in each week that is left, so that the target is reached in time."""
    day = query.at

    def figure(row: Shown, target: object) -> Counts:
        goal = edition.target
        headcount, members = row["headcount_count"], row["member_count"]
        if headcount is None or members is None or goal is None or day is None or goal.end <= day:
            return None, None
        gap = max(0, ceil(goal.rate * headcount) - members)
        return ceil(gap / ((goal.end - day).days / 7)), None

    return target_facts(edition, query, figure)
