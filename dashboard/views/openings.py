"""Where ideas could go next: a list to act on, for all departments or for one."""

from collections import Counter
from collections.abc import Sequence

from dashboard.components.table import TableCell, TableData, table_part, words_column
from dashboard.outputs.csv import table_csv
from dashboard.views import idea_rows
from dashboard.views.desk import Desk, address
from dashboard.views.layout import Listed, list_card
from dashboard.views.texts import department_cell
from dashboard.words import openings as words
from dashboard.words.figure import Finding
from dashboard.words.openings import Opening

MOST = 10
MOST_OF_ONE = 2


def openings_card(desk: Desk) -> None:
    """The surest next departments of all new ideas: of an idea or a department at most two."""
    list_card("openings", desk.keep(_of_all))


def _of_all(desk: Desk) -> Listed:
    found = _few_each(_openings(desk))[:MOST]
    return _listed(desk, words.openings(found), found, with_department=True)


def unseen_card(desk: Desk, department_id: str) -> None:
    """The ideas that one department has not seen and may well take up."""
    list_card("unseen", desk.keep(_of_one, department_id), file="openings")


def _of_one(desk: Desk, department_id: str) -> Listed:
    found = [each for each in _openings(desk) if each.department_id == department_id][:MOST]
    finding = words.unseen(desk.edition.department_name(department_id), found)
    return _listed(desk, finding, found, with_department=False)


def _openings(desk: Desk) -> list[Opening]:
    """The surest first; without departments too small to be shown, here or as the reason."""
    members = desk.ask(metric="members", by="department")
    shown = {cell.key for cell in members.cells if cell.status != "suppressed"}
    is_everything = desk.scope.is_everything
    name = desk.edition.department_name
    return [
        Opening(
            row["idea_id"],
            row["title"],
            row["department_id"],
            name(row["department_id"]),
            name(row["because_department_id"]) if is_everything else "",
            row["similar_count"],
            row["held_count"],
        )
        for row in idea_rows.openings(desk.edition)
        if row["department_id"] in shown
        and (not is_everything or row["because_department_id"] in shown)
    ]


def _few_each(found: Sequence[Opening]) -> list[Opening]:
    seen: Counter[str] = Counter()
    kept = []
    for opening in found:
        if max(seen[opening.idea_id], seen[opening.department_id]) < MOST_OF_ONE:
            seen.update((opening.idea_id, opening.department_id))
            kept.append(opening)
    return kept


def _listed(
    desk: Desk, finding: Finding, found: Sequence[Opening], with_department: bool
) -> Listed:
    if not found:
        return Listed(finding)
    columns = [words_column("Idea", wraps=True), words_column("Why", wraps=True)]
    if with_department:
        columns.insert(1, words_column("Not yet in", wraps=True))
    rows = []
    for each in found:
        row = [
            TableCell(text=each.title, href=address("idea", {"idea": each.idea_id})),
            TableCell(text=words.reason(each), tone="quiet"),
        ]
        if with_department:
            row.insert(1, department_cell(desk, each.department_id))
        rows.append(row)
    caption = "Departments that ideas have not reached"
    table = table_part(TableData(caption=caption, columns=columns, rows=rows))
    return Listed(finding, {"openings": table}, lambda: _csv(found))


def _csv(found: Sequence[Opening]) -> str:
    return table_csv(
        ("title", "department", "because", "similar_count", "held_count"),
        [(each.title, each.department, each.because, each.similar, each.held) for each in found],
    )
