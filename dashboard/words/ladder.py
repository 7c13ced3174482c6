"""What is said of how far members take part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words import numbers
from dashboard.words.figure import Finding

RUNGS = ("contributor", "responder", "reactor", "reader", "none")
"""From the highest down, as the ladder of an edition has them."""


@dataclass(frozen=True, slots=True)
class Rungs:
    """Members by the highest rung they reached in ``period_days`` up to ``day``."""

    day: date
    period_days: int
    contributors: int
    responders: int
    reactors: int
    readers: int
    silent: int

    def share(self, count: int) -> float:
        """Of all members of that day."""
        parts = (self.contributors, self.responders, self.reactors, self.readers, self.silent)
        return count / sum(parts) if any(parts) else 0.0


def ladder(found: Sequence[Rungs]) -> Finding:
    """ "In 7 days 10% of members contributed, 5% replied and 15% reacted"."""
    note = (
        "Each member once, at the most they did: began a thread, replied, reacted, read, or none "
        "of these. Counts to the nearest five; only reports with names tell who reacted or read"
    )
    if not found:
        return Finding("How far members take part shows as soon as a report names people", note)
    last = found[-1]
    wrote, replied, reacted = (
        numbers.percent(last.share(count))
        for count in (last.contributors, last.responders, last.reactors)
    )
    days = numbers.plural(last.period_days, "day")
    title = f"In {days} {wrote} of members contributed, {replied} replied and {reacted} reacted"
    return Finding(title, note)
