"""Some are erased, and a reader puts the edition before beside the first one after it.

He knows who was erased, of which department and that they were members; he may head another
department and know it to the person; and he takes it that nobody else left or moved in that week,
while somebody may have come. Of whoever was erased he wants to know what they did, and when.

Whoever was active over some days counts over all longer ones that hold those days, also a week
later. Over the days before and the new week together nobody else was active. He knows that those
who were erased still count for what they did (docs/disclosure.md), and never beyond the members
there are. ``organisations`` has the counts of a day; beside them stands a report, of as many days
on both days, of how far members take part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from sqlalchemy import Table

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.lingering import Lingering, Told, lingered, trees
from tests.privacy.organisations import (
    ACTIVITY,
    COLUMNS,
    DAY,
    INSIDE,
    MEMBER,
    RUNGS,
    WHOLE,
    Organisation,
    cell,
)
from tests.support.masked import masked

WEEK = timedelta(days=7)
BEFORE, AFTER, POLICY = DAY - WEEK, DAY, Policy()
KINDS, WINDOWS, PERIODS = ("active", "contributor"), (1, 7, 28, 90), (7, 30, 90, 180)
DOING = (*ACTIVITY, *RUNGS)
TABLES: Mapping[Table, Sequence[str]] = {
    schema.adoption: COLUMNS[:3],
    schema.activity: ACTIVITY,
    schema.ladder: RUNGS,
}


def inside(period: int) -> dict[str, tuple[str, ...]]:
    """Each count, and those that it is a part of, beside a report of so many days."""
    found = INSIDE | {
        "reader_count": (MEMBER,),
        "reactor_count": ("reader_count",),
        "writer_count": ("reactor_count",),
        "poster_count": ("writer_count",),
    }
    rungs = {"active": "reader_count", "contributor": "writer_count"}
    for (kind, rung), days in product(rungs.items(), WINDOWS):
        window = f"{kind}_{days}_count"
        if period <= days:
            found |= {rung: (*found[rung], window)}
        if days <= period:
            found |= {window: (*found[window], rung)}
    return found


@dataclass(frozen=True)
class Person:
    """``days``: of each kind, those on which they did it, back from the day before the erasure."""

    department: str
    is_member: bool
    days: Mapping[str, frozenset[int]]

    def counts(self, name: str, at: int, period: int) -> bool:
        """Whether a count of a day holds them; ``at``: 0 before the erasure, -7 a week later."""
        if name not in DOING:
            return self.is_member or name != MEMBER
        kind, _, rest = name.partition("_")
        window = period if name in RUNGS else int(rest.partition("_")[0])
        return self.is_member and any(at <= day < at + window for day in self.days[kind])

    def silenced(self) -> "Person":
        """The same without what they would have done after the erasure."""
        later = frozenset(range(-7, 0))
        days = {kind: days - later for kind, days in self.days.items()}
        return Person(self.department, self.is_member, days)

    def lingering(self) -> Iterator[Lingering]:
        """What the load holds of them once they are erased."""
        held = dict.fromkeys(("headcount", "eligible"), frozenset({0}))
        if self.is_member:
            held |= {"member": frozenset({0}), **self.days}
        for kind, days in held.items():
            if days:
                yield Lingering((self.department,), kind, BEFORE - timedelta(days=min(days)))


@dataclass(frozen=True)
class Erasure:
    """``days``: before, with everybody, and after it. ``gone``: those who were erased, and whether
    they are ``counted_on``. ``period``: days of the reports.
    """

    days: tuple[Organisation, Organisation]
    gone: Sequence[Person]
    period: int
    counted_on: bool


def erasure(seed: int, how_many: int = 1, *, counted_on: bool = True) -> Erasure:
    """Two to five departments in which many do the same every week, and some of them erased."""
    chance, more = Random(seed), Random(f"{seed} more")
    people = [
        person
        for key in "abcde"[: chance.randint(2, 5)]
        for person in _people(chance, more, key, max(1, round(chance.lognormvariate(3.2, 0.7))))
    ]
    members = [each for each in people if each.is_member] or people
    gone, period = [chance.choice(members)], more.choice(PERIODS)
    others = [each for each in members if each is not gone[0]]
    gone += more.sample(others, min(len(others), how_many - 1))
    rest = [each for each in people if not any(each is other for other in gone)]
    gone = [each.silenced() for each in gone]
    first = _rows(people, BEFORE, 0, period)
    after = _rows(rest, AFTER, -7, period)
    went_on = _gone_on(after, gone) if counted_on else after
    parents = dict.fromkeys(sorted({each.department for each in people}), WHOLE)
    days = (_organisation(parents, first), _organisation(parents, went_on))
    return Erasure(days, gone, period, counted_on)


def _people(chance: Random, more: Random, key: str, size: int) -> Iterator[Person]:
    joined, busy = chance.choice((0.5, 0.9, 1.0)), chance.choice((0.1, 0.4, 0.7, 0.9))
    for _ in range(size):
        habit = chance.choices((1, 4, 20, 60, 1000), (busy, busy, 0.2, 0.2, 1 - busy))[0]
        active = frozenset(day for day in range(-7, 90) if chance.random() < 1.5 / habit)
        writes = frozenset(day for day in active if chance.random() < busy)
        member = chance.random() < joined
        active |= {day for day in range(90, 180) if more.random() < 1.5 / habit}
        writes |= {day for day in active if day >= 90 and more.random() < busy}
        reacts = writes | {day for day in active if more.random() < busy}
        posts = frozenset(day for day in writes if more.random() < busy)
        days = {"active": active, "contributor": writes}
        rungs = {"reader": active, "reactor": reacts, "writer": writes, "poster": posts}
        yield Person(key, member, days | rungs)


Rows = dict[Table, list[dict[str, Any]]]


def _rows(people: Sequence[Person], day: date, at: int, period: int) -> Rows:
    """The counts to the person of a day, as disclosure control is given them."""
    keys = "abcde"[: len({each.department for each in people})]
    found: Rows = {schema.department: [{"department_id": key} for key in keys]}
    for table, names in TABLES.items():
        found[table] = [
            {"date": day, "department_id": key}
            | ({"period_days": period} if table is schema.ladder else {})
            | {
                name: sum(
                    each.counts(name, at, period)
                    for each in people
                    if key in (WHOLE, each.department)
                )
                for name in names
            }
            for key in (WHOLE, *keys)
        ]
    return found


def _gone_on(rows: Rows, gone: Sequence[Person]) -> Rows:
    """The counts with those who were erased, as the load has them."""
    lingering = [held for each in gone for held in each.lingering()]
    tree = trees({"department": rows[schema.department], "department_parent": []})
    told = Told(tree, AFTER)
    return rows | {t: [dict(r) for r in lingered(t, rows[t], lingering, told)] for t in TABLES}


def _organisation(parents: dict[str, str], exact: Rows) -> Organisation:
    told = masked(exact, POLICY)
    truth: dict[tuple[str, str], int] = dict.fromkeys(
        product((WHOLE, *parents), (*COLUMNS, *RUNGS)), 0
    )
    published: dict[tuple[str, str], tuple[int | None, str]] = {}
    for table, names in TABLES.items():
        for row in exact[table]:
            truth |= {(row["department_id"], name): row[name] for name in names}
        for row in told[table]:
            published |= {(str(row["department_id"]), name): cell(row, name) for name in names}
    return Organisation(parents, truth, published)
