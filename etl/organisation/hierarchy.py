"""What departments are part of, day by day, out of all the lists of departments there were.

A list says nothing about the days before its own, so a department that is put under another parent
today leaves the past of both alone. Only a line with ``valid_from`` reaches back: it corrects the
past. The first list tells of all the days before it too.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etl.organisation.people import FIRST_DAY, LAST_DAY

_FIRST, _LAST = date.fromisoformat(FIRST_DAY), date.fromisoformat(LAST_DAY)
Parents = Mapping[str, str]
"""Department to the one it is part of; not those at the top."""
Link = tuple[str, str]
"""A department and its parent."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: ``parent`` is None at the top."""

    department: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of departments and the day it is of."""

    day: date
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """``days`` on which something changes, and ``trees``: the parents from each of them on.

    ``orphans``: links to a parent that is not listed on those days. ``circling``: links that lead
    back to themselves. Both are left out, and those departments stand at the top.
    """

    days: tuple[date, ...]
    trees: tuple[Parents, ...]
    orphans: frozenset[Link]
    circling: frozenset[Link]

    def on(self, day: date) -> Parents:
        """The parents of a day."""
        return self.trees[bisect_right(self.days, day) - 1]

    def places(self, department: str) -> Iterator[tuple[str, date, date]]:
        """(unit, from, to): what a department is part of and when, itself for good included."""
        yield department, _FIRST, _LAST
        since: dict[str, date] = {}
        for day, parents in zip(self.days, self.trees, strict=True):
            units = above(parents, department)
            for unit in since.keys() - set(units):
                yield unit, since.pop(unit), day
            since |= {unit: day for unit in units if unit not in since}
        for unit, day in since.items():
            yield unit, day, _LAST

    def moved_before(self, day: date, other: "Hierarchy") -> set[str]:
        """Departments that another hierarchy has elsewhere on some day before ``day``."""
        return {
            key
            for each in {*self.days, *other.days}
            if each < day
            for key, _ in self.on(each).items() ^ other.on(each).items()
        }


def above(parents: Parents, department: str) -> list[str]:
    """What a department is part of, the nearest first."""
    found: list[str] = []
    at = department
    while at in parents:
        at = parents[at]
        found.append(at)
    return found


def hierarchy(listings: Sequence[Listing]) -> Hierarchy:
    """Put lists together, one per day, the earliest first."""
    tracks: dict[str, _Track] = {}
    for number, listing in enumerate(listings):
        day = listing.day if number else _FIRST
        for line in sorted(listing.lines, key=lambda each: each.valid_from or _FIRST):
            track = tracks.setdefault(line.department, {})
            _paint(track, line.parent, line.valid_from or day, line.valid_to or _LAST)
    days = sorted({_FIRST}.union(*tracks.values()))
    orphans: set[Link] = set()
    circling: set[Link] = set()
    trees = [_tree(_told(tracks, day), orphans, circling) for day in days]
    kept = [at for at in range(len(days)) if at == 0 or trees[at] != trees[at - 1]]
    return Hierarchy(
        tuple(days[at] for at in kept),
        tuple(trees[at] for at in kept),
        frozenset(orphans),
        frozenset(circling),
    )


_Track = dict[date, str | None]
"""The parent of one department from each day on."""


def _paint(track: _Track, parent: str | None, start: date, end: date) -> None:
    """Say what the parent is on some days; on later ones too, where nothing was said of them."""
    if start >= end:
        return
    later = [day for day in track if day <= end]
    after = {end: track[max(later)]} if later and end < _LAST else {}
    for day in [day for day in track if start <= day < end]:
        del track[day]
    for day, told in ({start: parent} | after).items():
        track.setdefault(day, told)


def _told(tracks: Mapping[str, _Track], day: date) -> dict[str, str | None]:
    """The parent of every department that is listed on a day."""
    said = {key: [each for each in track if each <= day] for key, track in tracks.items()}
    return {key: tracks[key][max(days)] for key, days in said.items() if days}


def _tree(told: Mapping[str, str | None], orphans: set[Link], circling: set[Link]) -> Parents:
    """The parents of a day without what cannot be; those links are added to the sets."""
    named = {key: parent for key, parent in told.items() if parent is not None}
    known = {key: parent for key, parent in named.items() if parent in told}
    round_about = {key: parent for key, parent in known.items() if _leads_back(key, known)}
    orphans.update(named.items() - known.items())
    circling.update(round_about.items())
    return {key: parent for key, parent in known.items() if key not in round_about}


def _leads_back(key: str, parents: Parents) -> bool:
    at, seen = key, {key}
    while at in parents:
        at = parents[at]
        if at in seen:
            return at == key
        seen.add(at)
    return False
