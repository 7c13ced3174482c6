"""What is said of how far members take part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words import numbers
from dashboard.words.figure import Finding

RUNGS = ("poster", "responder", "reactor", "reader", "none")
"""From the highest down, as the ladder of an edition has them."""


@dataclass(frozen=True, slots=True)
class Rungs:
    """Members by the highest rung they reached in ``period_days`` up to ``day``."""

    day: date
    period_days: int
    posters: int
    responders: int
    reactors: int
    readers: int
    silent: int

    @property
    def counts(self) -> tuple[int, ...]:
        """From the highest rung down."""
        return (self.posters, self.responders, self.reactors, self.readers, self.silent)

    def share(self, count: int) -> float:
        """Of all members of that day."""
        return count / sum(self.counts) if any(self.counts) else 0.0


def ladder(found: Sequence[Rungs]) -> Finding:
    """ "In 7 days 10% of members posted, 5% only replied and 15% only reacted"."""
    note = (
        "Each member once, at the most they did: posted (began a thread), replied, reacted, read, "
        "or nothing. Counts to the nearest five; who reacted or read is in reports with names"
    )
    if not found:
        return Finding("How far members take part shows as soon as a report names people", note)
    last = found[-1]
    wrote, replied, reacted = (
        numbers.percent(last.share(count))
        for count in (last.posters, last.responders, last.reactors)
    )
    days = numbers.plural(last.period_days, "day")
    title = (
        f"In {days} {wrote} of members posted, {replied} only replied and {reacted} only reacted"
    )
    return Finding(title, note)
