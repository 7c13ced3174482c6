"""Who is counted: every account and every colleague in one row, each side with its total."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping

from dashboard.access import Right
from dashboard.components.table import (
    TableCell,
    TableColumn,
    TableData,
    ledger_table,
    number_column,
    words_column,
)
from dashboard.outputs.csv import table_csv
from dashboard.outputs.ledger import hidden_departments
from dashboard.views import records
from dashboard.views.desk import Desk, address, parameter
from dashboard.views.layout import card, counted_link, download_below, empty, head
from dashboard.views.texts import HIDDEN
from dashboard.words import empty as empties
from dashboard.words import ledger as words
from dashboard.words import numbers
from dashboard.words.adoption import eyebrow
from dashboard.words.dates import long_date
from dashboard.words.figure import Finding
from etl.editions.schema import UNKNOWN, WHOLE, ledger_total

PAGE = "who-is-counted"
ACCOUNTS = ("account", "matched", "left", "guest", "service", "duplicate", "conflict", "unmatched")
HEADCOUNT = ("headcount", "joined", "not_joined")
NONE = "–"


def show(desk: Desk) -> None:
    """Draw the page: the sums by department and over time, and the reasons of one of them."""
    unplaced = desk.ask(metric="unplaced_account_rate").cell
    head(eyebrow("Who is counted", desk.edition.as_of_date), words.headline(unplaced))
    totals = records.ledger_totals(desk.edition)
    if not totals:
        empty(empties.NO_NETWORK)
        return
    sees_figures = desk.scope.may(Right.FIGURES)  # else of no department apart
    hidden = hidden_departments(desk.edition) if sees_figures else frozenset[str]()
    day, place = _chosen(desk, totals, hidden)
    _reasons(desk, day, place)
    _by_department(desk, totals, day, hidden)
    _over_time(desk, totals, place)


def _chosen(desk: Desk, totals: Sequence[RowMapping], hidden: frozenset[str]) -> tuple[date, str]:
    """The day and department of the address, where there are such; else the newest and all."""
    days = {row["date"].isoformat(): row["date"] for row in totals}
    places = {WHOLE, UNKNOWN, *desk.edition.departments} - hidden
    place = parameter("department")
    return days.get(parameter("at"), totals[0]["date"]), place if place in places else WHOLE


def counted(desk: Desk, place: str = WHOLE) -> None:
    """The link that every rate of adoption has to the accounts behind it, for who may see them."""
    if desk.scope.may(Right.LEDGER):
        counted_link(address(PAGE, {"department": place}))


def _link(day: date, place: str) -> str:
    return address(PAGE, {"at": day.isoformat(), "department": place})


def _reasons(desk: Desk, day: date, place: str) -> None:
    rows = records.ledger_reasons(desk.edition, day, place)
    title = f"{desk.edition.department_name(place)} on {long_date(day)}"
    with card("reasons", Finding(title, "Every state with its reasons; each side adds up.")):
        for side in words.SIDES:
            found = [row for row in rows if row["side"] == side]
            if found:
                ledger_table(side_table(side, found), key=f"ledger_{side}")
        names = ("side", "state", "reason", "count")
        download_below("reasons", lambda: _csv(desk, names, rows))


def side_table(side: str, rows: Sequence[RowMapping]) -> TableData:
    """One side of the ledger, with its total last."""
    total = sum(row["count"] for row in rows)
    cells = [
        [
            TableCell(text=words.state(row["state"])),
            TableCell(text=words.reason(row["reason"])),
            TableCell(text=numbers.count(row["count"])),
            TableCell(text=numbers.percent(row["count"] / total)),
        ]
        for row in rows
    ]
    cells.append(
        [
            TableCell(text="Total", tone="strong"),
            TableCell(text=""),
            TableCell(text=numbers.count(total), tone="strong"),
            TableCell(text=numbers.percent(1.0)),
        ]
    )
    columns = [
        words_column("State"),
        words_column("Why", wraps=True),
        number_column("Count"),
        number_column("Share"),
    ]
    return TableData(
        caption=words.SIDES[side], columns=columns, rows=cells, is_small=True, is_caption_shown=True
    )


def _by_department(
    desk: Desk, totals: Sequence[RowMapping], day: date, hidden: frozenset[str]
) -> None:
    found = {row["department_id"]: row for row in totals if row["date"] == day}
    keys = [key for key in (WHOLE, *desk.edition.departments, UNKNOWN) if key in found]
    rows = []
    for key in keys:
        name = TableCell(text=desk.edition.department_name(key), href=_link(day, key))
        if key in hidden:
            name = TableCell(text=desk.edition.department_name(key))
        rows.append([name, *_counts(found[key], key in hidden)])
    with card("by_department", words.equation(f"by department on {long_date(day)}")):
        ledger_table(
            _sums("Department", "Both sides by department", rows), key="ledger_departments"
        )
        shown = [found[key] for key in keys if key not in hidden]
        names = tuple(column.name for column in ledger_total.columns)
        download_below("ledger_by_department", lambda: _csv(desk, names, shown))


def _over_time(desk: Desk, totals: Sequence[RowMapping], place: str) -> None:
    found = [row for row in totals if row["department_id"] == place]
    rows = [
        [
            TableCell(text=long_date(row["date"]), href=_link(row["date"], place)),
            *_counts(row, is_hidden=False),
        ]
        for row in found
    ]
    name = desk.edition.department_name(place)
    with card("over_time", words.equation(f"{name}, month by month")):
        ledger_table(_sums("Last day", "Both sides by month", rows), key="ledger_months")
        names = tuple(column.name for column in ledger_total.columns)
        download_below("ledger_over_time", lambda: _csv(desk, names, found))


def _sums(first: str, caption: str, rows: Sequence[Sequence[TableCell]]) -> TableData:
    wide = {"left", "guest", "service", "duplicate", "conflict", "not_joined", "headcount"}
    columns = [
        words_column(first),
        *(_column(name, is_wide=name in wide) for name in (*ACCOUNTS, *HEADCOUNT)),
    ]
    return TableData(caption=caption, columns=columns, rows=rows, is_small=True)


def _column(name: str, *, is_wide: bool) -> TableColumn:
    labels = {"account": "Accounts", "headcount": "Headcount"}
    return number_column(labels.get(name) or words.state(name), is_wide=is_wide)


def _counts(row: RowMapping, is_hidden: bool) -> list[TableCell]:
    if is_hidden:
        return [TableCell(text=HIDDEN, tone="quiet") for _ in (*ACCOUNTS, *HEADCOUNT)]
    counts = [row[f"{name}_count"] for name in (*ACCOUNTS, *HEADCOUNT)]
    return [TableCell(text=NONE if n is None else numbers.count(n)) for n in counts]


def _csv(desk: Desk, names: Sequence[str], rows: Sequence[RowMapping]) -> str:
    edition = desk.edition
    state = edition.info.get("state", "")
    return table_csv(
        (*names, "edition_id", "edition_state"),
        [[*(row[name] for name in names), edition.edition_id, state] for row in rows],
    )
