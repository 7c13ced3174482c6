"""Which departments are shown, and when: their sizes day by day, and the tree they stand in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from etl.disclosure.placed import Placed
from etl.disclosure.rules import Policy
from etl.disclosure.tree import Counts, Tree

Row = Mapping[str, Any]
_NOBODY: tuple[Counts, Counts, Counts] = ({}, {}, {})

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_REMEMBERED = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of an edition.

    ``rows``: of the tables that may be around another, by day and department. ``sizes``: people,
    headcount and members of each day. ``days``: those on which departments are shown; ``last``:
    the day of the edition.
    ``trees``: what departments are part of, from each day on, the earliest first.
    """

    policy: Policy
    whole: str
    last: date | None
    days: frozenset[date]
    rows: Mapping[str, Mapping[date, Mapping[str, Row]]]
    sizes: Mapping[date, tuple[Counts, Counts, Counts]]
    trees: Sequence[tuple[date, Tree]]
    _placed: dict[date | None, Placed] = field(default_factory=dict)

    def placed(self, day: date | None) -> Placed:
        """The departments of a day in the tree of that day."""
        if day not in self._placed:
            people, headcount, members = self._sizes(day)
            tree, latest = tree_on(self.trees, day), self._sizes(self.last)[0]
            self._placed[day] = Placed(self.policy, tree, people, headcount, members, latest)
        return self._placed[day]

    def _sizes(self, day: date | None) -> tuple[Counts, Counts, Counts]:
        return self.sizes.get(day, _NOBODY) if day else _NOBODY

    def former_trees(self, day: date) -> list[Tree]:
        """Other trees that held within a year before a day, the earliest first."""
        begun = [(since, tree) for since, tree in self.trees if since <= day]
        ends = [since for since, _ in begun[1:]]
        held = zip(begun, ends, strict=False)
        return [tree for (_, tree), end in held if end > day - _REMEMBERED]

    def hidden_on(self, day: date | None) -> frozenset[str]:
        """Departments, and the whole, of which that day shows no figure."""
        return self.placed(day).hidden


def find_groups(
    tables: Mapping[str, Iterable[Row]], policy: Policy, whole: str, exact: str
) -> Groups:
    """The groups that the rows of adoption, department, its parents and activity_basis tell of.

    Those of activity, where there are any, are read together with other tables.
    """
    adoption = by_day(tables["adoption"])
    dates = adoption.keys()
    return Groups(
        policy,
        whole,
        max(dates, default=None),
        frozenset(lattice(dates) | report_days(tables["activity_basis"], exact)),
        {"adoption": adoption, "activity": by_day(tables.get("activity", ()))},
        {day: sizes_of(rows) for day, rows in adoption.items()},
        trees_of(tables["department"], tables["department_parent"], whole),
    )


def trees_of(
    departments: Iterable[Row], parents: Iterable[Row], whole: str
) -> list[tuple[date, Tree]]:
    """The tree from each day on which it changes; at least one."""
    top = dict.fromkeys((row["department_id"] for row in departments), whole)
    rows = sorted(parents, key=itemgetter("valid_from"))
    found = [(date.min, Tree(whole, top))]
    for day, moved in groupby(rows, key=itemgetter("valid_from")):
        told = {row["department_id"]: row["parent_id"] for row in moved}
        parts = {key: to if to in top else whole for key, to in told.items() if key in top}
        found.append((day, Tree(whole, {**found[-1][1].parents, **parts})))
    return found[1:] or found


def tree_on(trees: Sequence[tuple[date, Tree]], day: date | None) -> Tree:
    """The tree of a day, or the last one."""
    begun = [tree for since, tree in trees if day is None or since <= day]
    return begun[-1] if begun else trees[0][1]


def by_day(rows: Iterable[Row]) -> dict[date, dict[str, Row]]:
    """Rows by day and department."""
    found: defaultdict[date, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        found[row["date"]][row["department_id"]] = row
    return found


def sizes_of(rows: Mapping[str, Row]) -> tuple[Counts, Counts, Counts]:
    """People (headcount, else members), headcount where known, and members, by department."""
    members = {key: row["member_count"] for key, row in rows.items()}
    headcount = {
        key: row["headcount_count"]
        for key, row in rows.items()
        if row["headcount_count"] is not None
    }
    people = {key: headcount.get(key) or count for key, count in members.items()}
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
