"""What a reader could work out: a published total less its published parts, and what he knows.

The parts of a total sum to it. Each is known to lie in a range, and who leads a department knows
its own count. Where that leaves one number for a secret count, it is exposed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from etl.disclosure.cells import Range


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total: its true count, what its cell tells, and whether it must stay secret.

    ``people``: size of the group. ``is_hidden``: no figure of it is published.
    """

    count: int
    told: Range
    is_secret: bool
    is_hidden: bool
    people: int


def exposed(total: Range, parts: Sequence[Part], minimum_group: int) -> bool:
    """Whether a secret count follows for anybody, or that of few people hidden together.

    ``total``: what is known of the sum of the parts. A total of zero tells of nobody apart.
    """
    if total.high <= 0 or not any(part.is_secret for part in parts):
        return False
    sums = Range(sum(p.told.low for p in parts), sum(p.told.high for p in parts))
    for index in _in_danger(total, sums, parts):
        others = [None, *(part for at, part in enumerate(parts) if at != index)]
        if any(_left(total, _known(sums, knows), [parts[index]]).is_known for knows in others):
            return True
    return any(
        _left(total, _known(sums, knows), rest).is_known
        for knows, rest in _few_together(parts, minimum_group)
    )


def _in_danger(total: Range, sums: Range, parts: Sequence[Part]) -> Iterator[int]:
    """Secret parts that would follow if one reader knew most from above and most from below."""
    above = max(part.told.high - part.count for part in parts)
    below = max(part.count - part.told.low for part in parts)
    known = Range(sums.low + below, sums.high - above)
    for index, part in enumerate(parts):
        if part.is_secret and _left(total, known, [part]).is_known:
            yield index


def _few_together(
    parts: Sequence[Part], minimum_group: int
) -> Iterator[tuple[Part | None, list[Part]]]:
    """Readers, and the parts hidden from them, where those are few people between them."""
    hidden = [part for part in parts if part.is_hidden]
    for knows in (None, *parts):
        rest = [part for part in hidden if part is not knows]
        if len(rest) > 1 and 0 < sum(part.people for part in rest) < minimum_group:
            yield knows, rest


def _known(sums: Range, knows: Part | None) -> Range:
    if knows is None:
        return sums
    own = knows.told
    return Range(sums.low - own.low + knows.count, sums.high - own.high + knows.count)


def _left(total: Range, sums: Range, asked: Iterable[Part]) -> Range:
    """What is left for the sum of some parts when all others are at their least, or their most."""
    low, high = 0, 0
    for part in asked:
        low, high = low + part.told.low, high + part.told.high
    return Range(max(low, total.low - (sums.high - high)), min(high, total.high - (sums.low - low)))
