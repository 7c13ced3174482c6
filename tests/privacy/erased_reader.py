"""What a reader of the editions before and after an erasure works out: one linear programme."""

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.privacy.attacker import FEWEST, MANY, bounds, gaps, is_plainly_none
from tests.privacy.erased import DOING, Erasure, inside
from tests.privacy.organisations import COLUMNS, MEMBER, RUNGS, WHOLE

EVERY = (*COLUMNS, *RUNGS)
Place = tuple[int | str, int | str, str]
"""Before (0) or after (1), department or the whole, and count. Of the n-th who was erased whether
a count held them before ("did") or holds them after it ("lasts").
"""
Terms = dict[Place, int]


class Reader:
    """Who heads ``own`` (None: nobody) and has the edition before, or both."""

    def __init__(self, erasure: Erasure, own: str | None) -> None:
        """Lay out what is known of every count, and of what those who were erased did."""
        self.erasure, self.own, self.inside = erasure, own, inside(erasure.period)
        self.departments = tuple(erasure.days[0].parents)
        numbers = range(len(erasure.gone))
        places: list[Place] = [
            *product((0, 1), (WHOLE, *self.departments), EVERY),
            *product(("did", "lasts"), numbers, DOING),
        ]
        self.places = {place: at for at, place in enumerate(places)}
        self.truth = np.array([self._truth(place) for place in self.places])

    def _truth(self, place: Place) -> int:
        when, key, name = place
        if isinstance(when, int):
            return self.erasure.days[when].truth[str(key), name]
        at = 0 if when == "did" else -7
        held = self.erasure.gone[int(key)].counts(name, at, self.erasure.period)
        return int(held and (when == "did" or self.erasure.counted_on))

    def learns(self) -> list[str]:
        """What both editions together tell of those who were erased, or of a count of few people,
        and neither tells alone. That a published zero holds nobody may follow.
        """
        secrets = [place for place in self.places if self._is_secret(place)]
        both = self._fixed(secrets, self._limits((0, 1), is_linked=True))
        alone = [p for day in (0, 1) for p in self._fixed(both, self._limits((day,), False))]
        return [f"{place} to {self.own}" for place in both if place not in alone]

    def _is_secret(self, place: Place) -> bool:
        when, _, name = place
        is_open = when == "lasts" and self._days(name) > 7 and self.erasure.counted_on
        return when == "did" or is_open or self._is_of_few(place)

    def _fixed(self, secrets: list[Place], limits: LinearConstraint) -> list[Place]:
        """Those with one value in every solution; most fall to a solution found for others."""
        told = Bounds(*np.array([self._bounds(each) for each in self.places]).T)
        open_: set[Place] = set()
        for aimed in (secrets, *([each] for each in secrets)):
            for sign in (1, -1):
                if open_.issuperset(aimed):
                    break
                aim = np.zeros(len(self.places))
                for place in aimed:
                    at = self.places[place]
                    aim[at] = sign if place[0] in (0, 1) or self.truth[at] else -sign
                other = milp(aim, constraints=limits, bounds=told, integrality=1).x
                moved = set(np.flatnonzero(np.round(other) != self.truth))
                open_ |= {each for each in secrets if self.places[each] in moved}
        return [place for place in secrets if place not in open_]

    def holds_the_truth_for_possible(self) -> bool:
        """Whether what is so agrees with all that is known."""
        known = self._limits((0, 1), is_linked=True)
        sums = known.A @ self.truth
        told = np.array([self._bounds(each) for each in self.places]).T
        fits = (told[0] <= self.truth) & (self.truth <= told[1])
        return bool(fits.all() and ((known.lb <= sums) & (sums <= known.ub)).all())

    def _is_of_few(self, place: Place) -> bool:
        day, key, name = place
        if not isinstance(day, int) or key in (WHOLE, self.own) or name not in DOING:
            return False
        made = self.erasure.days[day]
        return (
            made.published[str(key), name][1] in ("few", "hidden")
            and 0 < self._truth(place) < FEWEST
            and not is_plainly_none(made, str(key), name, self.inside)
        )

    def _bounds(self, place: Place) -> tuple[int, int]:
        when, key, name = place
        if not isinstance(when, int):
            return 0, 1
        if key == self.own:
            return self._truth(place), self._truth(place)
        return bounds(self.erasure.days[when], str(key), name)

    # --- what he knows ---------------------------------------------------------------------------

    def _limits(self, days: tuple[int, ...], is_linked: bool) -> LinearConstraint:
        rows = [row for day in days for row in self._of_a_day(day)]
        rows += [row for day in days for row in self._of_those_who_stayed(day)]
        rows += self._of_the_erased()
        rows += self._of_both_days() if is_linked else ()
        terms = [each for each, _, _ in rows]
        at = [(row, self.places[place]) for row, each in enumerate(terms) for place in each]
        factors = [factor for each in terms for factor in each.values()]
        matrix = csr_matrix((factors, tuple(zip(*at, strict=True))), (len(rows), len(self.places)))
        return LinearConstraint(matrix, [each[1] for each in rows], [each[2] for each in rows])

    def _of_a_day(self, day: int) -> Iterator[tuple[Terms, int, int]]:
        made = self.erasure.days[day]
        for key in {WHOLE, *self.departments} - {self.own}:
            for outer, inner, least, most in gaps(made, key, self.inside):
                yield {(day, key, outer): 1, (day, key, inner): -1}, least, most
        for name in EVERY:
            parts: Terms = {(day, key, name): -1 for key in self.departments}
            yield {(day, WHOLE, name): 1} | parts, 0, 0

    def _stayed(self, day: int, key: str, name: str, factor: int = 1) -> Terms:
        """How many of those who were not erased a count holds, and has told or tells."""
        found: Terms = {(day, key, name): factor}
        if name not in DOING:
            return found
        for number, each in enumerate(self.erasure.gone):
            if key in (WHOLE, each.department):
                found["lasts" if day else "did", number, name] = -factor
        return found

    def _of_those_who_stayed(self, day: int) -> Iterator[tuple[Terms, int, int]]:
        """Those who do one thing do the other, and are members, also without whoever was erased."""
        for key, name in product((WHOLE, *self.departments), DOING):
            yield self._stayed(day, key, name), 0, MANY
            left = self._left(key) if self.erasure.counted_on or not day else 0
            yield _sum({(day, key, MEMBER): 1}, self._stayed(day, key, name, -1)), left, MANY
            for outer in set(self.inside[name]) - {MEMBER}:
                more = _sum(self._stayed(day, key, outer), self._stayed(day, key, name, -1))
                yield more, 0, MANY

    def _left(self, key: str) -> int:
        return sum(key in (WHOLE, each.department) for each in self.erasure.gone if each.is_member)

    def _of_the_erased(self) -> Iterable[tuple[Terms, int, int]]:
        """Who did less did more days too; they still count where the days reach back far enough."""
        for number, name in product(range(len(self.erasure.gone)), DOING):
            for when, other in product(("did", "lasts"), set(self.inside[name]) - {MEMBER}):
                yield {(when, number, other): 1, (when, number, name): -1}, 0, 1
            for other, least, most in self._reaching(name) if self.erasure.counted_on else ():
                both: Terms = {("lasts", number, other): 1, ("did", number, name): -1}
                yield both, least, most
        for number, name in product(range(len(self.erasure.gone)), DOING):
            if self._days(name) <= 7 or not self.erasure.counted_on:
                yield {("lasts", number, name): 1}, 0, 0

    def _days(self, name: str) -> int:
        return self.erasure.period if name in RUNGS else int(name.split("_")[1])

    def _reaching(self, name: str) -> Iterator[tuple[str, int, int]]:
        """Counts of the same kind after, and how many more they are than one before."""
        for other in DOING:
            if other == name if name in RUNGS else other.startswith(name.split("_")[0]):
                if self._days(name) + 7 <= self._days(other):
                    yield other, 0, 1
                elif self._days(other) <= self._days(name) + 7:
                    yield other, -1, 0

    def _of_both_days(self) -> Iterator[tuple[Terms, int, int]]:
        """Nobody but who was erased left, and nobody did anything else but in the new week."""
        for key in (WHOLE, *self.departments):
            for name in COLUMNS[:3]:
                left = 0 if self.erasure.counted_on else self._left(key)
                yield {(0, key, name): 1, (1, key, name): -1}, -MANY, left
            for name in DOING:
                wrote = name.startswith(("contributor", "writer", "poster"))
                week = self._stayed(1, key, "contributor_7_count" if wrote else "active_7_count")
                for other, least, _ in self._reaching(name):
                    more = _sum(self._stayed(1, key, other), self._stayed(0, key, name, -1))
                    if least == 0:
                        yield more, 0, MANY
                    elif self._days(other) > 7:
                        yield _sum(more, {place: -n for place, n in week.items()}), -MANY, 0


def _sum(one: Terms, other: Terms) -> Terms:
    return {place: one.get(place, 0) + other.get(place, 0) for place in {**one, **other}}
