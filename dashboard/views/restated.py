"""What was restated, and who counts as staff: two cards of Data health."""

from collections.abc import Sequence

from sqlalchemy import select

from dashboard.access import Right
from dashboard.components.table import TableCell, number_column, words_column
from dashboard.edition import Edition
from dashboard.outputs.csv import Value, table_csv
from dashboard.views.desk import Desk
from dashboard.views.layout import Listed, list_card, small_table
from dashboard.words import numbers
from dashboard.words import restated as words
from dashboard.words.dates import long_date
from dashboard.words.figure import Finding
from etl.editions.schema import WHOLE, restatement, staff_class

LISTED = 20
"""Restated figures that are listed; all are in the file."""


def restated(edition: Edition, department_id: str | None = None) -> Sequence[words.Restated]:
    """What earlier editions told otherwise, the latest days first."""
    statement = select(restatement).order_by(
        restatement.c.date.desc(), restatement.c.department_id, restatement.c.measure
    )
    if department_id is not None:
        statement = statement.where(restatement.c.department_id == department_id)
    return [
        words.Restated(
            row["date"],
            edition.department_name(row["department_id"]),
            row["measure"],
            row["from_count"],
            row["to_count"],
            row["because"],
        )
        for row in edition.select(statement)
        if row["department_id"] in {WHOLE, *edition.departments}
    ]


def restated_notice(desk: Desk) -> str:
    """What to know of the past of the whole organisation; empty where nothing was restated."""
    if not desk.scope.may(Right.FIGURES):
        return ""
    return words.notice(restated(desk.edition, WHOLE))


def restated_card(desk: Desk) -> None:
    """Figures of the past that are told differently now."""
    list_card("restated", desk.keep(_restated))


def _restated(desk: Desk) -> Listed:
    rows = restated(desk.edition)
    finding = words.finding(rows)
    if not rows:
        return Listed(finding)
    columns = [
        words_column("Day"),
        words_column("Of"),
        words_column("Figure"),
        number_column("Was"),
        number_column("Is"),
        words_column("Because of", wraps=True),
    ]
    cells = [
        [
            TableCell(text=long_date(row.day)),
            TableCell(text=row.place),
            TableCell(text=words.MEASURES.get(row.measure, row.measure)),
            TableCell(text=numbers.count(row.before)),
            TableCell(text=numbers.count(row.after)),
            TableCell(text=row.because),
        ]
        for row in rows[:LISTED]
    ]
    names = ("date", "department", "measure", "from_count", "to_count", "because")
    values: list[list[Value]] = [
        [r.day, r.place, r.measure, r.before, r.after, r.because] for r in rows
    ]
    table = small_table("Restated figures", columns, cells)
    return Listed(finding, {"restated": table}, lambda: table_csv(names, values))


def classes_card(desk: Desk) -> None:
    """The classes of people on the newest staff list, and which of them are headcount."""
    list_card("classes", desk.keep(_classes))


def _classes(desk: Desk) -> Listed:
    rows = desk.edition.select(
        select(staff_class).order_by(
            staff_class.c.is_counted.desc(), staff_class.c.people_count.desc()
        )
    )
    counted = sum(row["people_count"] for row in rows if row["is_counted"])
    others = sum(row["people_count"] for row in rows if not row["is_counted"])
    title = (
        f"{numbers.plural(counted, 'person', 'people')} on the newest staff list count as staff, "
        f"{numbers.count(others)} do not"
        if rows
        else "No staff list tells who counts as staff"
    )
    finding = Finding(title, "By class; [staff] not_counted in config.toml decides")
    if not rows:
        return Listed(finding)
    columns = [words_column("Class"), number_column("People"), words_column("Headcount")]
    cells = [
        [
            TableCell(text=row["class"]),
            TableCell(text=numbers.count(row["people_count"])),
            TableCell(text="Yes" if row["is_counted"] else "No"),
        ]
        for row in rows
    ]
    names = ("class", "is_counted", "people_count")
    values = [[row[name] for name in names] for row in rows]
    table = small_table("Classes of people", columns, cells)
    return Listed(finding, {"classes": table}, lambda: table_csv(names, values))
