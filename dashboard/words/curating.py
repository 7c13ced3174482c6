"""The sentences on ideas that are picking up, and on what the curator's choice goes with."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.words import numbers
from dashboard.words.figure import Finding
from dashboard.words.ideas import quoted


@dataclass(frozen=True, slots=True)
class Dividend:
    """Ideas of the registry against like others, after ``age_days``; None: fewer than ten pairs."""

    age_days: int
    pairs: int
    curated: float | None
    other: float | None
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in which ideas were found. ``best``: the department in which most took hold."""

    name: str
    ideas: int
    discussed: int
    low: float
    high: float
    best: str
    best_count: int


def trending(titles: Sequence[str]) -> Finding:
    """Which ideas draw more people this week than is usual for them."""
    note = (
        "More people in the last seven days than is usual for the idea, beyond what chance allows "
        "among all ideas; of two departments at least. A new idea is held against the first weeks "
        "of others"
    )
    if not titles:
        return Finding("No idea draws more people this week than is usual for it", note)
    if len(titles) == 1:
        return Finding(f"{quoted(titles[0])} is picking up", note)
    return Finding(f"{numbers.sentence(numbers.spelled(len(titles)))} ideas are picking up", note)


def dividend(found: Dividend | None) -> Finding:
    """Whether ideas of the registry drew more than like ones. Never why."""
    note = (
        "Not causal: who picks ideas may pick those that would do well anyway. Each idea of the "
        "registry is paired with one that is not in it, shared within two weeks of it and open to "
        "as many members, at the same age"
    )
    if found is None:
        return Finding("No idea of the registry is old enough to compare", note)
    if found.difference is None or found.low is None or found.high is None:
        pairs = numbers.plural(found.pairs, "pair")
        return Finding(f"{pairs} of like ideas: too few to compare", note)
    if found.low <= 0 <= found.high:
        return Finding("Curated ideas and like ones draw about as many: no clear difference", note)
    by = numbers.decimal(abs(found.difference) * 100)
    more = "more" if found.difference > 0 else "fewer"
    return Finding(f"Curated ideas drew {by} {more} people per 100 than like ones", note)


def places(found: Sequence[Place]) -> Finding:
    """In which place of finding most ideas come to be discussed, where that is clear."""
    note = (
        "By where the registry says an idea was found; discussed: as many people took part as may "
        "be shown. The range is what chance allows"
    )
    if not found:
        return Finding("Five ideas found in one place are needed to tell places apart", note)
    best = max(found, key=lambda place: (place.low, place.name))
    others = [place.discussed / place.ideas for place in found if place is not best]
    if others and best.low > max(others):
        return Finding(f"Ideas from {quoted(best.name)} are discussed most often", note)
    return Finding("No place of finding stands out", note)
