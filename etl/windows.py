"""Distinct people over windows of days, counted in arrays: no event is joined with another.

Each active day counts from itself until the window ends or the person's next active day begins,
whichever is first; so nobody is counted twice. It is noted on which days that changes a count,
and a count is the sum of the changes up to its day.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of days in which people stand somewhere: columns of one length.

    Days are numbers from 0 to the width of the windows; ``until`` is the first day after.
    ``weight``: for how many each counts.
    """

    person: Numbers
    place: Numbers
    since: Numbers
    until: Numbers
    weight: Numbers

    def weighing(self, weight: int) -> "Stretches":
        """Those of one weight."""
        return self._those(self.weight == weight)

    def of_people(self, from_no: int, to_no: int) -> "Stretches":
        """Those of some people, who are numbered from 0 then. They must be in order."""
        bounds = slice(*np.searchsorted(self.person, (from_no, to_no)).tolist())
        some = self._those(bounds)
        return replace(some, person=some.person - from_no)

    def _those(self, rows: slice | NDArray[np.bool_]) -> "Stretches":
        columns = (self.person, self.place, self.since, self.until, self.weight)
        return Stretches(*(column[rows] for column in columns))


@dataclass(frozen=True, slots=True)
class ActiveDays:
    """People's active days in order, each as person × width + day, and the way to the next one.

    ``gap``: at most the longest window. The next person's days are further away than that.
    """

    cell: Numbers
    gap: Numbers


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of ``lengths`` days that end on each of the days 0 to ``day_count`` - 1."""

    lengths: tuple[int, ...]
    place_count: int
    day_count: int

    @property
    def width(self) -> int:
        """Days on which a count can change: the longest window may end after the last day."""
        return self.day_count + max(self.lengths)

    def active(self, cells: Numbers) -> ActiveDays:
        """Put active days (person × width + day) in order: a bitmap sorts them."""
        is_active = np.zeros(int(np.max(cells, initial=0)) + 1, np.bool_)
        is_active[cells] = True
        cell = np.flatnonzero(is_active)
        gap = np.diff(cell, append=cell[-1:] + self.width)
        return ActiveDays(cell, np.minimum(gap, max(self.lengths)))

    def changes(self, active: ActiveDays, stretches: Stretches) -> Numbers:
        """How the counts change: an array of window, place and day (``width`` of them)."""
        found = np.zeros((len(self.lengths), self.place_count * self.width), dtype=np.int64)
        for weight in np.unique(stretches.weight).tolist():
            those = stretches.weighing(weight)
            found += weight * (self._during(active, those) + self._before(active, those))
        return found.reshape(len(self.lengths), self.place_count, self.width)

    def _during(self, active: ActiveDays, stretches: Stretches) -> Numbers:
        """Changes by the active days within stretches: they count from themselves on."""
        index, count = self._found(active, stretches, stretches.since, stretches.until)
        row = stretches.place * self.width
        at = active.cell[index] + np.repeat(row - stretches.person * self.width, count)
        ends = np.minimum(active.gap[index], np.repeat(row + stretches.until, count) - at)
        begun = self._summed(at)
        return np.array([begun - self._summed(at + np.minimum(ends, n)) for n in self.lengths])

    def _before(self, active: ActiveDays, stretches: Stretches) -> Numbers:
        """Changes by the active days shortly before stretches: they count where those begin."""
        since = np.maximum(stretches.since - max(self.lengths) + 1, 0)
        index, count = self._found(active, stretches, since, stretches.since)
        row = stretches.place * self.width
        at = active.cell[index] + np.repeat(row - stretches.person * self.width, count)
        starts = np.repeat(row + stretches.since, count) - at
        ends = np.minimum(active.gap[index], np.repeat(row + stretches.until, count) - at)
        ends = np.maximum(starts, ends)
        return np.array(
            [
                self._summed(at + np.minimum(starts, length))
                - self._summed(at + np.minimum(ends, length))
                for length in self.lengths
            ]
        )

    def _found(
        self, active: ActiveDays, stretches: Stretches, since: Numbers, until: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Where active days from ``since`` until ``until`` are, and how many of each stretch."""
        row = stretches.person * self.width
        first = np.searchsorted(active.cell, row + since)
        count = np.searchsorted(active.cell, row + until) - first
        return np.arange(count.sum()) + np.repeat(first - np.cumsum(count) + count, count), count

    def _summed(self, at: Numbers) -> Numbers:
        return np.bincount(at, minlength=self.place_count * self.width)
