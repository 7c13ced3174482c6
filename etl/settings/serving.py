"""[privacy], [serve], [fetch]: what may be shown, where, and what is fetched."""

from collections.abc import Mapping
from dataclasses import dataclass

from etl.settings.document import Table, flag_in, table_in, text_in, whole_in, wrong

ALLOW_PRIVATE = "allow_private"
"""The option of a source that is fetched: its server may be inside the network."""
LEAST_MONTHS = 13
"""Figures of one edition compare its last day with the end of the year before."""
_MOST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Privacy:
    """Smallest group with figures, and smallest count of people that is shown: never under 5.

    ``keep_exports_days``: after how many days an export that is loaded is deleted; None: never.
    ``encrypt_exports``: whether those that are kept are encrypted. ``keep_person_facts_months``:
    how long what people did is kept person by person; None: for good.
    """

    minimum_group: int
    minimum_cell: int
    keep_exports_days: int | None = None
    encrypt_exports: bool = True
    keep_person_facts_months: int | None = LEAST_MONTHS


@dataclass(frozen=True, slots=True)
class Serve:
    """Where the dashboard listens."""

    address: str
    port: int


def read_privacy(table: Table) -> Privacy:
    days = whole_in(table, "keep_exports_days", 0, 0, 36_500)
    return Privacy(
        whole_in(table, "minimum_group", 10, 5, 1000),
        whole_in(table, "minimum_cell", 5, 5, 1000),
        days if "keep_exports_days" in table else None,
        flag_in(table, "encrypt_exports", True),
        _months(table),
    )


def _months(table: Table) -> int | None:
    name = "keep_person_facts_months"
    months = whole_in(table, name, LEAST_MONTHS, 0, _MOST_MONTHS)
    if 0 < months < LEAST_MONTHS:
        raise wrong(name, f"0, which keeps them for good, or from {LEAST_MONTHS} to {_MOST_MONTHS}")
    return months or None


def read_serve(table: Table) -> Serve:
    return Serve(text_in(table, "address", "127.0.0.1"), whole_in(table, "port", 8501, 1, 65535))


def read_fetch(table: Table) -> Mapping[str, Mapping[str, str]]:
    for name in table:
        flag_in(table_in(table, name), ALLOW_PRIVATE, False)
    return {
        name: {key: str(value) for key, value in table_in(table, name).items()}
        for name in sorted(table)
    }
