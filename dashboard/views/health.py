"""Data health: what the figures rest on, and what could not be used."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from dashboard.access import Right
from dashboard.components.table import TableCell, Tone, number_column, words_column
from dashboard.metric import Cell
from dashboard.outputs.csv import table_csv
from dashboard.views import records
from dashboard.views.desk import Desk, last_attempt
from dashboard.views.layout import Listed, Make, head, list_card, small_table
from dashboard.views.restated import classes_card, restated_card
from dashboard.views.topics import hashtags_card
from dashboard.words import health as words
from dashboard.words import numbers
from dashboard.words.adoption import eyebrow
from dashboard.words.dates import ago, long_date
from dashboard.words.figure import Finding, known
from dashboard.words.sources import series_label, source_label
from etl.editions import schema
from etl.editions.shelf import Attempt

NONE = "–"
NEWEST = 12
"""Files of the last loads that are listed."""


def show(desk: Desk) -> None:
    """Draw the page."""
    head(eyebrow("Data health", desk.edition.as_of_date), words.headline(_ages(desk)))
    _notices(desk)
    list_card("sources", desk.keep(_sources))
    list_card("rejects", desk.keep(_rejects))
    if desk.scope.may(Right.FIGURES):
        classes_card(desk)
        restated_card(desk)
        for key, series in desk.keep(_clicks).items():
            list_card(f"series_{key}", series, file=f"bots_{key}")
        hashtags_card(desk)
    list_card("runs", desk.keep(_runs, last_attempt()))


def _ages(desk: Desk) -> Sequence[Cell]:
    return desk.ask(metric="freshness", by="source", at=desk.today).cells


def _notices(desk: Desk) -> None:
    attempt = last_attempt()
    status, sentence = (attempt.status, attempt.sentence) if attempt else ("", "")
    list_card("notices", desk.keep(_noticed, status, sentence))


def _noticed(desk: Desk, status: str, sentence: str) -> Listed:
    rows = records.notices(desk.edition)
    columns = [words_column("What to know", wraps=True), words_column("About")]
    columns.append(number_column("Needs a person"))
    cells = [
        [
            TableCell(text=row["sentence"] + words.alike(more)),
            TableCell(text=source_label(row["source"])),
            TableCell(text="Yes" if row["needs_person"] else "No", tone=_tone(row)),
        ]
        for row, more in _told_once(rows)
    ]
    table = small_table("What a person should know about the data", columns, cells)
    return Listed(
        words.attempt(status, sentence),
        {"notices": table} if rows else {},
        _csv(rows, ("source", "code", "sentence", "needs_person")),
    )


def _told_once(rows: Sequence[RowMapping]) -> list[tuple[RowMapping, int]]:
    """Of notices of one kind that need nobody the last, with how many more there are."""
    alike = Counter((row["source"], row["code"]) for row in rows if not row["needs_person"])
    last = {(row["source"], row["code"]): row for row in rows if not row["needs_person"]}
    asking = [(row, 0) for row in rows if row["needs_person"]]
    return [*asking, *((row, alike[kind] - 1) for kind, row in last.items())]


def _tone(row: RowMapping) -> Tone:
    return "signal" if row["needs_person"] else "quiet"


def _csv(rows: Sequence[RowMapping] | Sequence[Mapping[str, Any]], names: Sequence[str]) -> Make:
    return lambda: table_csv(names, [[row[name] for name in names] for row in rows])


def _sources(desk: Desk) -> Listed:
    rows = records.sources(desk.edition)
    days = {cell.key: known(cell) for cell in _ages(desk)}
    note = "Newest day that each source tells of, the days it covers, and what was read from it"
    columns = [
        words_column("Source"),
        words_column("Newest day"),
        words_column("Covers", is_wide=True),
        number_column("Files", is_wide=True),
        number_column("Rows"),
        number_column("Rejected", is_wide=True),
    ]
    cells = [_source(row, days.get(row["source"])) for row in rows]
    names = ("source", "snapshot_count", "latest_on", "covers_from", "covers_to")
    return Listed(
        Finding(_received(rows), note),
        {"sources": small_table("Sources and how fresh they are", columns, cells)},
        _csv(rows, (*names, "row_count", "reject_count")),
    )


def _received(rows: Sequence[RowMapping]) -> str:
    files = sum(row["snapshot_count"] for row in rows)
    read = sum(row["row_count"] for row in rows)
    return f"{numbers.plural(read, 'row')} from {numbers.plural(files, 'file')}"


def _source(row: RowMapping, days: float | None) -> list[TableCell]:
    newest = row["covers_to"] or row["latest_on"]
    is_stale = words.is_stale(row["source"], days)
    return [
        TableCell(text=source_label(row["source"])),
        TableCell(
            text=long_date(newest) if newest else NONE,
            after=ago(round(days)) if days is not None else "",
            tone="signal" if is_stale else "",
        ),
        TableCell(text=_span(row)),
        TableCell(text=numbers.count(row["snapshot_count"])),
        TableCell(text=numbers.count(row["row_count"])),
        TableCell(text=numbers.count(row["reject_count"])),
    ]


def _span(row: RowMapping) -> str:
    if not row["covers_from"] or not row["covers_to"]:
        return NONE
    if row["covers_from"] == row["covers_to"]:
        return long_date(row["covers_from"])
    return f"{long_date(row['covers_from'])} to {long_date(row['covers_to'])}"


def _rejects(desk: Desk) -> Listed:
    rows = records.rejects(desk.edition)
    rejected = sum(row["reject_count"] for row in rows)
    read = sum(row["row_count"] for row in records.sources(desk.edition))
    columns = [
        words_column("File"),
        words_column("Column"),
        words_column("Reason", wraps=True),
        number_column("Lines"),
        words_column("First lines", is_wide=True),
    ]
    cells = [
        [
            TableCell(text=row["file"], after=row["part"]),
            TableCell(text=row["column_name"] or NONE),
            TableCell(text=row["reason"]),
            TableCell(text=numbers.count(row["reject_count"])),
            TableCell(text=row["first_lines"]),
        ]
        for row in rows
    ]
    names = ("source", "file", "part", "column_name", "reason", "reject_count", "first_lines")
    table = small_table("Lines that could not be read", columns, cells)
    finding = words.rejects(rejected, read + rejected)
    return Listed(finding, {"rejects": table} if rows else {}, _csv(rows, names))


def _clicks(desk: Desk) -> Mapping[str, Listed]:
    """Of each click series what was not human."""
    flagged = records.bots(desk.edition)
    return {
        row["series_id"].replace(":", "_"): _series(row, flagged.get(row["series_id"], ()))
        for row in records.series(desk.edition)
    }


def _series(row: RowMapping, reasons: Sequence[RowMapping]) -> Listed:
    finding = words.bots(row["click_count"], row["bot_count"])
    title = f"{numbers.sentence(series_label(row['series_id']))}: {finding.title}"
    about = f"Unit: {row['unit']}. Filter of the source: {row['filter']}. Grain: {row['grain']}."
    columns = [words_column("Why flagged"), number_column("Clicks")]
    cells = [
        [
            TableCell(text=words.FLAGS.get(each["reason"], each["reason"])),
            TableCell(text=numbers.count(each["bot_count"])),
        ]
        for each in reasons
    ]
    table = small_table("Clicks that are not human", columns, cells)
    return Listed(
        Finding(title, f"{finding.note}. {about}"),
        {f"bots_{row['series_id'].replace(':', '_')}": table} if reasons else {},
        _csv(reasons, ("series_id", "reason", "bot_count")),
    )


def _latest_runs(desk: Desk, attempt: Attempt | None) -> Sequence[Mapping[str, Any]]:
    """What the loads did with each file: up to the last one, else up to that of the edition."""
    if attempt is not None and attempt.runs:
        return [asdict(run) for run in attempt.runs]
    return [dict(row) for row in records.runs(desk.edition)]


def _runs(desk: Desk, attempt: Attempt | None) -> Listed:
    rows = _latest_runs(desk, attempt)
    note = "Rows read are those loaded, unchanged and rejected."
    more = f" The newest {NEWEST} are listed, all are in the file." if len(rows) > NEWEST else ""
    title = f"{numbers.plural(len(rows), 'file')} loaded"
    columns = [
        words_column("File"),
        words_column("Source", is_wide=True),
        words_column("Loaded at"),
        number_column("Read", is_wide=True),
        number_column("Loaded"),
        number_column("Unchanged", is_wide=True),
        number_column("Rejected", is_wide=True),
        number_column("Seconds", is_wide=True),
    ]
    zone = ZoneInfo(desk.edition.info.get("time_zone", "UTC"))
    cells = [_run(row, zone) for row in rows[:NEWEST]]
    columns_of_file = tuple(column.name for column in schema.run.columns)
    table = small_table("Files loaded", columns, cells)
    finding = Finding(title, f"{note}{more}")
    return Listed(finding, {"runs": table} if rows else {}, _csv(rows, columns_of_file))


def _run(row: Mapping[str, Any], zone: ZoneInfo) -> list[TableCell]:
    return [
        TableCell(text=row["file"]),
        TableCell(text=source_label(row["source"])),
        TableCell(text=_local(row["started_at"], zone)),
        TableCell(text=numbers.count(row["read_count"])),
        TableCell(text=numbers.count(row["loaded_count"])),
        TableCell(text=numbers.count(row["unchanged_count"])),
        TableCell(text=numbers.count(row["rejected_count"])),
        TableCell(text=f"{row['seconds']:,.1f}"),
    ]


def _local(instant: str, zone: ZoneInfo) -> str:
    moment = datetime.fromisoformat(instant)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    local = aware.astimezone(zone)
    return f"{long_date(local.date())}, {local:%H:%M}"
