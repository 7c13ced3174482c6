"""The sentences on ideas compared fairly, and on the ways they go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words import numbers
from dashboard.words.figure import Figure, Finding, known
from dashboard.words.ideas import quoted

MIXES: Mapping[str, str] = {
    "narrow": "Its people come from fewer departments than headcount alone would give.",
    "usual": "Its people are spread over departments as headcount alone would give.",
    "wide": "Its people come from more departments than headcount alone would give.",
}
"""How mixed the people of an idea are, in one sentence."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A department in which an idea took hold: ``day`` of its life, the first being 1."""

    department_id: str
    name: str
    held_date: date
    day: int
    people: int


@dataclass(frozen=True, slots=True)
class Way:
    """Ideas that took hold in one department and next in another; ``days``: the median between."""

    start: str
    end: str
    ideas: int
    days: float


def route(stops: Sequence[Stop], minimum_cell: int) -> Finding:
    """ "It went from Housing to Libraries in 6 days"."""
    note = (
        f"A department is on the line from the day on which {minimum_cell} of its people "
        "had posted the idea or replied to it"
    )
    if not stops:
        return Finding("It has not taken hold in a department yet", note)
    first, *others = stops
    if not others:
        return Finding(f"It took hold in {first.name} and has not left it", note)
    began = f"It went from {first.name} to {others[0].name} {_within(others[0].day - first.day)}"
    more = len(others) - 1
    if more:
        began += f", then to {numbers.spelled(more)} more"
    return Finding(began, note)


def _within(days: int) -> str:
    return f"in {numbers.plural(days, 'day')}" if days else "on the same day"


def ways(found: Sequence[Way]) -> Finding:
    """ "The way taken most is from Housing to Libraries: 9 ideas"."""
    note = (
        "Ideas that took hold in the department on the left, and next in the one on the right; "
        "the wider the line, the more ideas"
    )
    if not found:
        return Finding("No idea has gone from one department to another yet", note)
    most = max(way.ideas for way in found)
    top = [way for way in found if way.ideas == most]
    count = numbers.plural(most, "idea")
    if len(top) > 1:
        return Finding(f"{numbers.sentence(numbers.spelled(len(top)))} ways are taken most", note)
    return Finding(f"The way taken most is from {top[0].start} to {top[0].end}: {count}", note)


def compared(cells: Sequence[Figure], age_days: int) -> Finding:
    """ "“…” drew the largest share of those who could see it", or that none stands out.

    ``cells``: rates with their range. One stands out where its range lies above the rate of the
    next.
    """
    note = (
        f"Members who took part in the first {age_days} days of an idea, per 100 who were members "
        "then; small numbers are drawn towards the usual, the range is what chance allows"
    )
    told = sorted((c for c in cells if known(c) is not None), key=lambda c: -(c.value or 0))
    if not told:
        return Finding(f"No idea is {age_days} days old yet", note)
    if len(told) == 1:
        return Finding(f"{quoted(told[0].label)} is the only one to compare", note)
    best, second = told[0], told[1]
    if (best.low or 0) > (second.value or 0):
        return Finding(f"{quoted(best.label)} drew the largest share of those who saw it", note)
    return Finding("No single idea stands out: the ranges of the best overlap", note)


def late(titles: Sequence[str]) -> Finding:
    """Which ideas draw people late."""
    note = (
        "More of their people came in the second to fourth week than is usual, beyond what chance "
        "allows among so many ideas"
    )
    if len(titles) == 1:
        return Finding(f"{quoted(titles[0])} is a late bloomer", note)
    some = numbers.sentence(numbers.spelled(len(titles)))
    return Finding(f"{some} ideas are late bloomers", note)
