"""The attacker of two days between which a department came under another parent.

He takes it that nobody came, left or did anything else in between, so every department's own
people are the same on both days and only the sums over them differ: the most that two days can
tell. What both days show, and what a head of a department knows, is one linear programme.
"""

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_matrix

from tests.privacy.attacker import (
    MANY,
    STEPS,
    Flags,
    Near,
    Secret,
    bounds,
    gaps,
    has_one_value,
    is_plainly_none,
    own,
    secrets_of,
)
from tests.privacy.organisations import COLUMNS, HEADCOUNT, WHOLE, Organisation, Pair, above

Place = tuple[str, str]


def recovered_from_both(days: Pair) -> list[str]:
    """Every secret that a reader of both days recovers, and nobody of one of them alone."""
    near = [Near(day) for day in days]
    return [
        f"{secret.weights} of {secret.keys} to {reader}"
        for day in days
        for secret in secrets_of(day)
        for reader in _readers(days, day, secret)
        if not _is_open_near(days, near, day, secret, reader)
        and _is_fixed(days, _people(days, day, secret.keys), secret, _known(days, reader))
        and not _is_told_before(days, day, secret, _known(days, reader))
    ]


def _readers(days: Pair, day: Organisation, secret: Secret) -> Iterator[str | None]:
    """Those who are not told all of it: by a published zero of either day, or as a head."""
    people = _people(days, day, secret.keys) - _plainly_none(days, secret.weights[0][0])
    for reader in [secret.knows] if secret.knows else [None, *days[1].parents]:
        known = _known(days, reader)
        if not people <= known and not {*secret.keys} & known:
            yield reader


def _plainly_none(days: Pair, name: str) -> set[str]:
    """Departments of which a published zero of either day says that there is nobody."""
    return {
        each
        for day in days
        for key in day.parents
        if is_plainly_none(day, key, name)
        for each in _people(days, day, (key,))
    }


def _people(days: Pair, day: Organisation, keys: Iterable[str]) -> set[str]:
    """The departments with people of their own that some departments include."""
    found = {*keys}.union(*(_below(day, key) for key in keys))
    return {key for key in found if key in _lowest(days)}


def _known(days: Pair, reader: str | None) -> set[str]:
    return own(days[0], reader) | own(days[1], reader)


def _is_told_before(days: Pair, day: Organisation, secret: Secret, known: set[str]) -> bool:
    """Whether the earlier day alone tells it to whoever has come to know so many departments."""
    return _is_fixed((days[0], days[0]), _people(days, day, secret.keys), secret, known)


# --- another solution near by ------------------------------------------------------------------


def _is_open_near(
    days: Pair, near: list[Near], day: Organisation, secret: Secret, reader: str | None
) -> bool:
    """Whether one person more here, and perhaps one fewer elsewhere, leaves both days alike."""
    moves, known = STEPS @ secret.by != 0, _known(days, reader)
    lowest = _lowest(days)
    inside = _people(days, day, secret.keys)
    here = [key for key in lowest if key in inside and key not in known]
    there = [None, *(key for key in lowest if key not in inside and key not in known)]
    return any(
        bool((_able(days, near, more, less, sign) & moves).any())
        for more, less, sign in product(here, there, (1, -1))
    )


def _lowest(days: Pair) -> list[str]:
    """Departments with people of their own; how many of them did what is not known."""
    return [
        key
        for key in days[0].parents
        if _own_count(days[0], key, HEADCOUNT) or not all(day.below(key) for day in days)
    ]


def _below(day: Organisation, key: str) -> list[str]:
    return [each for part in day.below(key) for each in (part, *_below(day, part))]


def _able(days: Pair, near: list[Near], more: str, less: str | None, sign: int) -> Flags:
    found = np.ones(len(STEPS), bool)
    for day, able in zip(days, near, strict=True):
        along = {more, *above(day.parents, more)}
        back = {less, *above(day.parents, less)} if less else set()
        for key in along ^ back:
            is_up = (key in along) == (sign > 0)
            found &= (able.up if is_up else able.down)[key]
    return found


# --- the linear programme ----------------------------------------------------------------------


def _is_fixed(days: Pair, people: set[str], secret: Secret, known: set[str]) -> bool:
    """Whether HiGHS finds one value of the secret alone."""
    places = {
        (number, place): at for at, (number, place) in enumerate(product((0, 1), days[0].truth))
    }
    aim = np.zeros(len(places))
    for key, (name, weight) in product(sorted(people), secret.weights):
        for at, sign in _alone(days[0], places, 0, key, name).items():
            aim[at] += sign * weight
    told = [
        (days[number].truth[place],) * 2 if place[0] in known else bounds(days[number], *place)
        for number, place in places
    ]
    return has_one_value(aim, _constraints(days, places, known), told)


def _constraints(
    days: Pair, places: dict[tuple[int, Place], int], known: set[str]
) -> LinearConstraint:
    rows: list[dict[int, int]] = []
    limits: list[tuple[int, int]] = []
    for number, day in enumerate(days):
        for key in {WHOLE, *day.parents} - known:
            for outer, inner, least, most in gaps(day, key):
                rows.append({places[number, (key, outer)]: 1, places[number, (key, inner)]: -1})
                limits.append((least, most))
    lowest = _lowest(days)
    for key, name in product((WHOLE, *days[0].parents), COLUMNS):
        alone = [_alone(day, places, number, key, name) for number, day in enumerate(days)]
        if key in lowest:
            rows.append(alone[0] | {at: -weight for at, weight in alone[1].items()})
            limits.append((0, 0))
            rows.append(alone[0])
            limits.append((0, MANY))
        else:
            rows += alone
            limits += [(_own_count(days[0], key, name),) * 2] * 2
    at = [(row, place) for row, terms in enumerate(rows) for place in terms]
    factors = [factor for terms in rows for factor in terms.values()]
    matrix = csr_matrix((factors, tuple(zip(*at, strict=True))), (len(rows), len(places)))
    return LinearConstraint(matrix, *np.array(limits).T)


def _alone(
    day: Organisation, places: dict[tuple[int, Place], int], number: int, key: str, name: str
) -> dict[int, int]:
    """A department's count less those of its parts: its own people."""
    parts = {places[number, (part, name)]: -1 for part in day.below(key)}
    return {places[number, (key, name)]: 1} | parts


def _own_count(day: Organisation, key: str, name: str) -> int:
    return day.truth[key, name] - sum(day.truth[part, name] for part in day.below(key))
