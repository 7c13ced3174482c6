"""Who is counted: every account and every colleague in one row, each side with its total."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import RowMapping

from dashboard.access import Right
from dashboard.components.ledger import Part, mount
from dashboard.components.table import (
    TableCell,
    TableColumn,
    TableData,
    number_column,
    table_part,
    words_column,
)
from dashboard.metric import Query, compute
from dashboard.outputs.csv import table_csv
from dashboard.views import records
from dashboard.views.desk import Desk, address, parameter
from dashboard.views.layout import card, download_below, head, small_table
from dashboard.views.texts import HIDDEN, NONE, figure_cell
from dashboard.views.without import without_network
from dashboard.words import ledger as words
from dashboard.words import numbers
from dashboard.words.adoption import eyebrow
from dashboard.words.dates import long_date
from dashboard.words.figure import Finding
from dashboard.words.privacy import is_hidden, withheld
from etl.editions.schema import EVERY_REASON, OK, WHOLE, ledger_total

PAGE = "who-is-counted"
STATES = ("matched", "left", "guest", "service", "duplicate", "conflict", "unmatched")
HEADCOUNT = ("headcount", "joined", "not_joined")
PART = ("date", "department_id", "state", "account_count", "account_status")
Rows = Sequence[RowMapping]


def show(desk: Desk) -> None:
    """Draw the page: the sums by department and over time, and the reasons of one of them."""
    totals = records.ledger_totals(desk.edition)
    if desk.edition.first_date is None or not totals:
        without_network("Who is counted", desk)
        return
    unplaced = desk.ask(metric="unplaced_account_rate").cell
    sees_figures = desk.scope.may(Right.FIGURES)  # else of no department apart
    rate = desk.ask(metric="adoption_rate").cell if sees_figures else None
    head(eyebrow("Who is counted", desk.edition.as_of_date), words.headline(unplaced, rate))
    parts = records.ledger_of_departments(desk.edition) if sees_figures else []
    day, place = _chosen(desk, totals, parts)
    _reasons(desk, totals, parts, day, place)
    _by_department(desk, totals, parts, day)
    _over_time(desk, totals, parts, place)


def _chosen(desk: Desk, totals: Rows, parts: Rows) -> tuple[date, str]:
    """The day and department of the address, where there are such; else the newest and all."""
    days = {row["date"].isoformat(): row["date"] for row in totals}
    day = days.get(parameter("at"), totals[0]["date"])
    places = {row["department_id"] for row in parts} & set(desk.edition.departments)
    place = parameter("department")
    return day, place if place in places else WHOLE


def counted(desk: Desk, place: str = WHOLE) -> str:
    """The page of the accounts behind a rate of adoption; empty for who may not see them."""
    return address(PAGE, {"department": place}) if desk.scope.may(Right.LEDGER) else ""


def _link(day: date, place: str) -> str:
    return address(PAGE, {"at": day.isoformat(), "department": place})


def _reasons(desk: Desk, totals: Rows, parts: Rows, day: date, place: str) -> None:
    title = f"{desk.edition.department_name(place)} on {long_date(day)}"
    if place != WHOLE:
        _reasons_of_department(desk, parts, day, place, title)
        return
    rows = records.ledger_reasons(desk.edition, day, place)
    sums = next(row for row in totals if row["date"] == day)
    known = {"accounts": sums["account_count"], "headcount": sums["headcount_count"]}
    with card("reasons", Finding(title, "Every state with its reasons; each side adds up.")):
        for side in words.SIDES:
            found = [row for row in rows if row["side"] == side]
            if found:
                mount(table_part(side_table(side, found, known.get(side))), key=f"ledger_{side}")
        names = ("side", "state", "reason", "count")
        download_below("reasons", lambda: _csv(desk, names, rows))


def _reasons_of_department(desk: Desk, parts: Rows, day: date, place: str, title: str) -> None:
    found = [row for row in parts if (row["date"], row["department_id"]) == (day, place)]
    rows = [row for row in found if row["reason"] != EVERY_REASON]
    cells = [
        [
            TableCell(text=words.state(row["state"])),
            TableCell(text=words.reason(row["reason"])),
            _part(desk, row),
        ]
        for row in rows
    ]
    columns = [words_column("State"), words_column("Why", wraps=True), number_column("Count")]
    table = TableData(
        caption=words.SIDES["accounts"],
        columns=columns,
        rows=cells,
        is_small=True,
        is_caption_shown=True,
    )
    with card("reasons", Finding(title, words.OF_DEPARTMENT)):
        mount(table_part(table), key="ledger_accounts")
        names = ("date", "department_id", "state", "reason", "account_count", "account_status")
        download_below("reasons", lambda: _csv(desk, names, rows))


def side_table(side: str, rows: Rows, known: int | None) -> TableData:
    """One side of the ledger, with its total last: as published, else the sum of the rows."""
    total = sum(row["count"] for row in rows) if known is None else known
    cells = [
        [
            TableCell(text=words.state(row["state"])),
            TableCell(text=words.reason(row["reason"])),
            TableCell(text=numbers.count(row["count"])),
            TableCell(text=numbers.percent(row["count"] / total) if total else NONE),
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


def _by_department(desk: Desk, totals: Rows, parts: Rows, day: date) -> None:
    whole = next(row for row in totals if row["date"] == day)
    rows = [[_name(desk, day, WHOLE), *_counts(whole)]]
    told = {row["department_id"] for row in parts if row["date"] == day}
    staff = _staff(desk, day, told) if told else {}
    for key in (key for key in desk.edition.departments if key in told):
        rows.append([_name(desk, day, key), *_accounts(desk, parts, day, key), *staff[key]])
    with card("by_department", words.equation(f"by department on {long_date(day)}")):
        mount(_sums("Department", "Both sides by department", rows), key="ledger_departments")
        shown = [row for row in parts if (row["date"], row["reason"]) == (day, EVERY_REASON)]
        download_below("ledger_by_department", lambda: _csv(desk, PART, shown))


def _name(desk: Desk, day: date, key: str) -> TableCell:
    return TableCell(text=desk.edition.department_name(key), href=_link(day, key))


def _staff(desk: Desk, day: date, places: Iterable[str]) -> dict[str, list[TableCell]]:
    """Headcount, joined and not joined of each department, as every other page shows them.

    A department that was closed by that day has none; accounts of it may still be told.
    """
    frames = [
        compute(desk.edition, Query(metric=metric, by="department", at=day))
        for metric in ("headcount", "members", "not_joined")
    ]
    return {key: [figure_cell(frame, frame.get(key)) for frame in frames] for key in places}


def _accounts(desk: Desk, parts: Rows, day: date, place: str) -> list[TableCell]:
    """The accounts of a department by state, behind their sum, where all of them are shown."""
    found = {
        row["state"]: row
        for row in parts
        if (row["date"], row["department_id"], row["reason"]) == (day, place, EVERY_REASON)
    }
    counts = [found[state]["account_count"] if state in found else 0 for state in STATES]
    is_whole = None not in counts
    total = TableCell(text=numbers.count(sum(counts)) if is_whole else NONE, tone="quiet")
    states = [_part(desk, found[s]) if s in found else TableCell(text="0") for s in STATES]
    return [total, *states]


def _part(desk: Desk, row: RowMapping) -> TableCell:
    """A count of a department, or why it is not shown."""
    if row["account_status"] == OK:
        return TableCell(text=numbers.count(row["account_count"]))
    edition = desk.edition
    text = withheld(row["account_status"], edition.minimum_group, edition.minimum_cell)
    return TableCell(text=HIDDEN if is_hidden(text) else text, tone="quiet")


def _over_time(desk: Desk, totals: Rows, parts: Rows, place: str) -> None:
    told = {row["date"] for row in parts if row["department_id"] == place}
    rows = []
    for total in totals:
        day = total["date"]
        first = TableCell(text=long_date(day), href=_link(day, place))
        if place == WHOLE:
            rows.append([first, *_counts(total)])
        elif day in told:
            rows.append(
                [first, *_accounts(desk, parts, day, place), *_staff(desk, day, [place])[place]]
            )
    name = desk.edition.department_name(place)
    with card("over_time", words.equation(f"{name}, month by month")):
        mount(_sums("Last day", "Both sides by month", rows), key="ledger_months")
        names = tuple(column.name for column in ledger_total.columns)
        if place == WHOLE:
            download_below("ledger_over_time", lambda: _csv(desk, names, totals))
            return
        shown = [r for r in parts if (r["department_id"], r["reason"]) == (place, EVERY_REASON)]
        download_below("ledger_over_time", lambda: _csv(desk, PART, shown))


def _sums(first: str, caption: str, rows: Sequence[Sequence[TableCell]]) -> Part:
    wide = {"left", "guest", "service", "duplicate", "conflict", "not_joined", "headcount"}
    columns = [
        words_column(first),
        *(_column(name, is_wide=name in wide) for name in ("account", *STATES, *HEADCOUNT)),
    ]
    return small_table(caption, columns, rows)


def _column(name: str, *, is_wide: bool) -> TableColumn:
    labels = {"account": "Accounts", "headcount": "Headcount"}
    return number_column(labels.get(name) or words.state(name), is_wide=is_wide)


def _counts(row: RowMapping) -> list[TableCell]:
    counts = [row[f"{name}_count"] for name in ("account", *STATES, *HEADCOUNT)]
    return [TableCell(text=NONE if n is None else numbers.count(n)) for n in counts]


def _csv(desk: Desk, names: Sequence[str], rows: Rows) -> str:
    edition = desk.edition
    state = edition.info.get("state", "")
    return table_csv(
        (*names, "edition_id", "edition_state"),
        [[*(row[name] for name in names), edition.edition_id, state] for row in rows],
    )
