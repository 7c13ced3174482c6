"""Distinct active people over windows of days, by arrays in memory: what SQL is measured by.

A bitmap of people by days takes each person and day once; each active day then counts from itself
until its window ends or the person's next active day begins (difference arrays, cumulated).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.integer]


def distinct_people(
    person: Integers, day: Integers, department: Integers, days: int, windows: Sequence[int]
) -> list[NDArray[np.int64]]:
    """For each window an array (departments, days) of how many people were active within it.

    ``person`` and ``day`` name one active day each, in any order, repeated or not;
    ``department`` is that of each person.
    """
    width = days + max(windows)  # so that the gap to the next person outlasts every window
    bitmap = np.zeros((len(department), width), np.bool_)
    bitmap[person, day] = True
    places = np.flatnonzero(bitmap)
    gaps = np.diff(places, append=places[-1:] + width).astype(np.int32)
    shift = (department - np.arange(len(department))) * width
    begins = places + np.repeat(shift, bitmap.sum(axis=1))
    size = (int(department.max()) + 1) * width
    starts = np.bincount(begins, minlength=size)
    counts = []
    for window in windows:
        ends = np.bincount(begins + np.minimum(gaps, window), minlength=size)
        change = (starts - ends[:size]).reshape(-1, width)
        counts.append(change.cumsum(axis=1)[:, :days])
    return counts
