"""Whether the level of a quarter differs from the weeks before it: Student's test of two stretches.

A week alone tells little where few people are active; twelve of them tell a fall of a fifth.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import copysign, inf, isclose, sqrt

QUARTER = 12
"""Weeks whose mean is held against that of the weeks before."""
HALF_YEAR = 26
"""Fewest weeks before them that tell what is usual."""
_MOST_MEMORY = 0.9
_NOTHING = 1e-12


def level_change(values: Sequence[float | None]) -> float:
    """Mean of the last twelve weeks less that of the weeks before them, in standard errors.

    Weeks that resemble the week before tell less than so many that were drawn apart: their error is
    wider by √((1 + r) / (1 - r)), r being the correlation of neighbours where it is above 0. The
    result is 0 where fewer than 26 weeks are before them, and without bound where each stretch is
    all equal and they differ. Weeks that were not counted are passed over.
    """
    known = [value for value in values if value is not None]
    stretches = known[:-QUARTER], known[-QUARTER:]
    if len(stretches[0]) < HALF_YEAR:
        return 0.0
    before, quarter = (sum(weeks) / len(weeks) for weeks in stretches)
    change = quarter - before
    if isclose(change, 0, abs_tol=_NOTHING):
        return 0.0
    error = _error(
        [week - before for week in stretches[0]], [week - quarter for week in stretches[1]]
    )
    return change / error if error > _NOTHING else copysign(inf, change)


def _error(*stretches: Sequence[float]) -> float:
    """Standard error of the difference of two means, of what weeks lie off the mean of theirs."""
    squares = sum(off * off for weeks in stretches for off in weeks)
    if squares < _NOTHING**2:
        return 0.0
    shared = sum(one * next_one for weeks in stretches for one, next_one in pairwise(weeks))
    memory = min(max(shared / squares, 0.0), _MOST_MEMORY)
    variance = squares / (sum(map(len, stretches)) - len(stretches))
    several = sum(1 / len(weeks) for weeks in stretches)
    return sqrt(variance * several * (1 + memory) / (1 - memory))
