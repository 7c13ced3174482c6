"""How pages read taking part, which is told of the whole organisation alone."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import RowMapping, Table, select

from dashboard.edition import Edition
from dashboard.words.participation import (
    Cohort,
    Coming,
    Concentration,
    Replies,
    Step,
    Stickiness,
)
from etl.editions.schema import (
    cohort,
    coming,
    concentration,
    response,
    stickiness,
    waiting,
    waiting_median,
)

Value = str | float | date | None


def _rows(edition: Edition, table: Table) -> Sequence[RowMapping]:
    statement = select(table).order_by(*table.primary_key.columns)
    return edition.remember(("rows", table.name), lambda: edition.select(statement))


def as_published(edition: Edition, table: Table) -> tuple[list[str], list[list[Value]]]:
    """The names of the columns and the rows of one of these tables, for a file."""
    names = [column.name for column in table.columns if column.name != "department_id"]
    return names, [[row[name] for name in names] for row in _rows(edition, table)]


def spread(edition: Edition) -> Concentration | None:
    """How unevenly messages are spread; None with fewer than 30 members."""
    for row in _rows(edition, concentration):
        return Concentration(
            row["member_count"],
            row["author_count"],
            row["message_count"],
            row["top_1_share"],
            row["top_10_share"],
            row["gini_members"],
            row["gini_authors"],
        )
    return None


def replies(edition: Edition) -> Replies | None:
    """How threads of 90 days were answered; None where there were none."""
    for row in _rows(edition, response):
        return Replies(
            row["thread_count"], row["replied_count"], row["week_share"], row["median_hours"]
        )
    return None


def steps(edition: Edition) -> Mapping[str, Step]:
    """Each step (hire_to_join, join_to_post) with the share who took it within some days."""
    shares: dict[str, dict[int, float | None]] = {}
    for row in _rows(edition, waiting):
        shares.setdefault(row["step"], {})[row["days"]] = row["done_share"]
    return {
        row["step"]: Step(
            row["watched_count"], row["done_count"], row["median_days"], shares.get(row["step"], {})
        )
        for row in _rows(edition, waiting_median)
    }


def cohorts(edition: Edition) -> Sequence[Cohort]:
    """Cohorts by month of joining, the oldest first; months without a figure are None."""
    found: dict[date, Cohort] = {}
    for row in _rows(edition, cohort):
        day, size = row["cohort_date"], row["member_count"]
        own = found.setdefault(day, Cohort(day, size, []))
        own.active.append(row["active_count"])
    return list(found.values())


def comings(edition: Edition) -> Sequence[Coming]:
    """Stretches of 28 days, the oldest first."""
    return [
        Coming(
            row["to_date"],
            row["new_count"],
            row["stayed_count"],
            row["back_count"],
            row["lapsed_count"],
        )
        for row in _rows(edition, coming)
    ]


def sticking(edition: Edition) -> Stickiness | None:
    """How many of those active in 28 days are there on a workday; of contributors failing that."""
    rows = {row["kind"]: row for row in _rows(edition, stickiness)}
    for kind in ("active", "contributor"):
        if kind in rows:
            row = rows[kind]
            return Stickiness(kind, row["date"], row["daily_mean"], row["people_count"])
    return None
