"""What is said of how far members take part."""

from collections.abc import Sequence

from dashboard.words import numbers
from dashboard.words.figure import Figure, Finding, known

DID = ("read", "reacted", "replied or posted", "began a thread")
"""What members did, or more than that, from the lowest rung up."""
NOTE = (
    "Members who got so far, or further, in the days of a report with names: it alone tells who "
    "read or reacted. Counts to the nearest five"
)


def ladder(rungs: Sequence[Figure], days: int | None) -> Finding:
    """ "In 30 days 70% of members read, 30% reacted, 15% replied or posted, 10% began a thread".

    ``rungs``: shares in the order of DID; those that are not shown are left out.
    """
    if days is None:
        return Finding("How far members take part shows as soon as a report names people", NOTE)
    parts = [
        f"{numbers.percent(share)} {did}"
        for did, rung in zip(DID, rungs, strict=True)
        if (share := known(rung)) is not None
    ]
    if not parts:
        return Finding("Too few members to tell how far they take part", NOTE)
    told = ", ".join(parts).replace("%", "% of members", 1)
    return Finding(f"In {numbers.plural(days, 'day')} {told}", NOTE)
