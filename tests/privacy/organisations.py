"""Random organisations, to the person: what disclosure control is given and an attacker wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from etl.disclosure.rules import Policy
from etl.editions import schema
from tests.support.masked import masked

DAY = date(2026, 11, 22)
WHOLE = schema.WHOLE
HEADCOUNT, MEMBER = "headcount_count", "member_count"


def _inside() -> dict[str, tuple[str, ...]]:
    """Each count, and those that it is a part of: the outer ones first."""
    found: dict[str, tuple[str, ...]] = {
        HEADCOUNT: (),
        "eligible_count": (HEADCOUNT,),
        MEMBER: (HEADCOUNT,),
    }
    for days, longer in zip((90, 28, 7, 1), (None, 90, 28, 7), strict=True):
        found[f"active_{days}_count"] = (f"active_{longer}_count",) if longer else (MEMBER,)
        of_longer = (f"contributor_{longer}_count",) if longer else ()
        found[f"contributor_{days}_count"] = (f"active_{days}_count", *of_longer)
    return found


INSIDE = _inside()
COLUMNS = tuple(INSIDE)
ACTIVITY = tuple(name for name in COLUMNS if name.startswith(("active", "contributor")))
RUNGS = ("reader_count", "reactor_count", "writer_count", "poster_count")
OUT_OF = {MEMBER: HEADCOUNT} | dict.fromkeys((*ACTIVITY, *RUNGS), MEMBER)
"""What "all but fewer than five" is said of."""

Place = tuple[str, str]
"""Department or the whole, and count."""


@dataclass(frozen=True)
class Organisation:
    """``parents``: of each department, WHOLE at the top. ``truth``: every count of every place.

    ``published``: the same places to the value and status that an edition holds.
    """

    parents: dict[str, str]
    truth: dict[Place, int]
    published: dict[Place, tuple[int | None, str]]

    def below(self, key: str) -> list[str]:
        """The departments right below."""
        return [each for each, parent in self.parents.items() if parent == key]


def organisation(seed: int, policy: Policy | None = None) -> Organisation:
    """A random organisation: two to seven departments, a third of them with teams in the first."""
    chance = Random(seed)
    parents = dict.fromkeys("abcdefg"[: chance.randint(2, 7)], WHOLE)
    if chance.random() < 1 / 3:
        parents |= dict.fromkeys(("a1", "a2", "a3")[: chance.randint(2, 3)], "a")
    truth = dict.fromkeys(((key, name) for key in (WHOLE, *parents) for name in COLUMNS), 0)
    shares = {name: chance.choice((0.0, 0.02, 0.3, 0.7, 0.95, 1.0)) for name in COLUMNS}
    for key in (*parents, WHOLE):
        is_apart = key == WHOLE or (key == "a" and "a1" in parents)
        size = chance.choice((0, 0, chance.randint(1, 30))) if is_apart else _size(chance)
        _add_people(chance, parents, truth, key, size, _shaken(chance, shares))
    (told,) = _publish((parents,), (truth,), policy or Policy())
    return Organisation(parents, truth, told)


Pair = tuple[Organisation, Organisation]


def reparented(seed: int, policy: Policy | None = None) -> Pair:
    """The same people on two days between which a team came under another department.

    Two to five departments, the first with two or three teams, often small, sometimes the second
    too. What is published of the later day comes out of an edition that has both.
    """
    chance = Random(seed)
    before = dict.fromkeys("abcde"[: chance.randint(2, 5)], WHOLE)
    before |= dict.fromkeys(("a1", "a2", "a3")[: chance.randint(2, 3)], "a")
    before |= dict.fromkeys(("b1", "b2")[: chance.randint(0, 2)], "b")
    shares = {name: chance.choice((0.0, 0.02, 0.3, 0.7, 0.95, 1.0)) for name in COLUMNS}
    own = dict.fromkeys(((key, name) for key in (WHOLE, *before) for name in COLUMNS), 0)
    for key in before:
        size = chance.randint(1, 14) if len(key) > 1 and chance.random() < 0.6 else _size(chance)
        is_apart = key in before.values() and chance.random() < 0.6
        _add_people(chance, {}, own, key, 0 if is_apart else size, _shaken(chance, shares))
    after = before | {"a1": chance.choice(["b", WHOLE, *(key for key in before if key in "cde")])}
    if chance.random() < 0.2:
        after["a2"] = after["a1"]
    trees, truths = (before, after), [_summed(tree, own) for tree in (before, after)]
    told = _publish(trees, truths, policy or Policy())
    made = (Organisation(*each) for each in zip(trees, truths, told, strict=True))
    return next(made), next(made)


def _summed(parents: dict[str, str], own: dict[Place, int]) -> dict[Place, int]:
    truth = dict.fromkeys(own, 0)
    for (key, name), count in own.items():
        for place in (key, *above(parents, key)):
            truth[place, name] += count
    return truth


def above(parents: dict[str, str], key: str) -> list[str]:
    """The totals over a department, the whole last."""
    found = [key]
    while found[-1] in parents:
        found.append(parents[found[-1]])
    return found[1:]


def _size(chance: Random) -> int:
    return max(1, round(chance.lognormvariate(3, 0.9)))


def _shaken(chance: Random, shares: dict[str, float]) -> dict[str, float]:
    """Departments of one organisation are alike, but some."""
    return {
        name: chance.choice((0.0, 0.5, 1.0)) if chance.random() < 0.2 else share
        for name, share in shares.items()
    }


def _add_people(
    chance: Random,
    parents: dict[str, str],
    truth: dict[Place, int],
    key: str,
    size: int,
    shares: dict[str, float],
) -> None:
    places = [key, *above(parents, key)]
    for _ in range(size):
        held: set[str] = set()
        for name, outer in INSIDE.items():
            if held.issuperset(outer) and (name == HEADCOUNT or chance.random() < shares[name]):
                held.add(name)
        for place in places:
            for name in held:
                truth[place, name] += 1


def _publish(
    trees: Sequence[dict[str, str]], truths: Sequence[dict[Place, int]], policy: Policy
) -> list[dict[Place, tuple[int | None, str]]]:
    """What an edition shows of the last days of as many weeks, each with the tree of its own."""
    days = [DAY - timedelta(weeks=back) for back in reversed(range(len(trees)))]
    told = list(zip(days, trees, truths, strict=True))
    rows = {
        table: [
            {"date": day, "department_id": key} | {name: truth[key, name] for name in names}
            for day, parents, truth in told
            for key in (WHOLE, *parents)
        ]
        for table, names in ((schema.adoption, COLUMNS[:3]), (schema.activity, ACTIVITY))
    }
    parts = [
        {
            "department_id": key,
            "valid_from": day,
            "parent_id": None if parent == WHOLE else parent,
        }
        for day, parents, _ in told
        for key, parent in parents.items()
    ]
    listed = [{"department_id": key} for key in trees[0]]
    found = masked({**rows, schema.department: listed, schema.department_parent: parts}, policy)
    return [
        {
            (str(row["department_id"]), name): cell(row, name)
            for table in rows
            for row in found[table]
            for name in COLUMNS
            if name in row and row["date"] == day
        }
        for day in days
    ]


def cell(row: dict[str, object], name: str) -> tuple[int | None, str]:
    value = row[name]
    return value if isinstance(value, int) else None, str(row[schema.status_column(name)])
