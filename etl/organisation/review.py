"""The reviewed file of labels: what is mapped already, and what is still to be filled in."""

import csv
from pathlib import Path

from etl.errors import LoadError
from etl.locking import one_at_a_time
from etl.organisation.departments import held_labels
from etl.organisation.register import mapped_labels
from etl.settings import Settings
from etl.warehouse.engine import open_warehouse

_WAIT_SECONDS = 60.0


def write_review(settings: Settings, path: Path) -> tuple[int, int]:
    """Write every mapped label, and every held one with an empty department_id.

    Returns how many are held, and how many lines there are. LoadError where ``path`` is taken.
    """
    if path.exists():
        raise LoadError(
            f"{path.name} is there already. Load it if it is filled in, or name another: --file"
        )
    with (
        one_at_a_time(settings.data / "load.lock", _WAIT_SECONDS),
        open_warehouse(settings) as warehouse,
        warehouse.transaction(),
    ):
        mapped, held = mapped_labels(warehouse), held_labels(warehouse)
    lines = [*((label, "") for label in held), *sorted(mapped.items())]
    if held:
        with path.open("x", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("label", "department_id"))
            writer.writerows((_plain(label), id_) for label, id_ in lines)
    return len(held), len(lines)


def _plain(label: str) -> str:
    """A label as text: no spreadsheet takes it for a formula."""
    return f"'{label}" if label[:1] in "=+-@" else label
