"""Rows of an edition about the ways and the life of ideas, as they are.

They rest on departments in which enough people took part. Whoever draws them leaves out
departments that are too small to be shown.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import RowMapping, Select, select

from dashboard.edition import Edition
from dashboard.words.curating import Dividend, Place
from etl.editions.schema import (
    curator_dividend,
    found_place,
    idea,
    idea_evenness,
    idea_flow,
    idea_opening,
    idea_pace,
    idea_record,
    idea_stage,
    idea_travel,
    idea_trend,
)


def travel(edition: Edition, idea_id: str) -> Sequence[RowMapping]:
    """Where the idea took hold, in that order."""
    column = idea_travel.c
    statement = select(idea_travel).where(column.idea_id == idea_id).order_by(column.step)
    return _all(edition, f"travel {idea_id}", statement)


def evenness(edition: Edition, idea_id: str) -> RowMapping | None:
    """How mixed the people of the idea are; None where they are too few."""
    statement = select(idea_evenness).where(idea_evenness.c.idea_id == idea_id)
    rows = _all(edition, f"evenness {idea_id}", statement)
    return rows[0] if rows else None


def ways(edition: Edition) -> Sequence[RowMapping]:
    """From which department to which other one ideas go next, the most taken first."""
    column = idea_flow.c
    order = (column.idea_count.desc(), column.from_department_id, column.to_department_id)
    return _all(edition, "ways", select(idea_flow).order_by(*order))


def late_bloomers(edition: Edition) -> Sequence[RowMapping]:
    """Ideas that drew more people late than is usual, those with most first."""
    column = idea_pace.c
    statement = (
        select(idea_pace, idea.c.title)
        .join(idea, idea.c.idea_id == column.idea_id)
        .where(column.is_late_bloomer)
        .order_by(column.late_count.desc(), column.idea_id)
    )
    return _all(edition, "late bloomers", statement)


def trending(edition: Edition) -> Sequence[RowMapping]:
    """Ideas that draw more people this week than is usual for them, those with most first."""
    column = idea_trend.c
    statement = (
        select(idea_trend, idea.c.title)
        .join(idea, idea.c.idea_id == column.idea_id)
        .order_by(column.people_count.desc(), column.idea_id)
    )
    return _all(edition, "trending", statement)


def dividends(edition: Edition) -> Sequence[Dividend]:
    """Curated ideas against like ones, by age."""
    statement = select(curator_dividend).order_by(curator_dividend.c.age_days)
    return [
        Dividend(
            row["age_days"],
            row["pair_count"],
            row["curated_rate"],
            row["other_rate"],
            row["difference"],
            row["low_difference"],
            row["high_difference"],
        )
        for row in _all(edition, "dividends", statement)
    ]


def found_places(edition: Edition) -> Sequence[Place]:
    """Where curated ideas were found, the place of most ideas first."""
    column = found_place.c
    statement = select(found_place).order_by(column.idea_count.desc(), column.found_in)
    return [
        Place(
            row["found_in"],
            row["idea_count"],
            row["discussed_count"],
            row["low_rate"],
            row["high_rate"],
            edition.department_name(row["best_department_id"]) if row["best_count"] else "",
            row["best_count"],
        )
        for row in _all(edition, "found places", statement)
    ]


def openings(edition: Edition) -> Sequence[RowMapping]:
    """Departments that ideas have not reached though others like them did, the surest first."""
    column = idea_opening.c
    statement = (
        select(idea_opening, idea.c.title)
        .join(idea, idea.c.idea_id == column.idea_id)
        .order_by(column.low_rate.desc(), column.idea_id, column.department_id)
    )
    return _all(edition, "openings", statement)


def stages(edition: Edition) -> Mapping[str, Mapping[str, date]]:
    """Idea id to the stages it reached, and when."""

    def read() -> Mapping[str, Mapping[str, date]]:
        found: defaultdict[str, dict[str, date]] = defaultdict(dict)
        for row in edition.select(select(idea_stage)):
            found[row["idea_id"]][row["stage"]] = row["reached_date"]
        return found

    return edition.remember("stages", read)


def recorded(edition: Edition, idea_id: str) -> Sequence[RowMapping]:
    """What people recorded of the idea, the latest first."""
    column = idea_record.c
    order = (column.recorded_date.desc(), column.stage, column.department_id)
    statement = select(idea_record).where(column.idea_id == idea_id).order_by(*order)
    return _all(edition, f"recorded {idea_id}", statement)


@dataclass(frozen=True, slots=True)
class Quiet:
    """An idea that was discussed, or crossed, and has not been seen since ``last_seen_date``."""

    idea_id: str
    title: str
    stage: str
    last_seen_date: date


def stale(edition: Edition, as_of: date, days: int) -> Sequence[Quiet]:
    """Discussed ideas not seen for so many days and not recorded as adopted, newest first."""
    reached = stages(edition)
    statement = (
        select(idea.c.idea_id, idea.c.title, idea.c.last_seen_date)
        .where(idea.c.last_seen_date <= as_of - timedelta(days=days))
        .order_by(idea.c.last_seen_date.desc(), idea.c.title)
    )
    found = []
    for row in _all(edition, "quiet ideas", statement):
        known = reached.get(row["idea_id"], {})
        if "discussed" in known and not known.keys() & {"adopted", "outcome"}:
            stage = "crossed" if "crossed" in known else "discussed"
            found.append(Quiet(row["idea_id"], row["title"], stage, row["last_seen_date"]))
    return found


def _all(
    edition: Edition, name: str, statement: Select[*tuple[object, ...]]
) -> Sequence[RowMapping]:
    return edition.remember(("idea rows", name), lambda: edition.select(statement))
