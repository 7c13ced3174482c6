"""What may be shown: small groups and small counts are hidden so that no subtraction finds them.

Two rules. A department with fewer people than ``minimum_group`` shows no figure. A count of people
from 1 to ``minimum_cell`` less one is hidden in a row of departments. Where the total of a row is
public, a single hidden cell would follow from it, so further cells are hidden with it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

HIDDEN = "Hidden to protect a small count"
HIDDEN_GROUP = "Hidden to protect a small group"


def few(minimum: int) -> str:
    """The words for a count that is hidden because it is below ``minimum``."""
    return f"Fewer than {minimum}"


@dataclass(frozen=True, slots=True)
class Hiding:
    """Keys hidden in one row, and the note that stands in their place."""

    keys: frozenset[str]
    note: str
    is_total_hidden: bool = False


NOTHING = Hiding(frozenset(), "")


def hidden_groups(
    sizes: Mapping[str, int], order: Sequence[str], minimum_group: int
) -> frozenset[str]:
    """Departments that show no figure: the small ones, and as many more as hide those.

    ``sizes``: people of each department. ``order``: all departments, those to hide first in front;
    it should not change from day to day. At least two departments with ``minimum_group`` people
    between them are hidden, or none: what is left after subtracting is then no small group. In an
    empty department there is nobody to protect.
    """
    hidden = {key for key, size in sizes.items() if 0 < size < minimum_group}
    if not hidden:
        return frozenset()
    for key in order:
        if len(hidden) > 1 and sum(sizes[each] for each in hidden) >= minimum_group:
            break
        if sizes.get(key, 0) > 0:
            hidden.add(key)
    return frozenset(hidden)


def hidden_cells(
    counts: Mapping[str, float], minimum_cell: int, already: Collection[str] = ()
) -> Hiding:
    """Cells to hide in a row of counts of people whose total is public.

    ``already``: cells hidden for another reason. A row of one cell is its own total and hides
    nothing. Where hiding cells cannot keep a small count from being worked out, all are hidden.
    """
    if len(counts) < 2:
        return NOTHING
    small = {key for key, count in counts.items() if 0 < count < minimum_cell}
    small -= set(already)
    if not small:
        return NOTHING
    if already or _is_vague([counts[key] for key in small], minimum_cell):
        return Hiding(frozenset(small), few(minimum_cell))
    return _with_others(counts, small, minimum_cell)


def _is_vague(hidden: Sequence[float], minimum_cell: int) -> bool:
    """Whether counts from 1 to ``minimum_cell`` less one stay unknown when their sum is known."""
    number, total = len(hidden), sum(hidden)
    return number > 1 and number < total < number * (minimum_cell - 1)


def _with_others(counts: Mapping[str, float], small: set[str], minimum_cell: int) -> Hiding:
    """Hide the next smallest too, with its equals; failing that, the whole row."""
    rest = [count for count in counts.values() if count >= minimum_cell]
    if rest:
        others = {key for key, count in counts.items() if count == min(rest)}
        return Hiding(frozenset(small | others), HIDDEN)
    total = sum(counts.values())
    is_plain = total in (len(counts), len(counts) * (minimum_cell - 1))
    return Hiding(frozenset(counts), few(minimum_cell), is_total_hidden=is_plain)
