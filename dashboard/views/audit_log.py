"""Who looked at what: the newest lines of the audit log, and whether its chain holds."""

from collections.abc import Sequence

from dashboard.components.ledger import mount
from dashboard.components.table import TableCell, words_column
from dashboard.installation import installation
from dashboard.outputs.csv import table_csv
from dashboard.views.layout import card, download_below, head, small_table
from dashboard.words import audit as words
from etl.audit import Line

NEWEST = 100
COLUMNS = ("at", "who", "role", "scope", "action", "what", "about", "edition", "digest")


def show() -> None:
    """Draw the page."""
    log = installation().door.log
    verdict, lines = log.verify(), list(log.lines())
    head("Audit log", words.headline(verdict.count, verdict.problem))
    with card("log", words.lines(len(lines), NEWEST, verdict.head)):
        columns = [
            words_column("When"),
            words_column("Who"),
            words_column("As"),
            words_column("Did"),
            words_column("What", wraps=True),
        ]
        rows = [_row(line) for line in reversed(lines[-NEWEST:])]
        if rows:
            mount(small_table("The newest lines of the audit log", columns, rows), key="log")
        download_below("audit_log", lambda: _csv(lines))


def _row(line: Line) -> list[TableCell]:
    entry = line.entry
    what = " ".join(filter(None, (entry.what, entry.about)))
    return [
        TableCell(text=line.at[:19].replace("T", " ")),
        TableCell(text=entry.who[:12]),
        TableCell(text=words.role(entry.role), after=entry.scope),
        TableCell(text=words.ACTIONS[entry.action]),
        TableCell(text=what),
    ]


def _csv(lines: Sequence[Line]) -> str:
    rows = [[line.at, *(str(getattr(line.entry, name)) for name in COLUMNS[1:])] for line in lines]
    return table_csv(COLUMNS, rows)
