"""What a topic would tell of its ideas: its people of a department are those of any of them.

They are as many as in each idea at least, and as in all ideas together at most. Each of them is
protected by itself before, and a reader would put them together: that nobody spoke of the topic
tells that nobody spoke of an idea which is hidden there; that eight did tells that it were four and
four where both ideas read "fewer than five". Where it would, the cell of the topic is hidden, and
where that is not enough, so are its departments.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from etl.disclosure.cells import HIDDEN, HIDDEN_CELL, NONE, OK, Cell, Range, possible
from etl.disclosure.rules import Policy, status_column

Row = Mapping[str, Any]
Counts = Mapping[str, int]
"""Department to people; none where it is not there."""
Cells = Mapping[str, Cell]
"""The same as published; no cell is a zero."""
Subject = tuple[str, int]
"""A topic, or idea, and a window."""
COUNTS = ("people_count", "post_count", "reply_count")


@dataclass(frozen=True, slots=True)
class Told:
    """The people of one topic, or idea, and window: how many there are, and what is published."""

    counts: Counts
    cells: Cells

    def count(self, key: str) -> int:
        return self.counts.get(key, 0)

    def cell(self, key: str) -> Cell:
        return self.cells.get(key, NONE)


@dataclass(frozen=True, slots=True)
class Shared:
    """Departments by what they are part of (``parents``), their people, and the rules."""

    parents: Mapping[str, str]
    sizes: Counts
    policy: Policy

    def hidden(self, topic: Told, ideas: Collection[Told]) -> Collection[str]:
        """The departments in which the topic must be hidden: where it tells, or all of them."""
        found = {key for key in self.parents if self._tells(key, topic.cell(key), ideas)}
        left = Told(topic.counts, {**topic.cells, **dict.fromkeys(found, HIDDEN_CELL)})
        lowest = self.parents.keys() - self.parents.values()
        secret = ((idea, key) for idea in ideas for key in lowest if idea.cell(key).status != OK)
        if all(self._is_open(key, idea, left, ideas) for idea, key in secret if idea.count(key)):
            return found
        return self.parents.keys()

    def _tells(self, key: str, cell: Cell, ideas: Collection[Told]) -> bool:
        """Whether the cell by itself tells more of an idea than the idea's own band does."""
        if cell == NONE:
            return any(idea.cell(key).status == HIDDEN for idea in ideas)
        ranges = [(idea.cell(key).status, self._range(key, idea.cell(key))) for idea in ideas]
        least, most = self._range(key, cell).low, sum(each.high for _, each in ranges)
        bands = (each for status, each in ranges if status != OK)
        return cell.status == OK and any(least - most + b.high > max(b.low, 1) for b in bands)

    def _is_open(self, key: str, idea: Told, topic: Told, ideas: Collection[Told]) -> bool:
        """Whether one person of the idea more here and one fewer beside it would read the same."""
        beside = (each for each, total in self.parents.items() if total == self.parents[key])
        return any(
            self._fits(idea, key, step)
            and self._fits(idea, other, -step)
            and any(
                self._goes_with(idea, topic, ideas, key, step, moved * step)
                and self._goes_with(idea, topic, ideas, other, -step, -moved * step)
                for moved in (0, 1)
            )
            for other, step in product(beside, (1, -1))
            if other != key
        )

    def _goes_with(
        self, idea: Told, topic: Told, ideas: Collection[Told], key: str, step: int, more: int
    ) -> bool:
        """Whether a department may have ``more`` people of the topic, and ``step`` of the idea."""
        people = [each.count(key) + step * (each is idea) for each in ideas]
        is_tagged = topic.count(key) > sum(each.count(key) for each in ideas)
        is_within = is_tagged or topic.count(key) + more <= sum(people)
        return is_within and max(people) <= topic.count(key) + more and self._fits(topic, key, more)

    def _fits(self, told: Told, key: str, step: int) -> bool:
        """Whether so many people more would read the same."""
        band, count = self._range(key, told.cell(key)), told.count(key) + step
        return step == 0 or band.low <= count <= band.high

    def _range(self, key: str, cell: Cell) -> Range:
        return possible(cell, self.policy.minimum_cell, self.sizes.get(key), self.policy)


def told_of(exact: Iterable[Row], published: Iterable[Row], subject: str) -> Mapping[Subject, Told]:
    """What there is and what is told of each subject (its id in that column) and window."""
    counts: defaultdict[Subject, dict[str, int]] = defaultdict(dict)
    cells: defaultdict[Subject, dict[str, Cell]] = defaultdict(dict)
    for row in exact:
        counts[row[subject], row["window_days"]][row["department_id"]] = row["people_count"]
    for row in published:
        cell = Cell(row["people_count"], row["people_status"])
        cells[row[subject], row["window_days"]][row["department_id"]] = cell
    return {place: Told(counts[place], cells[place]) for place in counts.keys() | cells.keys()}


def guarded(
    shared: Shared,
    rows: Iterable[Row],
    topics: Mapping[Subject, Told],
    ideas: Mapping[Subject, Told],
    held: Iterable[tuple[str, str]],
) -> Iterator[dict[str, Any]]:
    """The published ``rows`` of topics, those hidden that would tell. ``held``: topic and idea."""
    found = {(row["topic_id"], row["window_days"], row["department_id"]): row for row in rows}
    ideas_of: defaultdict[str, list[str]] = defaultdict(list)
    for topic_id, idea_id in held:
        ideas_of[topic_id].append(idea_id)
    for (topic_id, window), topic in topics.items():
        own = [ideas[idea, window] for idea in ideas_of[topic_id] if (idea, window) in ideas]
        for key in shared.hidden(topic, own) if own else ():
            found[topic_id, window, key] = _hidden(topic_id, window, key)
    yield from (dict(row) for row in found.values())


def _hidden(topic: str, window: int, key: str) -> dict[str, Any]:
    place = {"topic_id": topic, "window_days": window, "department_id": key}
    told = [(name, None) for name in COUNTS] + [(status_column(name), HIDDEN) for name in COUNTS]
    return place | dict(told)
