"""One load at a time: a lock on a file that the system lets go of when the process ends."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import Busy

_PAUSE_SECONDS = 0.2


@contextmanager
def one_at_a_time(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the lock while inside. Busy when another process keeps it for ``wait_seconds``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        deadline = time.monotonic() + wait_seconds
        while not _taken(handle.fileno()):
            if time.monotonic() >= deadline:
                raise Busy("Another load is running. Nothing was changed: start it again later.")
            time.sleep(_PAUSE_SECONDS)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
