"""The rows of a table of an edition, held packed.

A large organisation has millions of rows, and a tuple of six cells takes a hundred bytes, of which
packing leaves six. They are unpacked block by block where they are read.
"""

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, overload

Row = tuple[Any, ...]

AT_ONCE = 20_000
"""Rows in one block."""
_LEAST = 1  # of the effort that compressing may take: it leaves a quarter, and no more is won


def in_blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, ``AT_ONCE`` at a time."""
    coming = iter(rows)
    while block := list(islice(coming, AT_ONCE)):
        yield block


class Packed(Sequence[Row]):
    """Rows in their order. A word that several of them share should be one and the same object."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._blocks: list[bytes] = []
        self._count = 0
        for block in in_blocks(rows):
            self.append(block)

    def append(self, block: list[Row]) -> None:
        """Put a block of rows behind those that are held."""
        self._blocks.append(zlib.compress(pickle.dumps(block, pickle.HIGHEST_PROTOCOL), _LEAST))
        self._count += len(block)

    def __iter__(self) -> Iterator[Row]:
        for block in self._blocks:
            yield from pickle.loads(zlib.decompress(block))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return list(self)[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Packed({list(self)!r})"
