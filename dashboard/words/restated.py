"""Figures that an earlier edition told otherwise, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words import numbers
from dashboard.words.dates import long_date
from dashboard.words.figure import Finding

MEASURES = {
    "headcount_count": "Headcount",
    "eligible_count": "Eligible staff",
    "member_count": "Members",
}
NOTE = "What was said when the day was new, and what is said now; month ends and last days"


@dataclass(frozen=True, slots=True)
class Restated:
    """One figure of one day and department: what was said, what is said, and because of what."""

    day: date
    place: str
    measure: str
    before: int
    after: int
    because: str

    @property
    def sentence(self) -> str:
        """ "Headcount of 31 October 2026 restated from 5,000 to 4,998, because of ..."."""
        name = MEASURES.get(self.measure, self.measure)
        return (
            f"{name} of {long_date(self.day)} restated from {numbers.count(self.before)} "
            f"to {numbers.count(self.after)}, because of {self.because}"
        )


def finding(rows: Sequence[Restated]) -> Finding:
    """How many figures of the past are told differently now."""
    if not rows:
        return Finding("No figure of the past was restated", NOTE)
    number = numbers.plural(len(rows), "figure")
    return Finding(f"{number} of the past {'was' if len(rows) == 1 else 'were'} restated", NOTE)


def notice(rows: Sequence[Restated]) -> str:
    """The latest of restated figures in one sentence; empty where there is none."""
    latest = max(rows, key=lambda row: (row.day, row.measure), default=None)
    return f"{latest.sentence}." if latest else ""
