"""What is said of how departments stand to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.words import numbers
from dashboard.words.figure import Figure, Finding, known

MOST_NAMED = 3


class Place(StrEnum):
    """Where the share of a department lies among the limits of chance."""

    FAR_BELOW = "low_998"
    BELOW = "low_95"
    WITHIN = "within"
    ABOVE = "high_95"
    FAR_ABOVE = "high_998"

    @property
    def is_high(self) -> bool:
        return self in {Place.ABOVE, Place.FAR_ABOVE}

    @property
    def phrase(self) -> str:
        """ "higher than chance explains"."""
        return _PHRASES[self]


_PHRASES = {
    Place.FAR_BELOW: "far lower than chance explains",
    Place.BELOW: "lower than chance explains",
    Place.WITHIN: "within what chance explains",
    Place.ABOVE: "higher than chance explains",
    Place.FAR_ABOVE: "far higher than chance explains",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What departments are compared in. ``share``: of each the share of its people who count."""

    what: str
    share: str
    people: str


ADOPTION = Compared("adoption", "the share of its colleagues who have joined", "Colleagues")
ACTIVITY = Compared("activity", "the share of its members who were active in 28 days", "Members")


@dataclass(frozen=True, slots=True)
class Standing:
    """One department among all. ``shrunk``: its share drawn towards the others', as its size asks.

    ``low`` and ``high``: 95% range of that. ``top`` and ``bottom``: probability of being in the
    top and the bottom quarter; None where departments do not differ beyond chance. ``quarter``:
    top, bottom, or none.
    """

    place: Place
    shrunk: float
    low: float | None
    high: float | None
    top: float | None
    bottom: float | None
    quarter: str


def rank_text(standing: Standing | None) -> str:
    """ "Top quarter, 93% likely", or "No clear rank"."""
    if standing is None or standing.quarter == "none":
        return "No clear rank"
    chance = standing.top if standing.quarter == "top" else standing.bottom
    return f"{standing.quarter.capitalize()} quarter, {numbers.percent(chance or 0)} likely"


def funnel(
    compared: Compared,
    rates: Sequence[Figure],
    standings: Mapping[str, Standing],
    is_wider: bool,
    whole: float,
) -> Finding:
    """ "Housing is far lower in adoption than chance explains". ``whole``: the common share."""
    what, note = compared.what, funnel_note(compared, whole, is_wider)
    shown = [(rate, standings[rate.key]) for rate in rates if _is_placed(rate, standings)]
    if not shown:
        return Finding(f"How departments compare in {what} is not known yet")
    if len(shown) == 1:
        return Finding("One department: there is nothing to compare it with", note)
    outside = [(rate, each.place) for rate, each in shown if each.place is not Place.WITHIN]
    if not outside:
        return Finding(f"Departments differ in {what} no more than chance explains", note)
    named = tuple(rate.key for rate, _ in outside)
    if len(outside) > MOST_NAMED:
        number = numbers.sentence(numbers.spelled(len(outside)))
        title = (
            f"{number} of {len(shown)} departments differ in {what} by more than chance explains"
        )
        return Finding(title, note, named=named)
    return Finding(f"{_named(outside)} in {what} than chance explains", note, named=named)


def _is_placed(rate: Figure, standings: Mapping[str, Standing]) -> bool:
    return known(rate) is not None and rate.key in standings


def _named(outside: Sequence[tuple[Figure, Place]]) -> str:
    parts = []
    for is_high, word in ((True, "higher"), (False, "lower")):
        labels = sorted(rate.label for rate, place in outside if place.is_high is is_high)
        if labels:
            verb = "is" if len(labels) == 1 else "are"
            parts.append(f"{numbers.listed(labels)} {verb} {word}")
    return " and ".join(parts)


def funnel_note(compared: Compared, whole: float, is_wider: bool) -> str:
    """How to read the funnel."""
    wider = "; it allows for departments differing by nature" if is_wider else ""
    return (
        f"Each dot is a department: {compared.share}. The band around {numbers.percent(whole)} is "
        f"the range consistent with chance for a group of that size{wider}."
    )
