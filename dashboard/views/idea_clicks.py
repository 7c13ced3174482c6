"""The clicks on one idea by audience: each series by itself, for they count differently."""

from collections.abc import Collection, Mapping, Sequence

from dashboard.components.table import (
    TableCell,
    TableData,
    ledger_table,
    number_column,
    words_column,
)
from dashboard.metric import Cell
from dashboard.outputs.csv import Value, table_csv
from dashboard.views import records
from dashboard.views.desk import Desk
from dashboard.views.layout import card, download_below, empty
from dashboard.views.records import Audience
from dashboard.views.texts import department_cell
from dashboard.words import empty as empties
from dashboard.words import ideas as words
from dashboard.words import numbers
from dashboard.words.sources import series_label
from etl.editions.schema import UNKNOWN

NOT_ATTRIBUTABLE = "Not attributable"
SMALL, SMALL_NAME = "", "Small departments"
"""Departments too small to be shown apart, together."""


def clicks_card(desk: Desk, idea_id: str) -> None:
    """Draw the card."""
    total = _whole(desk, "idea_clicks", idea_id)
    attributed = _whole(desk, "attributed_click_rate", idea_id)
    by_series = shown_audiences(desk, idea_id)
    with card("clicks", words.clicks(total, attributed)):
        if not by_series:
            empty(empties.NO_CLICKS)
            return
        for series_id, audiences in by_series.items():
            _series(desk, series_id, audiences)
        download_below("clicks", lambda: _clicks_csv(desk, by_series))


def shown_audiences(desk: Desk, idea_id: str) -> Mapping[str, Sequence[Audience]]:
    """Series id to audiences, those too small to show put together before the unknown one."""
    members = desk.ask(metric="members", by="department").cells
    hidden = {cell.key for cell in members if cell.status == "suppressed"}
    by_series = records.audiences(desk.edition, idea_id)
    return {key: _merged(audiences, hidden) for key, audiences in by_series.items()}


def _merged(audiences: Sequence[Audience], hidden: Collection[str]) -> Sequence[Audience]:
    small = [audience for audience in audiences if audience.department_id in hidden]
    if not small:
        return audiences
    clicks, bots = (sum(a.click_count for a in small), sum(a.bot_count for a in small))
    apart = [audience for audience in audiences if audience.department_id not in hidden]
    known = [audience for audience in apart if audience.department_id != UNKNOWN]
    unknown = [audience for audience in apart if audience.department_id == UNKNOWN]
    return [*known, Audience(SMALL, clicks, bots), *unknown]


def _name(desk: Desk, department_id: str) -> TableCell:
    together = {UNKNOWN: NOT_ATTRIBUTABLE, SMALL: SMALL_NAME}.get(department_id)
    return TableCell(text=together) if together else department_cell(desk, department_id)


def _series(desk: Desk, series_id: str, audiences: Sequence[Audience]) -> None:
    label = series_label(series_id)
    columns = [
        words_column("Links posted to"),
        number_column("Counted", is_wide=True),
        number_column("Not human", is_wide=True),
        number_column("Clicks"),
        number_column("Share"),
    ]
    total = sum(audience.click_count for audience in audiences)
    rows = [_audience(desk, audience, total) for audience in audiences]
    attributed = sum(a.click_count for a in audiences if a.department_id != UNKNOWN)
    share = numbers.percent(attributed / total) if total else "none"
    table = TableData(
        caption=f"Counted by {label}; {share} told to a department",
        columns=columns,
        rows=rows,
        is_small=True,
        is_caption_shown=True,
    )
    ledger_table(table, key=f"clicks_{series_id.replace(':', '_')}")


def _audience(desk: Desk, audience: Audience, total: int) -> list[TableCell]:
    share = numbers.percent(audience.click_count / total) if total else "–"
    return [
        _name(desk, audience.department_id),
        TableCell(text=numbers.count(audience.before_count)),
        TableCell(text=numbers.count(audience.bot_count)),
        TableCell(text=numbers.count(audience.click_count)),
        TableCell(text=share),
    ]


def _clicks_csv(desk: Desk, by_series: Mapping[str, Sequence[Audience]]) -> str:
    columns = ("series", "audience_department", "counted", "not_human", "clicks")
    rows: list[Sequence[Value]] = [
        [
            series_id,
            _name(desk, audience.department_id).text,
            audience.before_count,
            audience.bot_count,
            audience.click_count,
        ]
        for series_id, audiences in by_series.items()
        for audience in audiences
    ]
    return table_csv(columns, rows)


def _whole(desk: Desk, metric: str, idea_id: str) -> Cell:
    return desk.ask(metric=metric, by="idea", idea_id=idea_id, window_days=0).cell
