"""Where ideas could go next: a list to act on, for all departments or for one."""

from collections import Counter
from collections.abc import Sequence

from dashboard.components.table import TableCell, TableData, ledger_table, words_column
from dashboard.outputs.csv import table_csv
from dashboard.views import idea_rows
from dashboard.views.desk import Desk, address
from dashboard.views.layout import card, download_below
from dashboard.views.texts import department_cell
from dashboard.words import openings as words
from dashboard.words.openings import Opening

MOST = 10
MOST_OF_ONE = 2


def openings_card(desk: Desk) -> None:
    """The surest next departments of all new ideas: of an idea or a department at most two."""
    found = _few_each(_openings(desk))[:MOST]
    with card("openings", words.openings(found)):
        if found:
            _table(desk, found, with_department=True)


def unseen_card(desk: Desk, department_id: str) -> None:
    """The ideas that one department has not seen and may well take up."""
    found = [each for each in _openings(desk) if each.department_id == department_id][:MOST]
    with card("unseen", words.unseen(desk.edition.department_name(department_id), found)):
        if found:
            _table(desk, found, with_department=False)


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


def _table(desk: Desk, found: Sequence[Opening], with_department: bool) -> None:
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
    ledger_table(TableData(caption=caption, columns=columns, rows=rows), key="openings")
    download_below("openings", lambda: _csv(found))


def _csv(found: Sequence[Opening]) -> str:
    return table_csv(
        ("title", "department", "because", "similar_count", "held_count"),
        [(each.title, each.department, each.because, each.similar, each.held) for each in found],
    )
