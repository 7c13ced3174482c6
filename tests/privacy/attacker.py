"""An attacker: reads what is published, knows the rules and perhaps one department, and computes.

What he knows is a system of linear constraints over whole numbers; a secret is recovered where it
has one value in every solution. Written from docs/disclosure.md, not from the code that hides.

``recovered`` first looks for another solution near the true one (somebody more here, somebody fewer
there): where one fits every constraint, the secret has two values, and no linear programme could
recover it. What is left is put to HiGHS, to the whole number. ``solved`` puts everything to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.privacy.organisations import (
    COLUMNS,
    HEADCOUNT,
    INSIDE,
    OUT_OF,
    WHOLE,
    Organisation,
)

MANY = 10_000
FEWEST, MINIMUM_GROUP, SMALL = 5, 10, 50
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Inside = Mapping[str, Sequence[str]]
"""Each count, and those that it is a part of."""


@dataclass(frozen=True)
class Secret:
    """A sum over departments that ``knows``, or any other, must not work out: weights by column."""

    keys: tuple[str, ...]
    weights: tuple[tuple[str, int], ...]
    knows: str | None = None

    @property
    def by(self) -> Ints:
        """The weight of every column."""
        found = dict(self.weights)
        return np.array([found.get(name, 0) for name in COLUMNS])


def recovered(organisation: Organisation) -> list[str]:
    """Every secret that a reader recovers."""
    near = Near(organisation)
    return [
        found
        for secret in secrets_of(organisation)
        for found in solved(organisation, secret, near.in_doubt(secret))
    ]


# --- what must not be known ----------------------------------------------------------------------


def secrets_of(organisation: Organisation) -> Iterator[Secret]:
    """Every count of a department, how many of nearly all are not in it, and few hidden together.

    Every count, not small ones alone: of two days, or editions, none then tells who came between.
    """
    truth = organisation.truth
    for key, name in product(organisation.parents, COLUMNS):
        if not truth[key, HEADCOUNT] or is_plainly_none(organisation, key, name):
            continue
        yield Secret((key,), ((name, 1),))
        outer = OUT_OF.get(name)
        if outer is None or is_plainly_none(organisation, key, outer) or not truth[key, outer]:
            continue
        if truth[key, outer] - truth[key, name] < FEWEST:
            yield Secret((key,), ((outer, 1), (name, -1)))
    for total, name in product({*organisation.parents.values()}, COLUMNS):
        if not is_plainly_none(organisation, total, name):
            yield from _hidden_together(organisation, organisation.below(total), name)


def _hidden_together(organisation: Organisation, parts: list[str], name: str) -> Iterator[Secret]:
    hidden = [key for key in parts if organisation.published[key, name][1] == "hidden"]
    for knows in (None, *hidden):
        rest = tuple(key for key in hidden if key != knows)
        if len(rest) > 1 and 0 < sum(organisation.truth[key, HEADCOUNT] for key in rest) < 10:
            yield Secret(rest, ((name, 1),), knows)


def is_plainly_none(
    organisation: Organisation, key: str, name: str, inside: Inside = INSIDE
) -> bool:
    """Whether a published zero says so: of itself, of its total, or of what it is part of."""
    places = [key]
    while places[-1] != WHOLE:
        places.append(organisation.parents[places[-1]])
    names, new = {name}, {name}
    while new := {outer for each in new for outer in inside[each]} - names:
        names |= new
    return any(organisation.published[place] == (0, "ok") for place in product(places, names))


# --- what the published figures say -----------------------------------------------------------


def bounds(organisation: Organisation, key: str, name: str) -> tuple[int, int]:
    """What a cell says of its count by itself."""
    value, status = organisation.published[key, name]
    size, size_status = organisation.published[key, HEADCOUNT]
    if status == "ok" and value is not None:
        least = MINIMUM_GROUP if name in (HEADCOUNT, "eligible_count") else FEWEST
        return (max(least, value - 2), value + 2) if value else (0, 0)
    if status == "few":
        return (0 if size_status != "ok" or (size or 0) < SMALL else 1), FEWEST - 1
    return (1 if name == HEADCOUNT and organisation.truth[key, name] else 0), MANY


def gaps(
    organisation: Organisation, key: str, inside: Inside = INSIDE
) -> Iterator[tuple[str, str, int, int]]:
    """Outer and inner count, and fewest and most people who are in the outer one alone."""
    for name, outers in inside.items():
        value, status = organisation.published[key, name]
        out_of = OUT_OF.get(name)
        yield from ((outer, name, 0, MANY) for outer in outers if outer != out_of)
        if out_of:
            is_number = status == "ok" and bool(value)
            yield out_of, name, FEWEST * is_number, FEWEST - 1 if status == "most" else MANY


# --- another solution near by ------------------------------------------------------------------


def _steps() -> Ints:
    """What one person more, or one who does more, adds to the counts: every way there is."""
    profiles = [
        held
        for held in product((0, 1), repeat=len(COLUMNS))
        if all(
            not held[at] or all(held[COLUMNS.index(outer)] for outer in INSIDE[name])
            for at, name in enumerate(COLUMNS)
        )
    ]
    found = {
        tuple(np.subtract(more, less))
        for more, less in product(profiles, repeat=2)
        if more != less and all(a >= b for a, b in zip(more, less, strict=True))
    }
    return np.array(sorted(found))


def _splits() -> Ints:
    """Steps that are two others one after the other: the places of all three in STEPS."""
    place = {tuple(step): at for at, step in enumerate(STEPS)}
    return np.array(
        [
            (at, part, place[rest])
            for (step, at), part in product(place.items(), range(len(STEPS)))
            if (rest := tuple(np.subtract(step, STEPS[part]))) in place
        ]
    ).T


STEPS = _steps()
SPLITS = _splits()


class Near:
    """Which steps each department, and each total, could take with everything reading the same."""

    def __init__(self, organisation: Organisation) -> None:
        """Work out the steps of every place."""
        self.organisation = organisation
        self.up, self.down = (
            {key: self._fits(key, sign) for key in (WHOLE, *organisation.parents)}
            for sign in (1, -1)
        )

    def in_doubt(self, secret: Secret) -> list[str | None]:
        """Readers for whom no step was found that changes the secret."""
        total = self.organisation.parents[secret.keys[0]]
        moves = STEPS @ secret.by != 0
        partners: set[str] = set()
        for here, there in ((self.up, self.down), (self.down, self.up)):
            able, along = self._any_path(secret.keys, here) & moves, self._along(total, here)
            if (able & along).any():
                return []
            others = set(self.organisation.below(total)) - {*secret.keys, secret.knows}
            partners |= {
                key for key in others if self._swaps(able, self._any_path((key,), there), along)
            }
        readers = [secret.knows] if secret.knows else [None, *self.organisation.parents]
        return [each for each in readers if partners <= own(self.organisation, each)]

    @staticmethod
    def _swaps(able: Flags, partner: Flags, up: Flags) -> bool:
        """Whether a partner makes up for a step, or for part of it and the total for the rest."""
        step, part, rest = SPLITS
        return bool((able & partner).any() or (able[step] & partner[part] & up[rest]).any())

    def _any_path(self, keys: tuple[str, ...], able: dict[str, Flags]) -> Flags:
        """Steps that a department can take together with one below it, if it has any."""
        found = np.zeros(len(STEPS), bool)
        for key in keys:
            below = tuple(self.organisation.below(key))
            found |= able[key] & self._any_path(below, able) if below else able[key]
        return found

    def _along(self, total: str, able: dict[str, Flags]) -> Flags:
        found = able[total].copy()
        while total != WHOLE:
            total = self.organisation.parents[total]
            found &= able[total]
        return found

    def _fits(self, key: str, sign: int) -> Flags:
        truth, published = self.organisation.truth, self.organisation.published
        changed = np.array([truth[key, name] for name in COLUMNS]) + sign * STEPS
        low, high = np.array([bounds(self.organisation, key, name) for name in COLUMNS]).T
        fits: Flags = ((low <= changed) & (changed <= high)).all(axis=1)
        for outer, inner, least, most in gaps(self.organisation, key):
            gap = changed[:, COLUMNS.index(outer)] - changed[:, COLUMNS.index(inner)]
            fits &= (least <= gap) & (gap <= most)
            if inner == "eligible_count" and published[key, inner][1] == "ok":
                fits &= (gap == 0) | (gap >= MINIMUM_GROUP)
        return fits


# --- the linear programme ----------------------------------------------------------------------


def solved(organisation: Organisation, secret: Secret, readers: Iterable[str | None]) -> list[str]:
    """The secret, once for each reader to whom HiGHS leaves one value of it."""
    return [
        f"{secret.weights} of {secret.keys} to {reader}"
        for reader in readers
        if not own(organisation, reader) & set(secret.keys)
        and _is_fixed(organisation, secret, own(organisation, reader))
    ]


def own(organisation: Organisation, reader: str | None) -> set[str]:
    """The departments whose exact figures a reader knows: the one they head, and all below it."""
    if reader is None:
        return set()
    below = [own(organisation, each) for each in organisation.below(reader)]
    return {reader}.union(*below)


def _is_fixed(organisation: Organisation, secret: Secret, known: set[str]) -> bool:
    places = {place: at for at, place in enumerate(organisation.truth)}
    aim = np.zeros(len(places))
    for key, (name, weight) in product(secret.keys, secret.weights):
        aim[places[key, name]] += weight
    told = [
        (truth, truth) if place[0] in known else bounds(organisation, *place)
        for place, truth in organisation.truth.items()
    ]
    return has_one_value(aim, _constraints(organisation, places, known), told)


def has_one_value(
    aim: npt.NDArray[np.float64], limits: LinearConstraint, told: Sequence[tuple[int, int]]
) -> bool:
    """Whether HiGHS finds one value alone of a sum, to the whole number."""
    ends = [
        milp(sign * aim, constraints=limits, bounds=Bounds(*np.array(told).T), integrality=1)
        for sign in (1, -1)
    ]
    least, most = (sign * each.fun for sign, each in zip((1, -1), ends, strict=True))
    return bool(round(least) == round(most))


def _constraints(
    organisation: Organisation, places: dict[tuple[str, str], int], known: set[str]
) -> LinearConstraint:
    rows: list[dict[int, int]] = []
    limits: list[tuple[int, int]] = []
    for key in {WHOLE, *organisation.parents} - known:
        for outer, inner, least, most in gaps(organisation, key):
            rows.append({places[key, outer]: 1, places[key, inner]: -1})
            limits.append((least, most))
    for total, name in product({*organisation.parents.values()}, COLUMNS):
        parts = organisation.below(total)
        apart = organisation.truth[total, name] - sum(organisation.truth[p, name] for p in parts)
        rows.append({places[total, name]: 1} | {places[part, name]: -1 for part in parts})
        limits.append((apart, apart))
    at = [(row, place) for row, terms in enumerate(rows) for place in terms]
    factors = [factor for terms in rows for factor in terms.values()]
    matrix = csr_matrix((factors, tuple(zip(*at, strict=True))), (len(rows), len(places)))
    return LinearConstraint(matrix, *np.array(limits).T)
