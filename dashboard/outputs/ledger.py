"""The ledger as text for the command line, and which of its rows may be shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, select

from dashboard.edition import Edition
from dashboard.metric import Query, compute
from dashboard.outputs.csv import table_csv
from dashboard.outputs.text import aligned
from dashboard.words import ledger as words
from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.doubt import provisional
from etl.editions.schema import WHOLE, ledger
from etl.errors import QueryError

COLUMNS = ("date", "side", "department_id", "state", "reason", "count")
EDITION = ("edition_id", "edition_state")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of one day, and how many departments are too small to show."""

    edition: Edition
    day: date
    rows: tuple[RowMapping, ...]
    hidden_count: int


def hidden_departments(edition: Edition) -> frozenset[str]:
    """Departments too small to show, as for every other figure."""
    rates = compute(edition, Query(metric="adoption_rate", by="department"))
    return frozenset(cell.key for cell in rates.cells if cell.status == "suppressed")


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
    hidden = hidden_departments(edition) if by_department else frozenset[str]()
    order = (column.side, column.department_id, column.state, column.reason)
    rows = edition.select(select(ledger).where(column.date == day).order_by(*order))
    shown = tuple(
        row
        for row in rows
        if row["department_id"] not in hidden and (by_department or row["department_id"] == WHOLE)
    )
    return Ledger(edition, day, shown, len(hidden))


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
            "hidden_department_count": found.hidden_count,
            "rows": [dict(zip(COLUMNS, _values(row), strict=True)) for row in found.rows],
        }
        return json.dumps(answer, indent=2, default=str, ensure_ascii=False) + "\n"
    return _table(found)


def _values(row: RowMapping) -> tuple[date | str | int, ...]:
    return tuple(row[name] for name in COLUMNS)


def _table(found: Ledger) -> str:
    edition = found.edition
    lines = [f"Ledger of {long_date(found.day)}, edition {edition.edition_id}"]
    if edition.is_provisional:
        lines.append(provisional(*edition.doubt))
    if found.hidden_count:
        count = numbers.plural(found.hidden_count, "department")
        lines.append(f"{numbers.sentence(count)} too small to show.")
    places = list(dict.fromkeys(row["department_id"] for row in found.rows))
    for place in sorted(places, key=lambda key: (key != WHOLE, edition.department_name(key))):
        lines += ["", edition.department_name(place)]
        for side, title in words.SIDES.items():
            rows = [r for r in found.rows if (r["department_id"], r["side"]) == (place, side)]
            lines += _side(title, rows) if rows else []
    return "\n".join(lines) + "\n"


def _side(title: str, rows: Sequence[RowMapping]) -> list[str]:
    cells = [
        [words.state(row["state"]), words.reason(row["reason"]), numbers.count(row["count"])]
        for row in rows
    ]
    total = numbers.count(sum(row["count"] for row in rows))
    return aligned([title, "Why", "Count"], [*cells, ["Total", "", total]])
