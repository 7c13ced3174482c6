"""Random topics of two ideas, and a reader who computes what follows from all three together.

Whoever takes part in an idea of a topic takes part in the topic: by department as many as in any of
its ideas at least, and as in all of them together at most.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from etl.disclosure.rules import Policy
from etl.editions import schema
from etl.editions.publishable import publishable
from etl.editions.rows import named
from tests.privacy.organisations import DAY, WHOLE
from tests.support.masked import Rows, exact_tables, staffed

TOPIC, IDEAS = "topic", ("one", "other")
SUBJECTS = (TOPIC, *IDEAS)
MANY = 10_000

Place = tuple[str, str]
"""Topic or idea, and department."""


@dataclass(frozen=True)
class Spoken:
    """``sizes`` of departments. ``truth``: people of each place, the whole included; ``published``:
    its value and status, and where there is no row a zero.
    """

    sizes: Mapping[str, int]
    truth: Mapping[Place, int]
    published: Mapping[Place, tuple[int | None, str]]


def spoken(seed: int) -> Spoken:
    """A random topic: most departments say little or nothing."""
    chance = Random(seed)
    sizes = {
        key: chance.choice([6, 12, 20, 40, 60, 90, 150])
        for key in "abcdefg"[: chance.randint(2, 7)]
    }
    truth: dict[Place, int] = {}
    for key, size in sizes.items():
        most = chance.choice([0, 0, 3, 5, 12])
        taking = [
            set(chance.sample(range(size), min(size, chance.randint(0, most)))) for _ in IDEAS
        ]
        if chance.random() < 0.5:
            taking[1] = {each for each in taking[1] if each not in taking[0]}
        people = dict(zip(IDEAS, taking, strict=True)) | {TOPIC: taking[0] | taking[1]}
        truth |= {(name, key): len(found) for name, found in people.items()}
    truth |= {(name, WHOLE): sum(truth[name, key] for key in sizes) for name in SUBJECTS}
    return Spoken(sizes, truth, _published(sizes, truth))


def _published(
    sizes: Mapping[str, int], truth: Mapping[Place, int]
) -> dict[Place, tuple[int | None, str]]:
    staff = {WHOLE: sum(sizes.values()), **sizes}
    rows: Rows = {
        **staffed(DAY, staff),
        schema.topic_department: [_row("topic_id", TOPIC, key, truth) for key in staff],
        schema.idea_department: [
            _row("idea_id", idea, key, truth) for idea in IDEAS for key in staff
        ],
        schema.topic_idea: [{"topic_id": TOPIC, "idea_id": idea} for idea in IDEAS],
    }
    found = publishable(exact_tables(rows), Policy())
    told: dict[Place, tuple[int | None, str]]
    told = {(name, key): (0, "ok") for name in SUBJECTS for key in staff}
    for table, subject in (
        (schema.topic_department, "topic_id"),
        (schema.idea_department, "idea_id"),
    ):
        for row in (named(table, each) for each in found[table.name]):
            told[row[subject], row["department_id"]] = (row["people_count"], row["people_status"])
    return told


def _row(subject: str, name: str, key: str, truth: Mapping[Place, int]) -> dict[str, object]:
    acts = {"post_count": truth[name, key], "reply_count": 0}
    place = {subject: name, "window_days": 0, "department_id": key}
    return {**place, "people_count": truth[name, key], **acts}


# --- the reader -------------------------------------------------------------------------------


def followed(made: Spoken, is_joint: bool = True) -> list[Place]:
    """The counts of people that follow, of those that are bands or hidden and are not nobody."""
    places = [(name, key) for name in SUBJECTS for key in made.sizes]
    secrets = [place for place in places if made.published[place][1] != "ok" and made.truth[place]]
    rules = _constraints(made, places, is_joint)
    low, high = np.array([_told(made, place) for place in places]).T
    found = []
    for place in secrets:
        goal = np.array([float(each == place) for each in places])
        least, most = (
            milp(sign * goal, constraints=rules, bounds=Bounds(low, high), integrality=1)
            for sign in (1, -1)
        )
        if round(least.fun) == round(-most.fun):
            found.append(place)
    return found


def _told(made: Spoken, place: Place) -> tuple[int, int]:
    value, status = made.published[place]
    size = made.sizes[place[1]]
    if status == "ok" and value is not None:
        return (max(5, value - 2), value + 2) if value else (0, 0)
    if status == "few":
        return (1 if size >= 50 else 0), 4
    return 0, MANY


def _constraints(made: Spoken, places: list[Place], is_joint: bool) -> LinearConstraint:
    """Departments sum to the whole; and the topic lies between its ideas and their sum."""
    rows, low, high = [], [], []
    for name in SUBJECTS:
        rows.append([float(place[0] == name) for place in places])
        low.append(made.truth[name, WHOLE])
        high.append(made.truth[name, WHOLE])
    for key in made.sizes if is_joint else ():
        for ideas in (IDEAS, *([idea] for idea in IDEAS)):
            weight = {(TOPIC, key): 1.0} | {(idea, key): -1.0 for idea in ideas}
            rows.append([weight.get(place, 0.0) for place in places])
            low.append(-MANY if len(ideas) > 1 else 0)
            high.append(0 if len(ideas) > 1 else MANY)
    return LinearConstraint(np.array(rows), low, high)
