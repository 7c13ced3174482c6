"""An attacker of running totals, who puts the days of an edition together and heads a department.

From one day to the next, who came less who went is the change of members, which are published too:
of each department and of the whole. Departments sum to the whole. Totals never fall.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise, product
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.schema import FLOWS, LOSSES, WHOLE
from tests.privacy.attacker import FEWEST, MANY, MINIMUM_GROUP
from tests.support.masked import masked

LAST = date(2026, 11, 22)
Place = tuple[date, str, str]
"""Day, department and flow, or member."""
MEMBER = "member"
GRAINS = {True: (FEWEST, 5), False: (MINIMUM_GROUP, 10)}
"""Fewest people who are told, and the step, of flows of the whole and of departments."""


@dataclass
class Movements:
    """``truth``: running totals, and members. ``published``: the same, as they are told."""

    days: list[date]
    departments: list[str]
    truth: dict[Place, int] = field(default_factory=dict)
    published: dict[Place, tuple[int | None, str]] = field(default_factory=dict)


def movements(seed: int, weeks: int) -> Movements:
    """Two to six departments, their people coming and going for some weeks."""
    chance = Random(seed)
    days = [LAST - timedelta(weeks=back) for back in reversed(range(weeks))]
    made = Movements(days, list("abcdef"[: chance.randint(2, 6)]))
    adoption = []
    sizes = {key: max(10, round(chance.lognormvariate(3.8, 0.8))) for key in made.departments}
    members = {key: round(size * chance.uniform(0.1, 0.6)) for key, size in sizes.items()}
    rates = {flow: chance.uniform(0, 0.02 if flow == "joined" else 0.006) for flow in FLOWS}
    totals = dict.fromkeys(product(made.departments, FLOWS), 0)
    for day in days:
        for key, flow in totals:
            people = sum(chance.random() < rates[flow] for _ in range(sizes[key]))
            room = members[key] if flow in LOSSES else sizes[key] - members[key]
            people = min(people, room)
            totals[key, flow] += people
            members[key] += -people if flow in LOSSES else people
        made.truth |= {(day, key, flow): count for (key, flow), count in totals.items()}
        for flow in FLOWS:
            made.truth[day, WHOLE, flow] = sum(totals[key, flow] for key in made.departments)
        for key, size, count in (
            *((key, sizes[key], members[key]) for key in made.departments),
            (WHOLE, sum(sizes.values()), sum(members.values())),
        ):
            made.truth[day, key, MEMBER] = count
            adoption.append(
                {
                    "date": day,
                    "department_id": key,
                    "headcount_count": size,
                    "eligible_count": size,
                    "member_count": count,
                }
            )
    _publish(made, adoption)
    return made


def _publish(made: Movements, adoption: list[dict[str, object]]) -> None:
    rows = [
        {"date": day, "department_id": key}
        | {f"{flow}_count": made.truth[day, key, flow] for flow in FLOWS}
        for day, key in product(made.days, (WHOLE, *made.departments))
    ]
    listed = [{"department_id": key, "parent_id": None} for key in made.departments]
    found = masked(
        {schema.adoption: adoption, schema.member_flow: rows, schema.department: listed}, Policy()
    )
    cells = {
        (str(row["date"]), str(row["department_id"]), name): row
        for table, names in ((schema.member_flow, FLOWS), (schema.adoption, (MEMBER,)))
        for row in found[table]
        for name in names
    }
    for day, key, name in made.truth:
        row = cells[str(day), key, name]
        value = row[f"{name}_count"]
        told = value if isinstance(value, int) else None
        made.published[day, key, name] = told, str(row[f"{name}_status"])


def followed(made: Movements, own: str) -> Iterator[str]:
    """Every running total of a department, and what came to it in a week, that follows for whoever
    heads ``own``, and so for everybody.

    What has two values in the solutions seen so far, the truth among them, does not.
    """
    places = {place: at for at, place in enumerate(made.truth)}
    limits = _known(made, places)
    told = Bounds(*np.array([_bounds(made, place, own) for place in places]).T)
    seen = [np.array(list(made.truth.values()))]
    for terms in _secrets(made, own):
        aim = np.zeros(len(places))
        for place, weight in terms.items():
            aim[places[place]] = weight
        for sign in (1, -1):
            if len({round(aim @ each) for each in seen}) == 1:
                found = milp(sign * aim, constraints=limits, bounds=told, integrality=1)
                seen.append(found.x)
        if len({round(aim @ each) for each in seen}) == 1:
            yield str(terms)


def _secrets(made: Movements, own: str) -> Iterator[dict[Place, int]]:
    """That nobody came, or went, is none."""
    for key, flow in product(sorted({*made.departments} - {own}), FLOWS):
        yield from ({(day, key, flow): 1} for day in made.days if made.truth[day, key, flow])
        for before, after in pairwise(made.days):
            if made.truth[after, key, flow] > made.truth[before, key, flow]:
                yield {(after, key, flow): 1, (before, key, flow): -1}


def _bounds(made: Movements, place: Place, own: str) -> tuple[int, int]:
    value, status = made.published[place]
    _, key, name = place
    if key == own:
        return made.truth[place], made.truth[place]
    least, step = (FEWEST, 5) if name == MEMBER else GRAINS[key == WHOLE]
    if value is None:
        return 0, least - 1 if status in ("few", "under") else MANY
    low = value - step // 2
    return (max(least, low), low + step - 1) if value else (0, 0)


def _known(made: Movements, places: dict[Place, int]) -> LinearConstraint:
    rows: list[dict[Place, int]] = []
    limits: list[tuple[int, int]] = []

    def equal(terms: dict[Place, int]) -> None:
        known = sum(weight * made.truth[place] for place, weight in terms.items())
        rows.append(terms)
        limits.append((known, known))

    for (before, after), key in product(pairwise(made.days), (WHOLE, *made.departments)):
        signs = {flow: -1 if flow in LOSSES else 1 for flow in FLOWS} | {MEMBER: -1}
        equal(
            {
                (day, key, name): sign * way
                for day, way in ((after, 1), (before, -1))
                for name, sign in signs.items()
            }
        )
    for day in made.days:
        for flow in (*FLOWS, MEMBER):
            parts = {(day, key, flow): -1 for key in made.departments}
            equal({(day, WHOLE, flow): 1, **parts})
    for (before, after), key, flow in product(pairwise(made.days), made.departments, FLOWS):
        rows.append({(after, key, flow): 1, (before, key, flow): -1})
        limits.append((0, MANY))
    matrix = np.zeros((len(rows), len(places)))
    for at, terms in enumerate(rows):
        for place, weight in terms.items():
            matrix[at, places[place]] = weight
    return LinearConstraint(matrix, *np.array(limits).T)
