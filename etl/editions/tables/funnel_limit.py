"""The limits of chance over the sizes that departments have: the curves of the funnel."""

from collections.abc import Iterable

import numpy as np

from etl.editions import schema
from etl.editions.compared import compared
from etl.editions.published import Published
from etl.editions.scope import Scope
from etl.editions.settled import settled

TABLE = schema.funnel_limit

POINTS = 48
ROOM = 1.15
"""How far beyond the largest department the curves go."""


def rows_of(published: Published, scope: Scope) -> Iterable[tuple[object, ...]]:
    """One row per measure and size, closer together where the curves bend."""
    for each in compared(published, scope):
        smallest = max(min(group.total for group in each.groups) // 2, 1)
        largest = max(group.total for group in each.groups) * ROOM
        sizes = np.unique(np.geomspace(smallest, max(largest, smallest + 1), POINTS).astype(int))
        for size in sizes.tolist():
            yield each.measure, size, *map(settled, each.funnel.limits(size))
