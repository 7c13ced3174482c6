"""An organisation on the day of an engagement report: the ladder beside members and activity.

``followed`` asks which counts have one value in every world that agrees with all that is published.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.schema import WHOLE
from tests.privacy.attacker import FEWEST, MANY, MINIMUM_GROUP, SMALL
from tests.privacy.organisations import DAY, HEADCOUNT, MEMBER
from tests.support.masked import masked

INSIDE: Mapping[str, Sequence[str]] = {
    HEADCOUNT: (),
    MEMBER: (HEADCOUNT,),
    "active_90_count": (MEMBER,),
    "contributor_90_count": ("active_90_count",),
    "reader_count": ("active_90_count",),
    "active_28_count": ("reader_count",),
    "reactor_count": ("reader_count",),
    "writer_count": ("reactor_count", "contributor_90_count"),
    "contributor_28_count": ("writer_count", "active_28_count"),
    "poster_count": ("writer_count",),
}
"""Of a report of 30 days: each count, and those it is a part of, the outer ones first."""
RUNGS = ("reader_count", "reactor_count", "writer_count", "poster_count")
WINDOWS = ("active", "contributor")
OUT_OF = {name: HEADCOUNT if name == MEMBER else MEMBER for name in INSIDE if name != HEADCOUNT}
Place = tuple[str, str]


@dataclass
class Reported:
    """``truth`` and ``published``: department, or the whole, and count to people, or to a cell."""

    departments: list[str]
    truth: dict[Place, int]
    published: dict[Place, tuple[int | None, str]] = field(default_factory=dict)


def reported(seed: int) -> Reported:
    """Two to six departments, alike in how far their people take part."""
    chance = Random(seed)
    keys = list("abcdef"[: chance.randint(2, 6)])
    shares = {name: chance.choice((0.0, 0.1, 0.3, 0.7, 0.95, 1.0)) for name in INSIDE}
    truth = dict.fromkeys(product((WHOLE, *keys), INSIDE), 0)
    for key in keys:
        for _ in range(max(1, round(chance.lognormvariate(3, 0.9)))):
            held: set[str] = set()
            for name, outer in INSIDE.items():
                if held.issuperset(outer) and (name == HEADCOUNT or chance.random() < shares[name]):
                    held.add(name)
            for place, name in product((WHOLE, key), held):
                truth[place, name] += 1
    made = Reported(keys, truth)
    _publish(made)
    return made


def _publish(made: Reported) -> None:
    def rows(names: Sequence[str], **others: object) -> list[dict[str, object]]:
        return [
            {"date": DAY, "department_id": key, **others}
            | {name: made.truth[key, name] for name in names}
            for key in (WHOLE, *made.departments)
        ]

    activity = rows([name for name in INSIDE if name.startswith(WINDOWS)])
    for row in activity:
        for kind, days in product(WINDOWS, (1, 7)):
            row[f"{kind}_{days}_count"] = 0
    adoption = [{**row, "eligible_count": None} for row in rows((HEADCOUNT, MEMBER))]
    found = masked(
        {
            schema.adoption: adoption,
            schema.activity: activity,
            schema.ladder: rows(RUNGS, period_days=30),
            schema.department: [{"department_id": key} for key in made.departments],
        },
        Policy(),
    )
    for table in (schema.adoption, schema.activity, schema.ladder):
        for row, name in product(found[table], INSIDE):
            if name in row:
                value = row[name]
                told = value if isinstance(value, int) else None
                status = str(row[schema.status_column(name)])
                made.published[str(row["department_id"]), name] = told, status


def followed(made: Reported, own: str) -> Iterator[str]:
    """Every count of another department than ``own`` that follows for whoever heads that one."""
    places = list(made.truth)
    told = Bounds(*np.array([_bounds(made, place, own) for place in places]).T)
    limits = _known(made, {place: at for at, place in enumerate(places)}, own)
    seen = [np.array(list(made.truth.values()))]
    for at, (key, name) in enumerate(places):
        if key in (WHOLE, own) or _is_plainly_none(made, key, name):
            continue
        for sign in (1, -1):
            if len({round(each[at]) for each in seen}) == 1:
                aim = np.zeros(len(places))
                aim[at] = sign
                seen.append(milp(aim, constraints=limits, bounds=told, integrality=1).x)
        if len({round(each[at]) for each in seen}) == 1:
            yield f"{key} {name}"


def _is_plainly_none(made: Reported, key: str, name: str) -> bool:
    """Whether a published zero says so: of itself, of the whole, or of what it is part of."""
    names, new = {name}, {name}
    while new := {outer for each in new for outer in INSIDE[each]}:
        names |= new
    return any(made.published[place] == (0, "ok") for place in product((key, WHOLE), names))


def _bounds(made: Reported, place: Place, own: str) -> tuple[int, int]:
    key, name = place
    value, status = made.published[place]
    if key == own:
        return made.truth[place], made.truth[place]
    if status == "ok" and value is not None:
        least = MINIMUM_GROUP if name == HEADCOUNT else FEWEST
        return (max(least, value - 2), value + 2) if value else (0, 0)
    if status == "few":
        size, size_status = made.published[key, HEADCOUNT]
        return (0 if size_status != "ok" or (size or 0) < SMALL else 1), FEWEST - 1
    return int(name == HEADCOUNT), MANY


def _known(made: Reported, at: Mapping[Place, int], own: str) -> LinearConstraint:
    rows: list[dict[int, int]] = []
    limits: list[tuple[int, int]] = []

    def add(terms: Mapping[Place, int], least: int, most: int) -> None:
        rows.append({at[place]: weight for place, weight in terms.items()})
        limits.append((least, most))

    for key, (name, outers) in product((WHOLE, *made.departments), INSIDE.items()):
        if key == own:
            continue
        for outer in outers:
            add({(key, outer): 1, (key, name): -1}, 0, MANY)
        value, status = made.published[key, name]
        if name in OUT_OF and (value or status == "most"):
            rest = (0, FEWEST - 1) if status == "most" else (FEWEST, MANY)
            add({(key, OUT_OF[name]): 1, (key, name): -1}, *rest)
    for name in INSIDE:
        parts = {(key, name): -1 for key in made.departments}
        add({(WHOLE, name): 1, **parts}, 0, 0)
    matrix = np.zeros((len(rows), len(at)))
    for row, terms in enumerate(rows):
        for place, weight in terms.items():
            matrix[row, place] = weight
    return LinearConstraint(matrix, *np.array(limits).T)
