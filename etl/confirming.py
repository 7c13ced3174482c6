"""What a person confirmed: files that may be published although they look unusual.

``data/confirmed.csv`` holds one line per file, and is read at every load and rebuild. It names the
file by its snapshot, so that the decision holds wherever the warehouse is made again.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.errors import LoadError
from etl.organisation.guard import Alarm
from etl.settings import Settings

_COLUMNS = ("snapshot_id", "file", "what", "by", "at")
FIRST_EDITION = "published with the first edition"


@dataclass(frozen=True, slots=True)
class Held:
    """A load that was held back: its run, and what is unusual."""

    run_id: str
    alarms: tuple[Alarm, ...]

    @property
    def sentence(self) -> str:
        """What is unusual, and what to do."""
        told = "; ".join(alarm.sentence for alarm in self.alarms)
        return (
            f"{told}. Nothing new is published until a person has looked. "
            f"If it is right: uptake confirm {self.run_id}"
        )


def unconfirmed(settings: Settings, alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """The alarms that nobody has confirmed yet."""
    confirmed = {(row["snapshot_id"], row["what"]) for row in _read(settings)}
    return tuple(a for a in alarms if (a.snapshot_id, a.sentence) not in confirmed)


def hold(settings: Settings, held: Held) -> None:
    """Remember that a load was held back."""
    content = {
        "run_id": held.run_id,
        "alarms": [[a.snapshot_id, a.file, a.sentence] for a in held.alarms],
    }
    _held_file(settings).write_text(json.dumps(content), "utf-8")


def release(settings: Settings) -> None:
    """Forget that a load was held back: it is published, or there is nothing unusual left."""
    _held_file(settings).unlink(missing_ok=True)


def held_back(settings: Settings) -> Held | None:
    """The load that is held back, if any."""
    try:
        content = json.loads(_held_file(settings).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Held(content["run_id"], tuple(Alarm(*each) for each in content["alarms"]))


def confirm(settings: Settings, run_id: str, by: str) -> Held:
    """Confirm the load that is held back. LoadError where it is another one, or there is none."""
    held = held_back(settings)
    if held is None:
        raise LoadError("Nothing is held back. See how things stand: uptake status")
    if held.run_id != run_id:
        raise LoadError(f"Held back is {held.run_id}, not {run_id}. Confirm that one, or load.")
    record(settings, held.alarms, by)
    return held


def record(settings: Settings, alarms: Sequence[Alarm], by: str) -> None:
    """Write down who confirmed what, and when."""
    if not alarms:
        return
    path = _file(settings)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if is_new:
            writer.writerow(_COLUMNS)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        writer.writerows([a.snapshot_id, a.file, a.sentence, by, at] for a in alarms)


def _read(settings: Settings) -> list[dict[str, str]]:
    try:
        with _file(settings).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except FileNotFoundError:
        return []


def _file(settings: Settings) -> Path:
    return settings.data / "confirmed.csv"


def _held_file(settings: Settings) -> Path:
    return settings.data / "held.json"
