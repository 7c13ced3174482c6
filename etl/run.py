"""A load: receive the files, keep them as snapshots, publish an edition, leave a record of it.

Each file is merged in a transaction of its own. The edition is built from whatever the warehouse
holds and switched to in one step, so a load that dies leaves the old edition current; the next
one finds what is kept but not loaded, or loaded but not published, and goes on from there.
"""

import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from etl import records, snapshots
from etl.editions.shelf import Attempt, Run, open_shelf
from etl.erasure.erase import finish_erasures
from etl.erasure.exports import clean_one
from etl.erasure.lingering import let_go
from etl.erasure.tombstones import read_erased
from etl.errors import FileError, NotReadable, UptakeError
from etl.expiry.expire import drop_again, expire
from etl.identity.keys import load_key
from etl.inbox import waiting
from etl.kept import KeptExports
from etl.locking import one_at_a_time
from etl.outcome import DONE as DONE
from etl.outcome import NEEDS_PERSON as NEEDS_PERSON
from etl.outcome import NOTHING_USABLE as NOTHING_USABLE
from etl.outcome import Outcome as Outcome
from etl.plural import plural
from etl.publishing import publish
from etl.receiving import Incoming, Received, receive
from etl.retention import delete_old_exports, refuse_to_lose, seal_exports
from etl.rotation.catching_up import catch_up
from etl.settings import Settings
from etl.snapshots import Snapshot
from etl.staging import prepare_bench
from etl.warehouse.compacting import compact
from etl.warehouse.engine import Warehouse, open_warehouse

WAIT_SECONDS = 60.0

Say = Callable[[str], None]


def load(
    settings: Settings,
    files: Sequence[Path] | None,
    say: Say,
    *,
    wait_seconds: float = WAIT_SECONDS,
) -> Outcome:
    """Load the named files, or all of the inbox, and publish. Raises Busy, LoadError."""
    outcome = Outcome()
    with one_at_a_time(settings.data / "load.lock", wait_seconds):
        shelf = open_shelf(settings)
        try:
            with open_warehouse(settings) as warehouse:
                key = load_key(settings)
                prepare_bench(warehouse.bench, settings, key)
                if catch_up(warehouse, settings, key, say):
                    say(f"A rotation to key {len(key)} was not finished; it is now.")
                run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
                finish_erasures(warehouse, settings, key, say)
                _load_all(warehouse, settings, files, run_id, say, outcome)
                expired = drop_again(warehouse, settings, say)
                runs = records.latest_runs(warehouse)
                publish(warehouse, settings, shelf, run_id, say, outcome)
                expired += _expire(warehouse, settings, say, outcome)
                _let_go(warehouse, settings, outcome)
                delete_old_exports(warehouse, settings, say, datetime.now(UTC))
                outcome.needs_person += seal_exports(settings, say)
            if expired:
                compact(settings)
        except UptakeError as error:
            before = shelf.last_attempt()
            shelf.note(_attempt("failed", str(error), before.runs if before else ()))
            raise
        status = {DONE: "done", NEEDS_PERSON: "needs_person"}.get(outcome.exit_code, "failed")
        status = "held" if outcome.held else status
        shelf.note(_attempt(status, outcome.sentence, runs))
    return outcome


def _expire(warehouse: Warehouse, settings: Settings, say: Say, outcome: Outcome) -> int:
    as_of, now = _lasting_day(outcome), datetime.now(UTC)
    return expire(warehouse, settings, as_of, say, now) if as_of else 0


def _let_go(warehouse: Warehouse, settings: Settings, outcome: Outcome) -> None:
    if as_of := _lasting_day(outcome):
        with warehouse.transaction():
            let_go(warehouse, settings, as_of)


def _lasting_day(outcome: Outcome) -> date | None:
    """The day of the edition, after which things may be deleted; None where nothing may.

    An edition that was held back rests on other facts, and by one of a day yet to come, as of a
    mistyped year, everything would be old.
    """
    if outcome.edition_id is None or outcome.held:
        return None
    as_of = date.fromisoformat(outcome.edition_id[:10])
    return as_of if as_of <= datetime.now(UTC).date() else None


def rebuild(settings: Settings, say: Say, *, from_what_is_kept: bool = False) -> Outcome:
    """Make the warehouse again, from the snapshots alone, and publish from it.

    Raises LoadError where snapshots are no longer kept, unless ``from_what_is_kept``, NotReadable
    where the key of one is missing, SettingsError where the keys of hashes are others.
    """
    with one_at_a_time(settings.data / "load.lock", WAIT_SECONDS):
        refuse_to_lose(settings, from_what_is_kept=from_what_is_kept)
        KeptExports(settings).refuse_without_key()
        _clear(settings)
    return load(settings, [], say)


def _clear(settings: Settings) -> None:
    if settings.database_url:
        with open_warehouse(settings) as warehouse, warehouse.transaction():
            records.forget_everything(warehouse)
        return
    for name in ("warehouse.duckdb", "warehouse.duckdb.wal"):
        (settings.data / name).unlink(missing_ok=True)


def _attempt(status: str, sentence: str, runs: tuple[Run, ...]) -> Attempt:
    return Attempt(datetime.now(UTC).isoformat(timespec="seconds"), status, sentence, runs)


# --- files ---------------------------------------------------------------------------------


def _load_all(
    warehouse: Warehouse,
    settings: Settings,
    files: Sequence[Path] | None,
    run_id: str,
    say: Say,
    outcome: Outcome,
) -> None:
    known = records.known_snapshots(warehouse)
    for snapshot in KeptExports(settings):
        if snapshot.snapshot_id not in known:
            _load_kept(warehouse, settings, snapshot, run_id, say, outcome)
    from_inbox = files is None
    for path in waiting(settings) if files is None else files:
        _load_new(warehouse, settings, path, from_inbox, run_id, say, outcome)


def _load_kept(
    warehouse: Warehouse,
    settings: Settings,
    snapshot: Snapshot,
    run_id: str,
    say: Say,
    outcome: Outcome,
) -> None:
    started = time.monotonic()
    try:
        with KeptExports(settings).opened(snapshot) as path:
            incoming = Incoming(
                path,
                snapshot.file,
                snapshot.snapshot_id,
                snapshot.exported_at,
                read_erased(settings, load_key(settings)).taken_out.get(snapshot.snapshot_id, {}),
            )
            _load_one(warehouse, settings, incoming, snapshot, run_id, say, outcome)
    except NotReadable as error:
        _refuse(warehouse, run_id, snapshot.file, str(error), started, say, outcome)


def _load_new(
    warehouse: Warehouse,
    settings: Settings,
    path: Path,
    from_inbox: bool,
    run_id: str,
    say: Say,
    outcome: Outcome,
) -> None:
    started = time.monotonic()
    name = snapshots.file_name(path)
    if not path.is_file():
        _refuse(warehouse, run_id, name, f"{name} is not there.", started, say, outcome)
        return
    snapshot_id = snapshots.content_id(path, settings.data / "snapshots")
    known = records.known_snapshots(warehouse)
    if snapshot_id in known:
        say(f"{name}: seen before, nothing to do")
        outcome.unchanged.append(name)
        with warehouse.transaction():
            records.record_unchanged(warehouse, run_id, name, known[snapshot_id], started)
        if from_inbox:
            path.unlink()
        return
    incoming = Incoming(path, name, snapshot_id)
    _load_one(warehouse, settings, incoming, from_inbox, run_id, say, outcome)


def _load_one(
    warehouse: Warehouse,
    settings: Settings,
    incoming: Incoming,
    place: bool | Snapshot,
    run_id: str,
    say: Say,
    outcome: Outcome,
) -> None:
    """Merge one file, and keep it. ``place``: whether it lies in the inbox, or the snapshot it is.

    What is kept of it has no line of anybody who was erased.
    """
    started = time.monotonic()
    try:
        with warehouse.transaction():
            received = receive(warehouse, settings, incoming)
            kept = place if isinstance(place, Snapshot) else None
            if kept is None:
                kept = KeptExports(settings).keep(
                    incoming.path,
                    snapshot_id=incoming.snapshot_id,
                    source=received.source,
                    exported_at=received.exported_at,
                    move=place is True,
                )
            if received.left_out_count:
                clean_one(warehouse.bench, settings, load_key(settings), kept)
            records.record_loaded(warehouse, run_id, incoming, received, started)
    except FileError as error:
        _refuse(warehouse, run_id, incoming.name, str(error), started, say, outcome)
        return
    _tell(incoming.name, received, say, outcome)


def _tell(name: str, received: Received, say: Say, outcome: Outcome) -> None:
    outcome.loaded.append(name)
    for part in received.parts:
        where = name if part.name == name else f"{name}: {part.name}"
        say(
            f"{where}: {part.source.label}; {part.staged.read_count:,} read = "
            f"{part.merged.loaded:,} loaded + {part.merged.unchanged:,} unchanged + "
            f"{part.staged.rejected_count:,} rejected"
        )
        outcome.rejected_count += part.staged.rejected_count
        for reject in part.rejects[:3]:
            column = f", column {reject.column}" if reject.column else ""
            say(f"  line {reject.line}{column}: {reject.reason}")
        if part.staged.rejected_count > 3:
            say(
                f"  and {part.staged.rejected_count - 3:,} more: Data health counts them, "
                "uptake check of your copy lists each"
            )
        if part.staged.left_out_count:
            say(f"  {plural(part.staged.left_out_count, 'row')} left out: erased")
    for notice in records.notices_of(received):
        if notice.needs_person:
            outcome.needs_person.append(notice.sentence)
        elif (received.source, notice.code) in outcome.said:
            continue
        outcome.said.add((received.source, notice.code))
        say(f"  {notice.sentence}")


def _refuse(
    warehouse: Warehouse,
    run_id: str,
    name: str,
    sentence: str,
    started: float,
    say: Say,
    outcome: Outcome,
) -> None:
    say(sentence)
    outcome.refused.append(name)
    with warehouse.transaction():
        records.record_refused(warehouse, run_id, name, started)
