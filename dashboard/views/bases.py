"""The card of the three bases, of the organisation or of one department."""

from dataclasses import replace

from dashboard.components.table import TableCell, TableData, ledger_table, words_column
from dashboard.views.desk import Desk
from dashboard.views.files import frames_csv
from dashboard.views.layout import card, download_below
from dashboard.words import bases as words
from etl.editions.schema import WHOLE


def bases_card(desk: Desk, department_id: str = WHOLE) -> None:
    """Joined of all staff, joined of eligible staff, active of those who joined."""
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
    with card("bases", found, is_stretched=True):
        table = TableData(
            caption="Three bases of a rate",
            columns=[words_column("Rate"), words_column("Share"), words_column("Out of")],
            rows=[
                [TableCell(text=base.label), TableCell(text=base.rate), TableCell(text=base.of)]
                for base in words.bases(*cells)
            ],
            is_small=True,
        )
        ledger_table(table, key="bases")
        download_below("bases", lambda: frames_csv(frames))
