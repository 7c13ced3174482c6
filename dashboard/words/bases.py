"""The three bases of a rate, always told together: all staff, eligible staff, members."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.words import numbers
from dashboard.words.figure import Figure, Finding, known, shown

NOTE = (
    "The same members against three bases. Eligible staff have an account and a device; who they "
    "are comes from the staff list."
)
NOT_ADDED = (
    "People with posts in several departments count once in each of them and once in the "
    "organisation, so departments do not sum to the total."
)


@dataclass(frozen=True, slots=True)
class Base:
    """One rate and what it is out of: ``of`` is "143 of 612 colleagues", or why it is not known."""

    label: str
    rate: str
    of: str


def finding(of_all: Figure, of_eligible: Figure, active: Figure) -> Finding:
    """ "23% of all staff have joined, 48% of those who could"; what is not known is left out."""
    joined, could = known(of_all), known(of_eligible)
    if joined is None and could is None:
        return Finding("How many of the staff have joined is not known", NOTE)
    parts = []
    if joined is not None:
        parts.append(f"{numbers.percent(joined)} of all staff have joined")
    if could is not None:
        parts.append(
            f"{numbers.percent(could)} of those who could{'' if parts else ' have joined'}"
        )
    return Finding(", ".join(parts), NOTE)


def bases(of_all: Figure, of_eligible: Figure, active: Figure) -> Sequence[Base]:
    """The three, each with its own base; a missing one says so."""
    return (
        _base("Joined, of all staff", of_all, "colleagues"),
        _base("Joined, of eligible staff", of_eligible, "eligible colleagues"),
        _base("Active in 28 days, of members", active, "members"),
    )


def not_added(whole: Figure, parts: Sequence[Figure]) -> str:
    """What to say where the departments have more people between them than the organisation."""
    people, total = sum(known(part) or 0 for part in parts), known(whole)
    return NOT_ADDED if total is not None and people > total else ""


def _base(label: str, rate: Figure, whom: str) -> Base:
    if known(rate) is None:
        return Base(label, shown(rate, "share"), rate.note)
    of = f"{numbers.of(rate.numerator or 0, rate.denominator or 0)} {whom}"
    return Base(label, shown(rate, "share"), of)
