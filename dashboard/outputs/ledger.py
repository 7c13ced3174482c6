"""The ledger as text for the command line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from sqlalchemy import select

from dashboard.edition import Edition
from dashboard.outputs.csv import table_csv
from dashboard.outputs.text import aligned
from dashboard.words import ledger as words
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.doubt import provisional
from dashboard.words.privacy import withheld
from etl.editions.schema import EVERY_REASON, OK, WHOLE, ledger, ledger_department, ledger_total
from etl.errors import QueryError

COLUMNS = ("date", "side", "department_id", "state", "reason", "count", "count_status")
EDITION = ("edition_id", "edition_state")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. ``count`` is None where ``count_status`` says that it is not shown."""

    date: date
    side: str
    department_id: str
    state: str
    reason: str
    count: int | None
    count_status: str = OK


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines of one day. ``totals``: the sum of each side of the whole, as published."""

    edition: Edition
    day: date
    rows: tuple[Entry, ...]
    totals: Mapping[str, int | None]


def ledger_of(edition: Edition, at: date | None = None, *, by_department: bool = False) -> Ledger:
    """The ledger of a day, by default the edition's last. QueryError where there is none."""
    column = ledger.c
    days = [row["date"] for row in edition.select(select(column.date).distinct())]
    if not days:
        raise QueryError("No network export was loaded, so there is no ledger. Run: uptake load")
    day = at or max(days)
    if day not in days:
        known = ", ".join(each.isoformat() for each in sorted(days)[-12:])
        raise QueryError(f"There is no ledger of {day.isoformat()}. There is one of {known}.")
    order = (column.side, column.department_id, column.state, column.reason)
    rows = edition.select(select(ledger).where(column.date == day).order_by(*order))
    entries = [Entry(**row) for row in rows]
    if by_department:
        entries += _of_departments(edition, day)
    return Ledger(edition, day, tuple(entries), _totals(edition, day))


def _of_departments(edition: Edition, day: date) -> Iterator[Entry]:
    column = ledger_department.c
    shown = (column.date == day, column.department_id != WHOLE, column.reason != EVERY_REASON)
    order = (column.department_id, column.state, column.reason)
    for row in edition.select(select(ledger_department).where(*shown).order_by(*order)):
        told = (row["department_id"], row["state"], row["reason"])
        yield Entry(day, "accounts", *told, row["account_count"], row["account_status"])


def _totals(edition: Edition, day: date) -> dict[str, int | None]:
    column = ledger_total.c
    chosen = select(ledger_total).where(column.date == day, column.department_id == WHOLE)
    row = edition.select(chosen)[0]
    return {"accounts": row["account_count"], "headcount": row["headcount_count"]}


def ledger_as(format_name: str, found: Ledger) -> str:
    """The ledger as table, json or csv."""
    state = found.edition.info.get("state", "")
    if format_name == "csv":
        told = (found.edition.edition_id, state)
        return table_csv((*COLUMNS, *EDITION), [(*_values(row), *told) for row in found.rows])
    if format_name == "json":
        answer = {
            "edition_id": found.edition.edition_id,
            "edition_state": state,
            "date": found.day,
            "rows": [dict(zip(COLUMNS, _values(row), strict=True)) for row in found.rows],
        }
        return json.dumps(answer, indent=2, default=str, ensure_ascii=False) + "\n"
    return _table(found)


def _values(row: Entry) -> tuple[date | str | int | None, ...]:
    return astuple(row)


def _table(found: Ledger) -> str:
    edition = found.edition
    lines = [f"Ledger of {long_date(found.day)}, edition {edition.edition_id}"]
    if edition.is_provisional:
        lines.append(provisional(*edition.doubt))
    places = list(dict.fromkeys(row.department_id for row in found.rows))
    for place in sorted(places, key=lambda key: (key != WHOLE, edition.department_name(key))):
        lines += ["", edition.department_name(place)]
        for side, title in words.SIDES.items():
            rows = [row for row in found.rows if (row.department_id, row.side) == (place, side)]
            total = found.totals.get(side) if place == WHOLE else None
            lines += _side(edition, title, rows, total) if rows else []
    return "\n".join(lines) + "\n"


def _side(edition: Edition, title: str, rows: Sequence[Entry], total: int | None) -> list[str]:
    cells = [
        [words.state(row.state), words.reason(row.reason), _count(edition, row)] for row in rows
    ]
    if total is not None:
        cells.append(["Total", "", numbers.count(total)])
    return aligned([title, "Why", "Count"], cells)


def _count(edition: Edition, row: Entry) -> str:
    if row.count is not None:
        return numbers.count(row.count)
    return withheld(row.count_status, edition.minimum_group, edition.minimum_cell)
