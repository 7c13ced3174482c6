"""A dry run: what a file is and what loading it would do. Writes nothing."""

import secrets
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from etl import snapshots
from etl.errors import FileError
from etl.identity.keys import KeyRing
from etl.locking import one_at_a_time
from etl.organisation.departments import held_labels, held_sentence
from etl.organisation.eligible import strangers
from etl.plural import plural
from etl.receiving import Incoming, Part, Received, receive
from etl.records import known_snapshots, notices_of
from etl.rotation.warehouse import settled_key
from etl.run import DONE, NEEDS_PERSON, NOTHING_USABLE, WAIT_SECONDS, Say
from etl.settings import Settings
from etl.staging import prepare_bench
from etl.warehouse.engine import Warehouse, open_warehouse


class _Undone(Exception):
    """Ends a transaction whose work is not to be kept."""


def check(settings: Settings, files: Sequence[Path], say: Say) -> int:
    """Tell of each file what it is, what would change, and every line that would be rejected.

    Returns an exit code: DONE, NEEDS_PERSON where lines would be rejected or a file refused,
    NOTHING_USABLE where every file would be refused.
    """
    refused = rejected = 0
    with _warehouse(settings) as warehouse:
        known = known_snapshots(warehouse)
        for path in files:
            try:
                received, odd = _dry_run(warehouse, settings, path)
            except FileError as error:
                say(str(error))
                refused += 1
                continue
            _tell(path, received, known, settings, say)
            for sentence in odd:
                say(f"  {sentence}")
            rejected += sum(part.staged.rejected_count for part in received.parts)
    if refused == len(files):
        return NOTHING_USABLE
    return NEEDS_PERSON if refused or rejected else DONE


@contextmanager
def _warehouse(settings: Settings) -> Iterator[Warehouse]:
    """The warehouse there is; else an empty one that is thrown away."""
    has_own = settings.database_url or (settings.data / "warehouse.duckdb").exists()
    if has_own:
        with (
            one_at_a_time(settings.data / "load.lock", WAIT_SECONDS),
            open_warehouse(settings) as warehouse,
        ):
            prepare_bench(warehouse.bench, settings, settled_key(warehouse, settings))
            yield warehouse
        return
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = replace(settings, home=Path(folder))
        elsewhere.data.mkdir(parents=True)
        with open_warehouse(elsewhere) as warehouse:
            prepare_bench(warehouse.bench, settings, KeyRing((secrets.token_bytes(32),)))
            yield warehouse


def _dry_run(warehouse: Warehouse, settings: Settings, path: Path) -> tuple[Received, list[str]]:
    """What would be received, and what would be odd about all files together because of it."""
    if not path.is_file():
        raise FileError(
            file=snapshots.file_name(path),
            problem="the file is not there",
            remedy="Check the name and the folder",
        )
    found: list[tuple[Received, list[str]]] = []
    try:
        with warehouse.transaction():
            labels, unknown = set(held_labels(warehouse)), strangers(warehouse)
            incoming = Incoming(path, snapshots.file_name(path), snapshots.digest(path))
            received = receive(warehouse, settings, incoming)
            held, now = len(set(held_labels(warehouse)) - labels), strangers(warehouse)
            odd = [held_sentence(held)] * (held > 0) + [now] * (now not in {"", unknown})
            found.append((received, odd))
            raise _Undone
    except _Undone:
        return found[0]


def _tell(
    path: Path, received: Received, known: Collection[str], settings: Settings, say: Say
) -> None:
    name = snapshots.file_name(path)
    say(f"{name}: recognised, exported {received.exported_at:%d %B %Y}")
    if known and snapshots.digest(path) in known:
        say("  seen before: loading it again would change nothing")
    for part in received.parts:
        _tell_part(name, part, say)
    for notice in notices_of(received):
        say(f"  {notice.sentence}")


def _tell_part(file: str, part: Part, say: Say) -> None:
    staged = part.staged
    where = "" if part.name == file else f"{part.name}: "
    dates = f", {part.covers_from} to {part.covers_to}" if part.covers_from else ""
    say(f"  {where}{part.source.label}, {plural(staged.read_count, 'line')}{dates}")
    say(
        f"    would load {part.merged.loaded:,}, leave {part.merged.unchanged:,} unchanged, "
        f"reject {staged.rejected_count:,}"
    )
    if staged.left_out_count:
        say(f"    leave out {staged.left_out_count:,}: erased")
    for reject in part.rejects:
        column = f", column {reject.column}" if reject.column else ""
        say(f"    line {reject.line}{column}: {reject.reason}")
    if staged.rejected_count > len(part.rejects):
        say(f"    and {staged.rejected_count - len(part.rejects):,} more lines")
