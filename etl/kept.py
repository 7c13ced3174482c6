"""The exports that are kept: the one way to write one, and to read it again.

With ``[privacy] encrypt_exports`` (the default) they are sealed. One that is kept as it came is
read all the same, and sealed by the next load.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from etl import snapshots
from etl.errors import NotReadable
from etl.sealing.keys import new_key, sealing_keys, write_keys
from etl.sealing.stream import HEADER, Broken, SealingKey, key_id_of, seal, unseal
from etl.settings import Settings
from etl.snapshots import Snapshot, kept_snapshots
from etl.workspace import private_room


@dataclass(frozen=True, slots=True)
class KeptExports:
    """The exports under data/snapshots."""

    settings: Settings

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.settings.data / "snapshots"

    def __iter__(self) -> Iterator[Snapshot]:
        """Every one, oldest export first."""
        return kept_snapshots(self.folder)

    def keep(
        self, path: Path, *, snapshot_id: str, source: str, exported_at: datetime, move: bool
    ) -> Snapshot:
        """Keep a file, moved (out of the inbox) or copied: there whole, or not at all.

        One with the same id, instant and name that is kept already is replaced.
        """
        is_sealed = self.settings.privacy.encrypt_exports
        return snapshots.keep(
            path,
            self.folder,
            snapshot_id=snapshot_id,
            source=source,
            exported_at=exported_at,
            move=move,
            write=partial(_seal, key=self._newest(), label=snapshot_id) if is_sealed else None,
        )

    @contextmanager
    def opened(self, snapshot: Snapshot) -> Iterator[Path]:
        """An export as it came, to read from and not to keep.

        Raises NotReadable where it was changed or cut off since it was kept, or where the key is
        missing that it is sealed with.
        """
        key_id = _key_id(snapshot)
        if key_id is None:
            yield snapshot.path
            return
        key = self._keys().get(key_id)
        if key is None:
            raise _locked(snapshot.file)
        with private_room(self.settings.data) as room:
            plain = room / snapshot.path.name
            _unseal(snapshot, plain, key)
            yield plain

    def refuse_without_key(self) -> None:
        """NotReadable where the key of an export is missing. Reads the beginning of each."""
        keys = self._keys()
        for snapshot in self:
            key_id = _key_id(snapshot)
            if key_id is not None and key_id not in keys:
                raise _locked(snapshot.file)

    def seal_all(self) -> tuple[int, list[str]]:
        """Seal what is kept as it came, or under an earlier key.

        Returns how many that were, and a sentence on each that cannot be opened for it. Also
        removes what a process that was killed had begun to write.
        """
        for draft in self.folder.glob("*/.*.draft"):
            draft.unlink()
        if not self.settings.privacy.encrypt_exports:
            return 0, []
        count, problems = 0, []
        for snapshot in self:
            try:
                count += self._seal_anew(snapshot)
            except NotReadable as error:
                problems.append(str(error))
        if not problems:
            self._forget_earlier_keys()
        return count, problems

    def _seal_anew(self, snapshot: Snapshot) -> bool:
        """Whether it was not sealed with the newest key before."""
        newest = self._newest()
        if _key_id(snapshot) == newest.key_id:
            return False
        draft = snapshot.path.with_name(f".{snapshot.path.name}.draft")
        with self.opened(snapshot) as plain:
            _seal(plain, draft, newest, snapshot.snapshot_id)
        draft.replace(snapshot.path)
        return True

    def add_key(self) -> None:
        """Seal with a new key from now on; the earlier ones open until ``seal_all`` is through."""
        write_keys(self.settings, [*sealing_keys(self.settings), new_key()])

    def counted(self) -> tuple[int, int, int]:
        """How many are sealed with the newest key, with another, and not at all."""
        newest = [key.key_id for key in sealing_keys(self.settings)[-1:]]
        found = [_key_id(snapshot) for snapshot in self]
        plain, current = found.count(None), sum(each in newest for each in found)
        return current, len(found) - plain - current, plain

    def _forget_earlier_keys(self) -> None:
        """Of the keys of the file only the newest stays: nothing rests on the others any more."""
        keys = sealing_keys(self.settings)
        if len(keys) > 1 and not self.settings.exports_keys:
            write_keys(self.settings, keys[-1:])

    def _keys(self) -> Mapping[bytes, SealingKey]:
        return {key.key_id: key for key in sealing_keys(self.settings)}

    def _newest(self) -> SealingKey:
        """The key to seal with; made where there is none. NotReadable where one was lost."""
        keys = sealing_keys(self.settings)
        if not keys:
            self.refuse_without_key()
            keys = (new_key(),)
            write_keys(self.settings, keys)
        return keys[-1]


def _key_id(snapshot: Snapshot) -> bytes | None:
    with snapshot.path.open("rb") as stream:
        return key_id_of(stream.read(HEADER))


def _seal(plain: Path, target: Path, key: SealingKey, label: str) -> None:
    """Write a sealed copy, with the times of the file, and wait until the disk has it."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with plain.open("rb") as source, os.fdopen(handle, "wb") as stream:
        seal(source, stream, key, label)
        stream.flush()
        os.fsync(stream.fileno())
    _same_times(plain, target)


def _unseal(snapshot: Snapshot, target: Path, key: SealingKey) -> None:
    try:
        with snapshot.path.open("rb") as source, target.open("wb") as stream:
            unseal(source, stream, key, snapshot.snapshot_id)
    except Broken as error:
        raise NotReadable(
            file=snapshot.file,
            problem="has changed, or was cut off, since it was kept",
            remedy="Put the copy from your backup back under data/snapshots",
        ) from error
    _same_times(snapshot.path, target)


def _same_times(path: Path, target: Path) -> None:
    status = path.stat()
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def _locked(file: str) -> NotReadable:
    return NotReadable(
        file=file,
        problem="is kept encrypted, and the key for it is not here",
        remedy="Put back data/exports.key, or UPTAKE_EXPORTS_KEY, from your backup",
    )
