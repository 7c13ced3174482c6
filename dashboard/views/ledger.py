"""The ledger: every account and every colleague in one row, each side with its total."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from dashboard.components.table import (
    TableCell,
    TableData,
    ledger_table,
    number_column,
    words_column,
)
from dashboard.outputs.csv import table_csv
from dashboard.views import records
from dashboard.views.desk import Desk
from dashboard.views.layout import card, download_below, empty
from dashboard.words import empty as empties
from dashboard.words import health as words
from dashboard.words import numbers

SIDES = {
    "accounts": "Accounts on the network",
    "headcount": "Colleagues on the staff list",
    "invited": "Invitations nobody has taken up",
}
STATES = {
    "matched": "On the staff list",
    "guest": "Guests",
    "not_joined": "Not joined",
    "duplicate": "Second accounts",
    "left": "Left",
    "conflict": "Unclear",
    "unmatched": "Not on the staff list",
    "joined": "Joined",
}
REASONS = {
    "directory_id": "found by directory id",
    "employee_id": "found by employee id",
    "email": "found by e-mail address",
    "alias": "found by another address",
    "pending": "invited, not yet joined",
    "never_joined": "never joined",
    "suspended": "account suspended",
    "deleted": "account deleted",
    "left_staff_list": "left the staff list",
    "external_domain": "address of another organisation",
    "two_people": "points at two colleagues",
    "second_account": "colleague has another account",
    "not_on_staff_list": "no colleague matches",
    "no_staff_list": "no staff list was loaded",
    "no_account": "no account",
    "pending_account": "invited, not yet joined",
}


def ledger_card(desk: Desk) -> None:
    """Draw both sides."""
    unmatched = desk.ask(metric="unplaced_account_rate").cell
    with card("ledger", words.ledger(unmatched)):
        sides = {side: records.ledger_side(desk.edition, side) for side in SIDES}
        if not any(sides.values()):
            empty(empties.NO_NETWORK)
        for side, rows in sides.items():
            if rows:
                ledger_table(side_table(side, rows), key=f"ledger_{side}")
        download_below("ledger", lambda: _csv(sides))


def side_table(side: str, rows: Sequence[RowMapping]) -> TableData:
    """One side of the ledger, with its total last."""
    total = sum(row["count"] for row in rows)
    cells = [
        [
            TableCell(text=STATES.get(row["state"], _plain(row["state"]))),
            TableCell(text=REASONS.get(row["reason"], _plain(row["reason"]))),
            TableCell(text=numbers.count(row["count"])),
            TableCell(text=numbers.percent(row["count"] / total) if total else "–"),
        ]
        for row in rows
    ]
    share = numbers.percent(1.0)
    cells.append(
        [
            TableCell(text="Total", tone="strong"),
            TableCell(text=""),
            TableCell(text=numbers.count(total), tone="strong"),
            TableCell(text=share if total else "–"),
        ]
    )
    columns = [
        words_column("State"),
        words_column("Why", wraps=True),
        number_column("Count"),
        number_column("Share"),
    ]
    return TableData(
        caption=SIDES[side], columns=columns, rows=cells, is_small=True, is_caption_shown=True
    )


def _plain(code: str) -> str:
    return code.replace("_", " ")


def _csv(sides: dict[str, Sequence[RowMapping]]) -> str:
    rows = [
        [side, row["state"], row["reason"], row["count"]]
        for side, rows in sides.items()
        for row in rows
    ]
    return table_csv(("side", "state", "reason", "count"), rows)
