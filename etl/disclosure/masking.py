"""Puts the rules to work on the rows of an edition: what comes out may be published."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from etl.disclosure.blocks import Block, Cells, blocks
from etl.disclosure.flows import protect_flows
from etl.disclosure.groups import Groups
from etl.disclosure.protection import protect
from etl.disclosure.rules import Derived, Disclosure, Open, Stated, Unpublished, WholeOnly
from etl.disclosure.whole import mask_whole

Row = Mapping[str, Any]

_MOST_KNOWN = 5_000
"""Blocks remembered: nine in ten of those that come again were met within as many before."""


def mask(
    rows: Iterable[Row], key: Sequence[str], disclosure: Disclosure, groups: Groups
) -> Iterator[Row]:
    """The rows of a table as they may be published, one block at a time.

    ``key``: its primary key. Rows that are alike in it but for their department follow each other.
    """
    if isinstance(disclosure, Open | Derived):
        yield from rows
    elif isinstance(disclosure, Stated):
        hidden = groups.hidden_on(groups.last)
        yield from (row for row in rows if row["department_id"] not in hidden)
    elif isinstance(disclosure, WholeOnly):
        yield from mask_whole(rows, key, disclosure, groups)
    elif not isinstance(disclosure, Unpublished):
        for each in _protected(blocks(rows, key, disclosure, groups)):
            yield from protect_flows(each).published()


def _protected(every: Iterable[Block]) -> Iterator[Block]:
    """Blocks that nothing is read together with and that count the same are protected once."""
    known: dict[Hashable, dict[str, Cells]] = {}
    for block in every:
        counts = block.by_itself()
        if counts is None:
            yield protect(block)
            continue
        cells = known.pop(counts, None) or protect(block).cells
        known[counts] = cells
        if len(known) > _MOST_KNOWN:
            del known[next(iter(known))]  # met longest ago
        yield replace(block, cells=cells)
