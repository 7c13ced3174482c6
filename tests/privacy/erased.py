"""Somebody is erased, and a reader puts the edition before beside the first one after it.

He knows who was erased, of which department and that they were a member; he may head another
department and know it to the person; and he takes it that nobody else left or moved in that week,
while somebody may have come. Of whoever was erased he wants to know what they did.

Whoever was active over some days counts over all longer ones that hold those days, also a week
later, but who was erased. Over the days before and the new week together nobody else was active.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.history import DAILY, RULES, History, Span
from etl.editions.lasting import lasting
from tests.privacy.attacker import FEWEST, MANY, bounds, gaps, is_plainly_none
from tests.privacy.organisations import (
    ACTIVITY,
    COLUMNS,
    DAY,
    INSIDE,
    MEMBER,
    WHOLE,
    Organisation,
    cell,
)
from tests.support.masked import masked

WEEK = timedelta(days=7)
BEFORE, AFTER, POLICY = DAY - WEEK, DAY, Policy()
KINDS, WINDOWS = ("active", "contributor"), (1, 7, 28, 90)
TABLES = {schema.adoption: COLUMNS[:3], schema.activity: ACTIVITY}
Place = tuple[int, str, str]
"""Before (0) or after (1), department or the whole, and count; of whoever was erased ("*", -1)."""


@dataclass(frozen=True)
class Person:
    """``days``: of each kind, those on which they did it, back from the day before the erasure."""

    department: str
    is_member: bool
    days: Mapping[str, frozenset[int]]

    def counts(self, name: str, day: int) -> bool:
        """Whether a count holds them; ``day``: 0 before the erasure, -7 a week later."""
        kind, _, rest = name.partition("_")
        if kind not in KINDS:
            return self.is_member or name != MEMBER
        window = int(rest.partition("_")[0])
        return self.is_member and any(day <= at < day + window for at in self.days[kind])


@dataclass(frozen=True)
class Erasure:
    """``days``: before, with everybody, and after it. ``gone``: who was erased."""

    days: tuple[Organisation, Organisation]
    gone: Person


def erasure(seed: int) -> Erasure:
    """Two to five departments in which many do the same every week, and one of them erased."""
    chance = Random(seed)
    people = [
        person
        for key in "abcde"[: chance.randint(2, 5)]
        for person in _people(chance, key, max(1, round(chance.lognormvariate(3.2, 0.7))))
    ]
    gone = chance.choice([each for each in people if each.is_member] or people)
    rest = [each for each in people if each is not gone]
    first = _rows(people, {BEFORE: 0})
    told = masked(first, POLICY)
    exact = _rows(rest, {BEFORE: 0, AFTER: -7})
    published = _carried(told, exact)
    parents = dict.fromkeys(sorted({each.department for each in people}), WHOLE)
    days = (
        _organisation(parents, first, told, BEFORE),
        _organisation(parents, exact, published, AFTER),
    )
    return Erasure(days, gone)


def _people(chance: Random, key: str, size: int) -> Iterator[Person]:
    joined, busy = chance.choice((0.5, 0.9, 1.0)), chance.choice((0.1, 0.4, 0.7, 0.9))
    for _ in range(size):
        habit = chance.choices((1, 4, 20, 60, 1000), (busy, busy, 0.2, 0.2, 1 - busy))[0]
        active = frozenset(day for day in range(-7, 90) if chance.random() < 1.5 / habit)
        writes = frozenset(day for day in active if chance.random() < busy)
        yield Person(key, chance.random() < joined, {"active": active, "contributor": writes})


Rows = dict[Any, list[dict[str, Any]]]


def _rows(people: list[Person], days: Mapping[date, int]) -> Rows:
    """The counts to the person of some days, as disclosure control is given them."""
    keys = sorted({each.department for each in people})
    found: Rows = {schema.department: [{"department_id": key} for key in keys]}
    for table, names in TABLES.items():
        found[table] = [
            {"date": day, "department_id": key}
            | {
                name: sum(
                    each.counts(name, at) for each in people if key in (WHOLE, each.department)
                )
                for name in names
            }
            for (day, at), key in product(days.items(), (WHOLE, *keys))
        ]
    return found


def _carried(told: Rows, exact: Rows) -> Rows:
    """What the edition after the erasure holds, by the rules of the history."""
    later = masked(exact, POLICY)
    rows = {name: told.get(rule.table, []) for name, rule in RULES.items()}
    history = History(BEFORE, BEFORE, POLICY, rows, {name: [] for name in DAILY}, BEFORE)
    span = Span(BEFORE, AFTER, frozenset({BEFORE, AFTER}))
    shown = {t: history.shown(t.name, later[t], span, POLICY) for t in TABLES}
    to_the_person = {table.name: rows for table, rows in exact.items()}
    held = lasting(history, shown[schema.activity], to_the_person, POLICY)
    return {t: [dict(row) for row in rows] for t, rows in (shown | {schema.activity: held}).items()}


def _organisation(parents: dict[str, str], exact: Rows, told: Rows, day: date) -> Organisation:
    truth: dict[tuple[str, str], int] = {}
    published: dict[tuple[str, str], tuple[int | None, str]] = {}
    for table, names in TABLES.items():
        for row in exact[table]:
            truth |= {(row["department_id"], n): row[n] for n in names if row["date"] == day}
        for row in told[table]:
            if row["date"] == day:
                published |= {(row["department_id"], n): cell(row, n) for n in names}
    everything = dict.fromkeys(product((WHOLE, *parents), COLUMNS), 0) | truth
    return Organisation(parents, everything, published)


# --- what the reader works out --------------------------------------------------------------------


class Reader:
    """Who heads ``own`` (None: nobody) and has the edition before, or both."""

    def __init__(self, erasure: Erasure, own: str | None) -> None:
        """Lay out what is known of every count, and of what whoever was erased did."""
        self.erasure, self.own = erasure, own
        self.places: dict[Place, int] = {}
        keys = (WHOLE, *erasure.days[0].parents)
        for place in (*product((0, 1), keys, COLUMNS), *product((-1,), ("gone",), ACTIVITY)):
            self.places[place] = len(self.places)
        self.truth = np.array([self._truth(place) for place in self.places])

    def _truth(self, place: Place) -> int:
        day, key, name = place
        if day < 0:
            return int(self.erasure.gone.counts(name, 0))
        return self.erasure.days[day].truth[key, name]

    def learns(self) -> list[str]:
        """What both editions together tell of whoever was erased, and the first alone does not;
        and every count of few people that neither tells alone.
        """
        secrets = [place for place in self.places if place[0] < 0 or self._is_of_few(place)]
        both = self._fixed(secrets, self._limits((0, 1), is_linked=True))
        alone = [
            place
            for day in (0, 1)
            for place in self._fixed(
                [each for each in both if max(each[0], 0) == day], self._limits((day,), False)
            )
        ]
        return [f"{place} to {self.own}" for place in both if place not in alone]

    def _fixed(self, secrets: list[Place], limits: LinearConstraint) -> list[Place]:
        """Those with one value in every solution; most fall to a solution found for another."""
        told = Bounds(*np.array([self._bounds(each) for each in self.places]).T)
        open_, found = set(), []
        for place in secrets:
            aim = np.zeros(len(self.places))
            aim[self.places[place]] = 1
            for sign in (1, -1):
                if place not in open_:
                    other = milp(sign * aim, constraints=limits, bounds=told, integrality=1).x
                    moved = np.flatnonzero(np.round(other) != self.truth)
                    open_ |= {each for each in secrets if self.places[each] in set(moved)}
            if place not in open_:
                found.append(place)
        return found

    def holds_the_truth_for_possible(self) -> bool:
        """Whether what is so agrees with all that is known."""
        known = self._limits((0, 1), is_linked=True)
        sums = known.A @ self.truth
        told = np.array([self._bounds(each) for each in self.places]).T
        fits = (told[0] <= self.truth) & (self.truth <= told[1])
        return bool(fits.all() and ((known.lb <= sums) & (sums <= known.ub)).all())

    def _is_of_few(self, place: Place) -> bool:
        day, key, name = place
        return (
            day >= 0
            and key not in (WHOLE, self.own)
            and name in ACTIVITY
            and self.erasure.days[day].published[key, name][1] in ("few", "hidden")
            and 0 < self._truth(place) < FEWEST
            and not is_plainly_none(self.erasure.days[day], key, name)
        )

    def _bounds(self, place: Place) -> tuple[int, int]:
        day, key, name = place
        if day < 0:
            return 0, 1
        if key == self.own:
            return self._truth(place), self._truth(place)
        least, most = bounds(self.erasure.days[day], key, name)
        return (self._held(key, name, least) if day else least), most

    def _held(self, key: str, name: str, least: int) -> int:
        """Fewest people: one fewer, where a count may have been held at what was told before."""
        value, status = self.erasure.days[1].published[key, name]
        return least - 1 if status == "ok" and value in self._told_within(key, name) else least

    def _held_apart(self, key: str, name: str, most: int) -> int:
        """How many more may be beside nearly all, which may be told for one more than there are."""
        return int(most == FEWEST - 1 and any(self._told_within(key, name)))

    def _told_within(self, key: str, name: str) -> set[int | None]:
        """What was told of the days before that the days of a later count hold."""
        kind, _, rest = name.partition("_")
        told = self.erasure.days[0].published
        return {
            told[key, f"{kind}_{days}_count"][0]
            for days in WINDOWS
            if kind in KINDS and days + 7 <= int(rest.partition("_")[0])
        }

    def _limits(self, days: tuple[int, ...], is_linked: bool) -> LinearConstraint:
        rows: list[dict[Place, int]] = []
        limits: list[tuple[int, int]] = []

        def add(terms: dict[Place, int], least: int, most: int) -> None:
            rows.append(terms)
            limits.append((least, most))

        for day in days:
            made = self.erasure.days[day]
            for key in {WHOLE, *made.parents} - {self.own}:
                for outer, inner, least, most in gaps(made, key):
                    most += self._held_apart(key, inner, most) if day else 0
                    add({(day, key, outer): 1, (day, key, inner): -1}, least, most)
            for name in COLUMNS:
                parts = {(day, key, name): -1 for key in made.parents}
                add({(day, WHOLE, name): 1, **parts}, 0, 0)
        self._add_gone(add)
        if is_linked:
            self._add_links(add)
        matrix = np.zeros((len(rows), len(self.places)))
        for row, terms in enumerate(rows):
            for place, weight in terms.items():
                matrix[row, self.places[place]] += weight
        return LinearConstraint(matrix, *np.array(limits).T)

    def _add_gone(self, add: Any) -> None:
        """Who was erased is one of those counted before; who did less did more days too."""
        key = self.erasure.gone.department
        for name in ACTIVITY:
            add({(0, key, name): 1, (-1, "gone", name): -1}, 0, MANY)
            add({(0, key, MEMBER): 1, (0, key, name): -1, (-1, "gone", name): 1}, 1, MANY)
            for other in INSIDE[name]:
                if other != MEMBER:
                    add({(-1, "gone", other): 1, (-1, "gone", name): -1}, 0, 1)

    def _add_links(self, add: Any) -> None:
        gone = self.erasure.gone.department
        for key in (WHOLE, *self.erasure.days[0].parents):
            mine = 1 if key in (WHOLE, gone) else 0
            for name in COLUMNS[:3]:
                add({(0, key, name): 1, (1, key, name): -1}, -MANY, mine)
            for kind, short, long in product(KINDS, WINDOWS, WINDOWS):
                before, after = f"{kind}_{short}_count", f"{kind}_{long}_count"
                left = {(-1, "gone", before): mine} if mine else {}
                if short + 7 <= long:
                    add({(1, key, after): 1, (0, key, before): -1, **left}, 0, MANY)
                if long <= short + 7 and long > 7:
                    week = (1, key, f"{kind}_7_count")
                    terms = {(0, key, before): 1, week: 1, (1, key, after): -1}
                    add(terms | {p: -w for p, w in left.items()}, 0, MANY)
