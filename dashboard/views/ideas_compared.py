"""Ideas at equal age, those that bloom late, and the ways between departments."""

from collections.abc import Sequence

from dashboard.charts import travel as charts
from dashboard.components.ledger import Part, mount
from dashboard.components.table import TableCell, TableColumn, number_column, words_column
from dashboard.metric import Cell, Frame
from dashboard.outputs.csv import frame_csv, table_csv
from dashboard.views import idea_rows
from dashboard.views.desk import Desk, address
from dashboard.views.layout import Listed, card, download_below, draw, empty, list_card, small_table
from dashboard.views.texts import short
from dashboard.words import numbers
from dashboard.words import travel as words
from dashboard.words.empty import Empty
from dashboard.words.figure import known
from dashboard.words.travel import Way

AGES = {7: "idea_first_week_traction", 28: "idea_first_month_traction"}
BEST = 10
NOT_OLD = Empty("", "Ideas are compared once they are old enough. Come back in some days.")
NO_WAYS = Empty("", "As soon as an idea takes hold in a second department, it shows here.")


def compared_card(desk: Desk, window: int) -> None:
    """The ideas of the window that drew most of those who could see them, at equal age."""
    frame = _compared(desk, window)
    with card("compared", words.compared(frame.cells, _age(window)), is_stretched=True):
        if not frame.shown:
            empty(NOT_OLD)
            return
        mount(desk.keep(_compared_table, window), key="compared")
        download_below("traction", lambda: frame_csv(frame))


def _compared(desk: Desk, window: int) -> Frame:
    """At seven days the newest ideas, at four weeks the others."""
    metric = AGES[_age(window)]
    return desk.ask(metric=metric, by="idea", window_days=window, limit=BEST)


def _age(window: int) -> int:
    return 7 if window == 28 else 28


def _compared_table(desk: Desk, window: int) -> Part:
    frame = _compared(desk, window)
    staying = desk.ask(metric="idea_staying_power", by="idea", window_days=window)
    most = max((known(cell) or 0 for cell in frame.shown), default=0) or 1
    ranked = [cell for cell in frame.ranked() if cell.is_ok]
    columns = [
        words_column("Idea", wraps=True),
        TableColumn(label="Per 100"),
        number_column("Range"),
        number_column("Half came in", is_wide=True),
    ]
    rows = [_compared_row(cell, staying.get(cell.key), most) for cell in ranked]
    return small_table("Ideas by the share of members who took part", columns, rows)


def _compared_row(cell: Cell, staying: Cell, most: float) -> list[TableCell]:
    value = known(cell) or 0
    low, high = numbers.decimal(cell.low or 0), numbers.decimal(cell.high or 0)
    return [
        TableCell(text=cell.label, href=address("idea", {"idea": cell.key})),
        TableCell(text=numbers.decimal(value), rate=value / most),
        TableCell(text=f"{low} to {high}", tone="quiet"),
        TableCell(text=short(staying, "days"), tone="quiet"),
    ]


def late_card(desk: Desk) -> None:
    """Ideas that draw more people late than is usual; nothing where there is none."""
    listed = desk.keep(_late)
    if listed is not None:
        list_card("late", listed, file="late_bloomers")


def _late(desk: Desk) -> Listed | None:
    rows = idea_rows.late_bloomers(desk.edition)
    if not rows:
        return None
    columns = [
        words_column("Idea", wraps=True),
        number_column("Days 1 to 7"),
        number_column("Days 8 to 28"),
    ]
    cells = [
        [
            TableCell(text=row["title"], href=address("idea", {"idea": row["idea_id"]})),
            _came(desk, row["early_count"]),
            _came(desk, row["late_count"]),
        ]
        for row in rows
    ]
    names = ("title", "early_count", "late_count")
    values = [[row[name] for name in names] for row in rows]
    table = small_table("People who came early and late", columns, cells)
    finding = words.late([row["title"] for row in rows])
    return Listed(finding, {"late": table}, lambda: table_csv(names, values))


def _came(desk: Desk, count: int | None) -> TableCell:
    return TableCell(text=f"<{desk.minimum_cell}" if count is None else numbers.count(count))


def ways_card(desk: Desk) -> None:
    """From which department to which ideas go next. For those who see every department."""
    if not desk.scope.is_everything:
        return
    found = desk.keep(_ways)
    with card("ways", words.ways(found), is_stretched=True):
        if not found:
            empty(NO_WAYS)
            return
        plot = desk.plot(lambda theme: charts.ways(found, theme), "ways")
        draw(plot, "ways", lambda: _ways_csv(found))


def _ways(desk: Desk) -> list[Way]:
    """The ways between departments that show figures."""
    members = desk.ask(metric="members", by="department")
    shown = {cell.key for cell in members.cells if cell.status != "suppressed"}
    name = desk.edition.department_name
    return [
        Way(
            name(row["from_department_id"]),
            name(row["to_department_id"]),
            row["idea_count"],
            row["median_days"],
        )
        for row in idea_rows.ways(desk.edition)
        if {row["from_department_id"], row["to_department_id"]} <= shown
    ]


def _ways_csv(found: Sequence[Way]) -> str:
    return table_csv(
        ("from_department", "to_department", "idea_count", "median_days"),
        [(way.start, way.end, way.ideas, way.days) for way in found],
    )
