"""The card of the three bases, of the organisation or of one department."""

from dataclasses import replace

from dashboard.components.table import TableCell, words_column
from dashboard.views.desk import Desk
from dashboard.views.files import frames_csv
from dashboard.views.layout import Listed, list_card, small_table
from dashboard.words import bases as words
from etl.editions.schema import WHOLE


def bases_card(desk: Desk, department_id: str = WHOLE) -> None:
    """Joined of all staff, joined of eligible staff, active of those who joined."""
    list_card("bases", desk.keep(_bases, department_id), is_stretched=True)


def _bases(desk: Desk, department_id: str) -> Listed:
    frames = [
        desk.ask(metric=metric, department_id=department_id)
        for metric in ("adoption_rate", "eligible_adoption_rate", "active_rate")
    ]
    cells = [frame.cell for frame in frames]
    found = words.finding(*cells)
    if department_id == WHOLE:
        staff = desk.ask(metric="headcount", by="department").cells
        told = words.not_added(desk.ask(metric="headcount").cell, staff)
        found = replace(found, note=" ".join(filter(None, (found.note, told))))
    table = small_table(
        "Three bases of a rate",
        [words_column("Rate"), words_column("Share"), words_column("Out of")],
        [
            [TableCell(text=base.label), TableCell(text=base.rate), TableCell(text=base.of)]
            for base in words.bases(*cells)
        ],
    )
    return Listed(found, {"bases": table}, lambda: frames_csv(frames))
