"""Rows of an edition that pages show as they are: no metric, nothing to protect.

Everything here counts files, posts and clicks, or accounts of the whole organisation.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, Select, func, select

from dashboard.edition import Edition
from etl.editions.schema import (
    WHOLE,
    click_bot,
    click_series,
    idea,
    idea_audience,
    idea_click,
    idea_place,
    ledger,
    ledger_department,
    ledger_total,
    notice,
    reject,
    run,
    source_state,
)

MOST_RUNS = 1000


@dataclass(frozen=True, slots=True)
class Clicks:
    """Clicks on one idea in one series. ``audiences``: rows of ``idea_audience`` of departments.

    ``attributed``: their row of the whole: clicks on links posted to one department alone.
    """

    click_count: int
    bot_count: int
    attributed: RowMapping | None
    audiences: Sequence[RowMapping]


def unposted(edition: Edition) -> frozenset[str]:
    """The ideas that are registered and were never posted on the network."""
    statement = select(idea.c.idea_id).where(idea.c.first_shared_date.is_(None))
    return frozenset(row["idea_id"] for row in _all(edition, "unposted", statement))


def has_ideas(edition: Edition) -> bool:
    """Whether any idea is known at all."""
    return edition.remember("has ideas", lambda: bool(edition.select(select(idea).limit(1))))


def idea_row(edition: Edition, idea_id: str) -> RowMapping | None:
    """The row of ``idea``; None where the edition does not know it."""
    rows = _all(edition, f"idea {idea_id}", select(idea).where(idea.c.idea_id == idea_id))
    return rows[0] if rows else None


def places(edition: Edition, idea_id: str) -> Sequence[RowMapping]:
    """Where the idea was posted, the first place first."""
    column = idea_place.c
    order = (column.first_date, column.place_name, column.place_id)
    statement = select(idea_place).where(column.idea_id == idea_id).order_by(*order)
    return _all(edition, f"places {idea_id}", statement)


def clicks(edition: Edition, idea_id: str) -> Mapping[str, Clicks]:
    """Series id to the clicks of all time, the preferred series first."""
    column = idea_click.c
    statement = (
        select(
            column.series_id,
            func.sum(column.click_count).label("clicks"),
            func.sum(column.bot_count).label("bots"),
        )
        .join(click_series, click_series.c.series_id == column.series_id)
        .where(column.idea_id == idea_id)
        .group_by(column.series_id, click_series.c.rank)
        .order_by(click_series.c.rank, column.series_id)
    )
    by_series: defaultdict[str, dict[str, RowMapping]] = defaultdict(dict)
    for row in _all(edition, f"audiences {idea_id}", _audiences(idea_id)):
        by_series[row["series_id"]][row["department_id"]] = row
    return {
        row["series_id"]: _clicks(row, by_series[row["series_id"]])
        for row in _all(edition, f"clicks {idea_id}", statement)
    }


def _audiences(idea_id: str) -> Select[*tuple[object, ...]]:
    column = idea_audience.c
    return select(idea_audience).where(column.idea_id == idea_id, column.window_days == 0)


def _clicks(total: RowMapping, audiences: Mapping[str, RowMapping]) -> Clicks:
    parts = [row for key, row in audiences.items() if key != WHOLE]
    ordered = sorted(parts, key=lambda row: (-(row["click_count"] or 0), row["department_id"]))
    return Clicks(total["clicks"], total["bots"], audiences.get(WHOLE), ordered)


def sources(edition: Edition) -> Sequence[RowMapping]:
    """What was received of each source, by name."""
    return _all(edition, "sources", select(source_state).order_by(source_state.c.source))


def rejects(edition: Edition) -> Sequence[RowMapping]:
    """Lines that could not be read, by file, column and reason; the most first."""
    column = reject.c
    order = (column.reject_count.desc(), column.source, column.file, column.part)
    return _all(edition, "rejects", select(reject).order_by(*order))


def notices(edition: Edition) -> Sequence[RowMapping]:
    """What a person should know, that which needs a person first."""
    column = notice.c
    order = (column.needs_person.desc(), column.source, column.sentence)
    return _all(edition, "notices", select(notice).order_by(*order))


def runs(edition: Edition) -> Sequence[RowMapping]:
    """The files of the load that made the edition, and of those before, newest first."""
    column = run.c
    order = (column.started_at.desc(), column.file)
    return _all(edition, "runs", select(run).order_by(*order).limit(MOST_RUNS))


def ledger_reasons(edition: Edition, day: date, department_id: str) -> Sequence[RowMapping]:
    """The ledger of one day and department: side, state, reason, count."""
    column = ledger.c
    statement = (
        select(column.side, column.state, column.reason, column.count)
        .where(column.date == day, column.department_id == department_id)
        .order_by(column.side, column.state, column.count.desc(), column.reason)
    )
    return _all(edition, f"ledger {day} {department_id}", statement)


def ledger_of_departments(edition: Edition) -> Sequence[RowMapping]:
    """Accounts of departments by date, state and reason; '*' stands for every reason."""
    column = ledger_department.c
    statement = (
        select(ledger_department)
        .where(column.department_id != WHOLE)
        .order_by(column.date.desc(), column.department_id, column.state, column.reason)
    )
    return _all(edition, "ledger of departments", statement)


def ledger_totals(edition: Edition) -> Sequence[RowMapping]:
    """Both sides of the ledger summed, for every month end and department; the latest first."""
    column = ledger_total.c
    order = (column.date.desc(), column.department_id)
    return _all(edition, "ledger totals", select(ledger_total).order_by(*order))


def series(edition: Edition) -> Sequence[RowMapping]:
    """The click series, the preferred first."""
    column = click_series.c
    return _all(edition, "series", select(click_series).order_by(column.rank, column.series_id))


def bots(edition: Edition) -> Mapping[str, Sequence[RowMapping]]:
    """Series id to reasons for which clicks were flagged, the most frequent first."""
    column = click_bot.c
    order = (column.series_id, column.bot_count.desc(), column.reason)
    by_series: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in _all(edition, "bots", select(click_bot).order_by(*order)):
        by_series[row["series_id"]].append(row)
    return by_series


def _all(
    edition: Edition, name: str, statement: Select[*tuple[object, ...]]
) -> Sequence[RowMapping]:
    return edition.remember(("records", name), lambda: edition.select(statement))
