"""The exports that are kept, looked through for a person and written again without them."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.erasure.finding import Parts, find_in
from etl.erasure.rewriting import Rewritten, rewrite, wording
from etl.erasure.tombstones import read_erased, write_erased
from etl.identity.ring import KeyRing
from etl.kept import KeptExports
from etl.settings import Settings
from etl.snapshots import Snapshot
from etl.staging import prepare_bench
from etl.subject.known import Keys
from etl.workspace import private_room


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in each export, and how the person is written in texts."""

    exports: tuple[tuple[Snapshot, Parts], ...]
    identifiers: frozenset[str]


@dataclass(slots=True)
class Cleaned:
    """``rows``: lines left out, by source. ``exports``: how many exports were written again."""

    looked: int
    exports: int = 0
    mentions: int = 0
    unsearched: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, done: Rewritten) -> None:
        """Count what was done in one export."""
        self.exports += done.is_changed
        self.mentions += done.mentions
        self.unsearched += done.unsearched
        for source, count in done.rows.items():
            if count:
                self.rows[source] = self.rows.get(source, 0) + count


def look_through(
    con: duckdb.DuckDBPyConnection, settings: Settings, keys: Keys, identifiers: Iterable[str]
) -> Looked:
    """Read every export that is kept. Raises FileError where one cannot be read any more.

    ``identifiers``: as somebody wrote them; e-mail addresses and full names are looked for in all
    texts. ``con``: a workbench of its own, with the key.
    """
    kept = KeptExports(settings)
    found = []
    for snapshot in kept:
        with kept.opened(snapshot) as path:
            found.append((snapshot, find_in(con, settings, path, snapshot.file, keys)))
    written = {each for each in identifiers if "@" in each or " " in each.strip()}
    addresses = (part.addresses for _, parts in found for part in parts.values())
    return Looked(tuple(found), frozenset(written).union(*addresses))


def clean(settings: Settings, key: KeyRing, looked: Looked, *, is_dry_run: bool = False) -> Cleaned:
    """Write each export in which the person stands without them, in one step each.

    Its id stays: it is that of the export as it came, by which a second copy of it is known.
    """
    words = wording(looked.identifiers)
    cleaned = Cleaned(len(looked.exports))
    for snapshot, parts in looked.exports:
        with private_room(settings.data) as room, KeptExports(settings).opened(snapshot) as path:
            target = room / snapshot.file
            done = rewrite(path, target, parts, words)
            if done.is_changed and not is_dry_run:
                _replace(settings, snapshot, target)
                _note(settings, key, snapshot, parts)
        cleaned.add(done)
    return cleaned


def clean_one(
    con: duckdb.DuckDBPyConnection, settings: Settings, key: KeyRing, snapshot: Snapshot
) -> None:
    """Write an export that has just been kept without everybody who was erased."""
    keys = read_erased(settings, key).keys
    with closing(con.duplicate()) as reader, KeptExports(settings).opened(snapshot) as path:
        prepare_bench(reader, settings, key)
        parts = find_in(reader, settings, path, snapshot.file, keys)
    addresses = (part.addresses for part in parts.values())
    clean(settings, key, Looked(((snapshot, parts),), frozenset().union(*addresses)))


def _replace(settings: Settings, snapshot: Snapshot, path: Path) -> None:
    KeptExports(settings).keep(
        path,
        snapshot_id=snapshot.snapshot_id,
        source=snapshot.source,
        exported_at=snapshot.exported_at,
        move=False,
    )


def _note(settings: Settings, key: KeyRing, snapshot: Snapshot, parts: Parts) -> None:
    counts = {name or snapshot.file: part.rows for name, part in parts.items() if part.rows}
    erased = read_erased(settings, key).with_taken_out(snapshot.snapshot_id, counts)
    write_erased(settings, erased)
