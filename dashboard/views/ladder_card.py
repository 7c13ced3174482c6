"""How far members take part, at each report: of the whole, and of a department."""

from dashboard.components.table import TableCell, TableData, number_column, table_part, words_column
from dashboard.metric import Frame
from dashboard.metric.ladder_facts import ladder_period
from dashboard.views.desk import Desk
from dashboard.views.files import frames_csv
from dashboard.views.layout import Listed, list_card
from dashboard.views.texts import figure_cell
from dashboard.words import ladder as words
from dashboard.words.dates import short_day
from etl.editions.schema import WHOLE

RUNGS = ("reading_rate", "reacting_rate", "writing_rate", "posting_rate")
MOST_REPORTS = 12


def ladder_card(desk: Desk, department_id: str = WHOLE) -> None:
    """Shares of members on each rung, or higher; nothing of a department without a report."""
    list_card("ladder", desk.keep(_ladder, department_id))


def _ladder(desk: Desk, department_id: str) -> Listed:
    frames = [desk.ask(metric=name, by="day", department_id=department_id) for name in RUNGS]
    finding = words.ladder([frame.cell for frame in frames], ladder_period(desk.edition))
    if all(cell.status == "no_data" for frame in frames for cell in frame.cells):
        return Listed(finding)
    return Listed(finding, {"ladder": table_part(ladder_table(frames))}, lambda: frames_csv(frames))


def ladder_table(frames: list[Frame]) -> TableData:
    """The newest reports, the newest first."""
    columns = [words_column("Report of")]
    columns += [
        number_column("Read"),
        number_column("Reacted", is_wide=True),
        number_column("Wrote"),
        number_column("Posted"),
    ]
    reports = list(zip(*(frame.cells for frame in frames), strict=True))
    rows = [
        [
            TableCell(text=short_day(cells[0].period)),
            *(figure_cell(frame, cell) for frame, cell in zip(frames, cells, strict=True)),
        ]
        for cells in reversed(reports[-MOST_REPORTS:])
        if cells[0].period
    ]
    return TableData(caption="Members by how far they take part", columns=columns, rows=rows)
