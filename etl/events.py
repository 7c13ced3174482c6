"""Named events: kept as snapshots like any export, so that a rebuild finds them again."""

import csv
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from etl.errors import SettingsError
from etl.run import Outcome, Say, load
from etl.settings import Settings

HEADER = ("event_date", "event_name", "new_baseline", "removed", "noted_at")


def annotate(
    settings: Settings,
    day: date,
    name: str,
    *,
    is_rebase: bool,
    is_removed: bool,
    say: Say,
) -> Outcome:
    """Load one event, or take it back. Raises SettingsError for a blank name."""
    name = " ".join(name.split())
    if not name:
        raise SettingsError("An event needs a name. Say what happened, in a few words.")
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"event-{day:%Y-%m-%d}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            told = (day.isoformat(), name, _word(is_rebase), _word(is_removed), now)
            csv.writer(file).writerows([HEADER, told])
        return load(settings, [path], say)


def _word(flag: bool) -> str:
    return "true" if flag else "false"
