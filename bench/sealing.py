"""What it costs to keep an export sealed, as a ratio to keeping a copy of it as it came."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from etl.sealing.keys import new_key
from etl.sealing.stream import seal, unseal

_BLOCK = 1 << 16
_BLOCKS = 8192
_LABEL = "0123456789abcdef"


def measure_sealing() -> Mapping[str, float]:
    """CPU of sealing, and of opening again, ÷ that of reading and writing block by block."""
    key = new_key()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with (place / "plain").open("wb") as stream:
            for _ in range(_BLOCKS):
                stream.write(os.urandom(_BLOCK))
        copied = _cost(place / "plain", place / "copy", _copy)
        sealed = _cost(place / "plain", place / "sealed", lambda a, b: seal(a, b, key, _LABEL))
        opened = _cost(place / "sealed", place / "again", lambda a, b: unseal(a, b, key, _LABEL))
    return {"sealing": sealed / copied, "opening": opened / copied}


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(_BLOCK):
        target.write(block)


def _cost(source: Path, target: Path, work: Callable[[BinaryIO, BinaryIO], None]) -> float:
    with source.open("rb") as reader, target.open("wb") as writer, _timed() as taken:
        work(reader, writer)
    return taken[0]


@contextmanager
def _timed() -> Iterator[list[float]]:
    taken: list[float] = []
    before = time.process_time()
    yield taken
    taken.append(time.process_time() - before)
