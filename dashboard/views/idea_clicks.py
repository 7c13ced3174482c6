"""The clicks on one idea by audience: each series by itself, for they count differently."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping

from dashboard.components.ledger import mount
from dashboard.components.table import (
    TableCell,
    TableData,
    number_column,
    table_part,
    words_column,
)
from dashboard.metric import Cell
from dashboard.outputs.csv import Value, table_csv
from dashboard.views import records
from dashboard.views.desk import Desk
from dashboard.views.layout import card, download_below, empty
from dashboard.views.records import Clicks
from dashboard.views.texts import HIDDEN, NONE, department_cell
from dashboard.words import empty as empties
from dashboard.words import ideas as words
from dashboard.words import numbers
from dashboard.words.privacy import withheld
from dashboard.words.sources import series_label
from etl.editions import schema

NOT_ATTRIBUTABLE = "Not attributable"
TOGETHER = "Other departments, together"

Line = tuple[TableCell, float | None, str]
"""Audience, clicks, and what stands in their place where they are not shown."""


def clicks_card(desk: Desk, idea_id: str) -> None:
    """Draw the card."""
    total = _whole(desk, "idea_clicks", idea_id)
    attributed = _whole(desk, "attributed_click_rate", idea_id)
    by_series = records.clicks(desk.edition, idea_id)
    with card("clicks", words.clicks(total, attributed)):
        if not by_series:
            empty(empties.NO_CLICKS)
            return
        for series_id, clicks in by_series.items():
            _series(desk, series_id, clicks)
        download_below("clicks", lambda: _clicks_csv(desk, by_series))


def _series(desk: Desk, series_id: str, clicks: Clicks) -> None:
    columns = [words_column("Links posted to"), number_column("Clicks"), number_column("Share")]
    table = TableData(
        caption=_caption(series_id, clicks),
        columns=columns,
        rows=[_row(line, clicks.click_count) for line in _lines(desk, clicks)],
        is_small=True,
        is_caption_shown=True,
    )
    mount(table_part(table), key=f"clicks_{series_id.replace(':', '_')}")


def _caption(series_id: str, clicks: Clicks) -> str:
    told = _told(clicks)
    share = numbers.percent(told / clicks.click_count) if clicks.click_count else "none"
    text = f"Counted by {series_label(series_id)}; {share} told to a department"
    bots = numbers.count(clicks.bot_count)
    return f"{text}; {bots} not human and left out" if clicks.bot_count else text


def _told(clicks: Clicks) -> int:
    told = clicks.attributed["click_count"] if clicks.attributed else 0
    return min(told or 0, clicks.click_count)


def _lines(desk: Desk, clicks: Clicks) -> Sequence[Line]:
    apart = [row for row in clicks.audiences if row["click_status"] != schema.HIDDEN]
    lines = [_line(desk, row) for row in apart]
    if len(apart) < len(clicks.audiences):
        lines.append((TableCell(text=TOGETHER), None, HIDDEN))
    unknown = clicks.click_count - _told(clicks)
    return [*lines, (TableCell(text=NOT_ATTRIBUTABLE), unknown, "")] if unknown else lines


def _line(desk: Desk, row: RowMapping) -> Line:
    edition = desk.edition
    note = withheld(row["click_status"], edition.minimum_group, edition.minimum_cell)
    return department_cell(desk, row["department_id"]), row["click_count"], note


def _row(line: Line, total: int) -> list[TableCell]:
    name, count, note = line
    if count is None:
        return [name, TableCell(text=note, tone="quiet"), TableCell(text=NONE, tone="quiet")]
    share = numbers.percent(count / total) if total else NONE
    return [name, TableCell(text=numbers.count(count)), TableCell(text=share)]


def _clicks_csv(desk: Desk, by_series: Mapping[str, Clicks]) -> str:
    columns = ("series", "audience_department", "clicks", "note")
    rows: list[Sequence[Value]] = [
        [series_id, name.text, count, note]
        for series_id, clicks in by_series.items()
        for name, count, note in _lines(desk, clicks)
    ]
    return table_csv(columns, rows)


def _whole(desk: Desk, metric: str, idea_id: str) -> Cell:
    return desk.ask(metric=metric, by="idea", idea_id=idea_id, window_days=0).cell
