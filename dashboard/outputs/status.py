"""The lines of ``uptake status``: what is published, how fresh it is, how the last load went."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select

from dashboard.edition import Edition, open_edition
from dashboard.words.dates import ago, long_date
from dashboard.words.doubt import provisional
from dashboard.words.numbers import plural
from dashboard.words.sources import source_label
from etl.editions.schema import notice, source_state
from etl.editions.shelf import Shelf
from etl.errors import QueryError

NOTHING = "Nothing is published yet. Put exports into data/inbox and run: uptake load"


def status_lines(shelf: Shelf, now: datetime) -> Iterator[str]:
    """One line per fact, most important first."""
    try:
        edition = open_edition(shelf)
    except QueryError as error:
        yield str(error)
    else:
        yield from _edition_lines(edition, now) if edition else [NOTHING]
    attempt = shelf.last_attempt()
    if attempt:
        state = {"done": "done", "failed": "failed"}.get(attempt.status, "needs a person")
        yield f"Last load: {attempt.instant:%d %B %Y %H:%M} UTC, {state}. {attempt.sentence}"
    yield f"Editions kept: {len(shelf.editions())}"


def _edition_lines(edition: Edition, now: datetime) -> Iterator[str]:
    as_of = edition.as_of_date
    yield f"Edition {edition.edition_id}, as of {long_date(as_of) if as_of else 'no date'}"
    if edition.is_provisional:
        yield f"  {provisional(*edition.doubt)}"
    for row in edition.select(select(source_state).order_by(source_state.c.source)):
        latest = row["covers_to"] or row["latest_on"]
        until = f"up to {long_date(latest)} ({_age(latest, now.date())})" if latest else "undated"
        yield (
            f"  {source_label(row['source'])}: {until}; {plural(row['row_count'], 'row')} from "
            f"{plural(row['snapshot_count'], 'file')}, "
            f"{plural(row['reject_count'], 'line')} rejected"
        )
    for row in edition.select(select(notice).where(notice.c.needs_person)):
        yield f"  Needs a person: {row['sentence']}"


def _age(latest: date, today: date) -> str:
    days = (today - latest).days
    return ago(days) if days >= 0 else f"{plural(-days, 'day')} from now"
