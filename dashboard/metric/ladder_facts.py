"""How metrics read the ladder: members who got to a rung, or higher, in the days of a report."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, and_, select

from dashboard.edition import Edition
from dashboard.metric.facts import in_named_order, missing
from dashboard.metric.model import By, Caveat, Count, Fact, Metric, Query, Unit
from dashboard.metric.shown import Shown, measured
from etl.editions.schema import WHOLE, adoption, ladder

LADDER_BY: tuple[By, ...] = ("whole", "department", "day")


def ladder_days(edition: Edition) -> Sequence[date]:
    """Days of the reports, the oldest first."""
    return sorted({row["date"] for row in _rows(edition)})


def ladder_period(edition: Edition) -> int | None:
    """Days that each report tells of; None without any."""
    return next((row["period_days"] for row in _rows(edition)), None)


def rung(name: str, *, label: str, did: str, column: str) -> Metric:
    """The metric of one rung. ``did``: what its members did, or more."""

    def measure(edition: Edition, query: Query) -> list[Fact]:
        return _facts(edition, query, column)

    return Metric(
        name=name,
        label=label,
        description=f"Share of members who {did} in the days of the newest report with names.",
        unit=Unit.SHARE,
        numerator=Count(column, "of them"),
        denominator=Count("member_count", "members"),
        additive=False,
        minimum_group=5,
        caveats=(Caveat.NEEDS_REPORT, Caveat.ON_STAFF_LIST),
        since=None,
        higher_is_better=True,
        by=LADDER_BY,
        measure=measure,
    )


def _facts(edition: Edition, query: Query, column: str) -> list[Fact]:
    """Of the newest report up to the day, or of every one since the start of the series."""
    days, rows = ladder_days(edition), in_named_order(edition, _rows(edition))
    if query.by == "day":
        first, last = query.start or date.min, query.end or date.max
        kept = [day for day in days if first <= day <= last]
        rows = [row for row in rows if row["department_id"] == query.department_id]
    else:
        kept = [day for day in days if query.at and day <= query.at][-1:]
    rows = [row for row in rows if row["date"] in kept]
    return [_fact(row, column) for row in rows] or missing(edition, query)


def _fact(row: RowMapping, column: str) -> Fact:
    shown, fact = Shown(row), Fact(row["date"], WHOLE, row["department_id"], None)
    return measured(fact, lambda: (shown[column], shown["member_count"]))


def _rows(edition: Edition) -> Sequence[RowMapping]:
    def read() -> Sequence[RowMapping]:
        same = and_(
            ladder.c.date == adoption.c.date, ladder.c.department_id == adoption.c.department_id
        )
        members = adoption.c.member_count, adoption.c.member_status
        return edition.select(select(ladder, *members).join(adoption, same))

    return edition.remember("ladder", read)
