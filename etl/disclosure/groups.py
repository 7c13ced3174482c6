"""Which departments are shown, and when: their sizes day by day, and the tree they stand in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from etl.disclosure.rules import Policy

Row = Mapping[str, Any]
Place = tuple[date, str]

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of an edition.

    ``people``: headcount of a department on a day, or its members where headcount is not known;
    ``headcount``: only where it is.
    ``parents``: department to the one whose figures include its own, or to ``whole``.
    ``adoption``: its rows by day and department.
    ``days``: those on which departments are shown. ``last``: the day of the edition.
    """

    policy: Policy
    whole: str
    last: date | None
    days: frozenset[date]
    people: Mapping[Place, int]
    headcount: Mapping[Place, int]
    members: Mapping[Place, int]
    parents: Mapping[str, str]
    adoption: Mapping[date, Mapping[str, Row]]
    _hidden: dict[date, frozenset[str]] = field(default_factory=dict)

    @property
    def totals(self) -> Sequence[str]:
        """Departments with others below them, the lowest first, and the whole last."""
        found = set(self.parents.values()) | {self.whole}
        return sorted(found, key=lambda key: (-self._depth(key), key))

    def below(self, total: str) -> list[str]:
        """The departments right below a total."""
        return [key for key, parent in self.parents.items() if parent == total]

    def all_below(self, total: str) -> list[str]:
        """The departments below a total, at any depth."""
        found = self.below(total)
        return found + [each for key in found for each in self.all_below(key)]

    def above(self, key: str) -> list[str]:
        """The totals over a department, the nearest first, the whole last."""
        found: list[str] = []
        while (key := self.parents.get(key, "")) and key not in found:
            found.append(key)
        return found

    def size(self, day: date | None, key: str) -> int:
        """People of a department, or the whole, on a day."""
        return self.people.get((day, key), 0) if day else 0

    def apart(self, total: str, sizes: Mapping[str, int]) -> int:
        """What a total holds beside its departments: those whose department is not known."""
        return max(0, sizes.get(total, 0) - sum(sizes.get(key, 0) for key in self.below(total)))

    def hidden_on(self, day: date | None) -> frozenset[str]:
        """Departments, and the whole, of which that day shows no figure."""
        if day is None:
            return frozenset()
        if day not in self._hidden:
            self._hidden[day] = frozenset(self._hide(day))
        return self._hidden[day]

    def _hide(self, day: date) -> set[str]:
        sizes = {key: self.size(day, key) for key in (self.whole, *self.parents)}
        if 0 < sizes[self.whole] < self.policy.minimum_group:
            return {self.whole, *(key for key in self.parents if sizes[key])}
        hidden: set[str] = set()
        for total in self.totals:
            below = {key: sizes[key] for key in self.below(total)}
            order = sorted(below, key=lambda key: (bool(self.below(key)), *self._by_size(key)))
            apart = self.apart(total, sizes)
            hidden |= small_and_more(below, order, self.policy.minimum_group, hidden, apart)
        for key in list(hidden):
            hidden |= {each for each in self.all_below(key) if sizes[each]}
        return hidden

    def _by_size(self, key: str) -> tuple[int, str]:
        """The same order on every day: whom to hide does not change from week to week."""
        return self.size(self.last, key), key

    def _depth(self, key: str) -> int:
        return len(self.above(key))


def small_and_more(
    sizes: Mapping[str, int],
    order: Sequence[str],
    minimum_group: int,
    already: Collection[str] = (),
    apart: int = 0,
) -> set[str]:
    """Parts to hide under one published total: the small ones, and as many more as hide those.

    ``sizes``: people of each part. ``order``: all parts, those to hide first in front.
    ``already``: hidden for another reason. ``apart``: people of the total who are in no part, and
    so hidden too. At least two parts with ``minimum_group`` people between them are hidden, or
    none: what is left after subtracting is then no small group. In an empty one there is nobody.
    """
    small = {key for key, size in sizes.items() if 0 < size < minimum_group}
    hidden = small | {key for key in already if sizes.get(key, 0) > 0}
    is_apart_small = 0 < apart < minimum_group
    if not small and not is_apart_small:
        return hidden
    for key in order:
        groups = len(hidden) + is_apart_small
        people = sum(sizes[each] for each in hidden) + apart * is_apart_small
        if groups > 1 and people >= minimum_group:
            break
        if sizes[key] > 0:
            hidden.add(key)
    return hidden


def find_groups(
    tables: Mapping[str, Iterable[Row]], policy: Policy, whole: str, exact: str
) -> Groups:
    """The groups that the rows of adoption, department and activity_basis tell of."""
    adoption = list(tables["adoption"])
    people, headcount, members = sizes_of(adoption)
    dates = {day for day, _ in members}
    parents = {row["department_id"]: row.get("parent_id") or whole for row in tables["department"]}
    known = set(parents)
    return Groups(
        policy,
        whole,
        max(dates, default=None),
        frozenset(lattice(dates) | report_days(tables["activity_basis"], exact)),
        people,
        headcount,
        members,
        {key: parent if parent in known else whole for key, parent in parents.items()},
        by_day(adoption),
    )


def by_day(rows: Iterable[Row]) -> dict[date, dict[str, Row]]:
    """Rows by day and department."""
    found: defaultdict[date, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        found[row["date"]][row["department_id"]] = row
    return found


def sizes_of(rows: Iterable[Row]) -> tuple[dict[Place, int], dict[Place, int], dict[Place, int]]:
    """People (headcount, else members), headcount where known, and members, by day and place."""
    headcount: dict[Place, int] = {}
    members: dict[Place, int] = {}
    for row in rows:
        place = row["date"], row["department_id"]
        members[place] = row["member_count"]
        if row["headcount_count"] is not None:
            headcount[place] = row["headcount_count"]
    people = {place: headcount.get(place) or count for place, count in members.items()}
    return people, headcount, members


def lattice(dates: Collection[date]) -> set[date]:
    """The last day, every seventh day before it, and every last day of a month."""
    if not dates:
        return set()
    last = max(dates)
    return {day for day in dates if (last - day) % _WEEK == timedelta() or (day + _DAY).day == 1}


def report_days(basis: Iterable[Row], exact: str) -> set[date]:
    """Days on which an engagement report tells who was active, where the day before has none."""
    told: defaultdict[int, set[date]] = defaultdict(set)
    for row in basis:
        if row["active_basis"] == exact:
            told[row["window_days"]].add(row["date"])
    return {day for days in told.values() for day in days if day - _DAY not in days}
