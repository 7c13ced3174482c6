"""One file is received: recognised, staged and merged into the facts, or refused as a whole."""

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from etl import snapshots
from etl.catalogue import recognise, sources
from etl.errors import NotRecognised
from etl.reading.archive import Archive, Entry, open_archive
from etl.reading.csvfile import LineReject
from etl.reading.samples import Sample, sample
from etl.settings import Settings
from etl.source import Export, Notice, Opening, Source
from etl.staging import Staged, stage
from etl.warehouse.engine import Warehouse
from etl.warehouse.merging import Merged, Precedence, learn, merge
from etl.warehouse.schema import address

NETWORK_EXPORT = "network_export"

_LOG_COUNT = re.compile(r"Number of exported (\w+):\s*(\d+)", re.IGNORECASE)
_SINCE = re.compile(r"since\W{1,4}(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_TEXT_LIMIT = 4 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a file, after it was staged (and merged, unless it was a dry run).

    ``taken_out_count``: rows about people who were erased that the file no longer holds.
    """

    name: str
    source: Source
    staged: Staged
    merged: Merged
    notices: tuple[Notice, ...]
    covers_from: date | None
    covers_to: date | None
    taken_out_count: int = 0

    @property
    def rejects(self) -> tuple[LineReject, ...]:
        return self.staged.rejects

    @property
    def erased_count(self) -> int:
        """Rows about people who were erased, as the export came."""
        return self.staged.left_out_count + self.taken_out_count


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was read: what it is, when it was exported, and its parts."""

    source: str
    exported_at: datetime
    parts: tuple[Part, ...]
    notices: tuple[Notice, ...]

    @property
    def left_out_count(self) -> int:
        """Rows in the file about people who were erased."""
        return sum(part.staged.left_out_count for part in self.parts)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to receive. ``exported_at`` is known of a snapshot, and found out of a new file.

    ``taken_out``: part of a snapshot to the rows it no longer holds, as people were erased.
    """

    path: Path
    name: str
    snapshot_id: str
    exported_at: datetime | None = None
    taken_out: Mapping[str, int] = field(default_factory=dict)


def receive(warehouse: Warehouse, settings: Settings, incoming: Incoming) -> Received:
    """Read a file and merge it, in the caller's transaction. FileError where it is refused."""
    with _room(warehouse) as workspace:
        looked = sample(incoming.path, incoming.name)
        if looked.kind == "zip":
            return _receive_archive(warehouse, settings, incoming, workspace)
        return _receive_table(warehouse, settings, incoming, looked, workspace)


@contextmanager
def _room(warehouse: Warehouse) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=warehouse.workspace))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _receive_table(
    warehouse: Warehouse, settings: Settings, incoming: Incoming, looked: Sample, workspace: Path
) -> Received:
    source = recognise(looked, settings)
    opening = Opening(
        warehouse.bench, incoming.path, incoming.name, "text_table", workspace, settings
    )
    staged = stage(source, opening)
    export = _export(opening, incoming, part=incoming.name, folder="")
    if incoming.exported_at is None:
        export = replace(export, exported_at=source.dated(export) or export.exported_at)
    part = _merge(warehouse, source, staged, export, incoming)
    return Received(source.name, export.exported_at, (part,), ())


def _export(opening: Opening, incoming: Incoming, part: str, folder: str) -> Export:
    instant = incoming.exported_at or snapshots.date_of(incoming.path)
    saved = snapshots.saved_at(incoming.path)
    return Export(opening.con, opening.settings, incoming.name, part, folder, instant, saved)


def _merge(
    warehouse: Warehouse, source: Source, staged: Staged, export: Export, incoming: Incoming
) -> Part:
    notices = source.prepare(export)
    parameters = source.parameters(export)
    precedence = Precedence(export.exported_at.astimezone(UTC), incoming.snapshot_id)
    merged = [
        merge(warehouse, load.table, load.select, precedence, parameters) for load in source.loads
    ]
    learn(warehouse, address, "from address_part")
    good = staged.read_count - staged.rejected_count
    loaded = min(max(each.loaded for each in merged), good)
    return Part(
        export.part,
        source,
        staged,
        Merged(loaded, good - loaded),
        (*notices, *_reading_notices(export, staged)),
        staged.covers_from,
        staged.covers_to,
        incoming.taken_out.get(export.part, 0),
    )


def _reading_notices(export: Export, staged: Staged) -> Iterator[Notice]:
    for note in staged.notes:
        yield Notice("reading", f"{export.file}: {note}.")


# --- network exports -----------------------------------------------------------------------


def tables_in(archive: Archive) -> Iterator[tuple[Entry, Source]]:
    """The tables of a network export, and what reads each."""
    by_entry = {source.entry.lower(): source for source in sources() if source.entry}
    found = [
        (entry, by_entry[entry.name.lower()])
        for entry in archive.entries
        if entry.name.lower() in by_entry
    ]
    # In an order of our own: what Groups.csv says of a community goes before what messages say.
    yield from sorted(found, key=lambda each: (each[1].name, each[0].folder))


def _no_tables(name: str) -> NotRecognised:
    return NotRecognised(
        file=name,
        problem="holds no Users.csv, Messages.csv or Groups.csv",
        remedy="Export the network data again with users and messages, and load that ZIP",
    )


def _receive_archive(
    warehouse: Warehouse, settings: Settings, incoming: Incoming, workspace: Path
) -> Received:
    with open_archive(incoming.path, name=incoming.name) as archive:
        if incoming.exported_at is None:
            made_at = archive.made_at or snapshots.date_of(incoming.path)
            incoming = replace(incoming, exported_at=made_at)
        parts = tuple(
            _receive_entry(warehouse, settings, incoming, archive, entry, source, workspace)
            for entry, source in tables_in(archive)
        )
        if not parts:
            raise _no_tables(incoming.name)
        covered = _covered(archive, incoming, settings)
        parts = tuple(_dated(part, *covered) for part in parts)
        notices = tuple(_log_notices(archive, incoming.name, parts))
    exported_at = incoming.exported_at or datetime.fromtimestamp(0, UTC)
    return Received(NETWORK_EXPORT, exported_at, parts, notices)


def _receive_entry(
    warehouse: Warehouse,
    settings: Settings,
    incoming: Incoming,
    archive: Archive,
    entry: Entry,
    source: Source,
    workspace: Path,
) -> Part:
    path = archive.extract(entry, workspace)
    label = "/".join(filter(None, (entry.folder, entry.name)))
    opening = Opening(
        warehouse.bench, path, f"{incoming.name}: {label}", "text_table", workspace, settings
    )
    staged = stage(source, opening)
    export = _export(opening, incoming, part=label, folder="")
    part = _merge(warehouse, source, staged, export, incoming)
    path.unlink(missing_ok=True)
    return part


def _texts(archive: Archive, name: str) -> str:
    return "\n".join(
        archive.read_text(entry, _TEXT_LIMIT)
        for entry in archive.entries
        if entry.name.lower() == name
    )


def _covered(archive: Archive, incoming: Incoming, settings: Settings) -> tuple[date | None, date]:
    """The days an export covers whole: from its lower bound to the day before it was made."""
    since = _SINCE.search(_texts(archive, "request.txt"))
    made_at = incoming.exported_at or datetime.fromtimestamp(0, UTC)
    last = made_at.astimezone(settings.zone).date() - timedelta(days=1)
    return (date.fromisoformat(since[1]) if since else None), last


def _dated(part: Part, since: date | None, last: date) -> Part:
    return replace(part, covers_from=since or part.covers_from, covers_to=last)


def _log_notices(archive: Archive, name: str, parts: tuple[Part, ...]) -> Iterator[Notice]:
    """What log.txt says was exported against what was read."""
    said: Mapping[str, int] = {
        table.lower(): int(count) for table, count in _LOG_COUNT.findall(_texts(archive, "log.txt"))
    }
    for table in ("users", "messages", "groups"):
        read = sum(
            part.staged.read_count + part.erased_count
            for part in parts
            if part.name.lower().endswith(f"{table}.csv")
        )
        if table in said and said[table] != read:
            yield Notice(
                "log_count",
                f"{name}: log.txt says {said[table]:,} {table} were exported but {read:,} were "
                "read. Export the network data again.",
                needs_person=True,
            )
