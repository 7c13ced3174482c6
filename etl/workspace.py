"""Where plain text lies while a process reads it: a folder of its own under data/tmp.

It goes when the process is done with it. What a process that was killed left there is removed by
the next one: the system lets go of the dead one's lock.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = ".lock"
"""Locked in a room as long as somebody is in it, and beside the rooms while one is made."""


@contextmanager
def private_room(data: Path) -> Iterator[Path]:
    """A new folder under ``data``/tmp that its owner alone can read, and nobody after this."""
    place = data / "tmp"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / _LOCK).open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        _sweep(place)
        room = Path(tempfile.mkdtemp(dir=place))
        lock = (room / _LOCK).open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    with lock:
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _sweep(place: Path) -> None:
    for left in place.iterdir():
        if left.name == _LOCK:
            continue
        if not left.is_dir():
            left.unlink(missing_ok=True)
        elif not _is_held(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_held(room: Path) -> bool:
    with suppress(FileNotFoundError), (room / _LOCK).open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
