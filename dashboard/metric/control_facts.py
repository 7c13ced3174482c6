"""Weeks under the rules of a control chart, with what may explain them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select

from dashboard.edition import Edition
from dashboard.words.control import Week
from etl.editions.schema import WHOLE, control_week, event

Measure = Literal["joins", "active"]


def control_weeks(edition: Edition, measure: Measure, department_id: str = WHOLE) -> Sequence[Week]:
    """The weeks of one department, the oldest first; empty where nothing is known of them."""

    def read() -> Sequence[Week]:
        column = control_week.c
        rows = edition.select(
            select(control_week)
            .where(column.measure == measure, column.department_id == department_id)
            .order_by(column.week_end)
        )
        named = events_by_day(edition)
        return [
            Week(
                end=row["week_end"],
                value=row["value"],
                state=row["state"],
                mean=row["mean"],
                low=row["low"],
                high=row["high"],
                is_trial=row["is_trial"],
                rule=row["rule"],
                events=_within(named, row["week_end"]),
            )
            for row in rows
        ]

    return edition.remember(("control", measure, department_id), read)


def events_by_day(edition: Edition) -> Mapping[date, Sequence[str]]:
    """Named events and bank holidays by day."""

    def read() -> Mapping[date, Sequence[str]]:
        found: defaultdict[date, list[str]] = defaultdict(list)
        for row in edition.select(select(event).order_by(event.c.date, event.c.name)):
            found[row["date"]].append(row["name"])
        return found

    return edition.remember("events", read)


def _within(named: Mapping[date, Sequence[str]], end: date) -> tuple[str, ...]:
    days = (end - timedelta(days=back) for back in range(6, -1, -1))
    return tuple(name for day in days for name in named.get(day, ()))
