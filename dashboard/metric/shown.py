"""Rows of which no figure can read a count that the edition does not show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import RowMapping

from dashboard.metric.model import Fact
from dashboard.words.privacy import RESTS
from etl.editions.schema import FEW, HIDDEN, MOST, UNDER, status_column

_WITHHELD = {HIDDEN, FEW, UNDER, MOST}

Counts = tuple[float | None, float | None]


class Withheld(Exception):
    """A count that was asked for is not shown. ``status`` says why: hidden, few or most."""

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(status)


@dataclass(frozen=True, slots=True)
class Shown:
    """The counts of a row of the edition; reading one that is not shown raises Withheld."""

    row: RowMapping

    def __getitem__(self, name: str) -> int | None:
        status = self.row.get(status_column(name))
        if status in _WITHHELD:
            raise Withheld(str(status))
        count = self.row[name]
        return count if isinstance(count, int) else None


def measured(fact: Fact, figure: Callable[[], Counts]) -> Fact:
    """The fact with the counts of the figure, or with the reason why they are not shown."""
    try:
        numerator, denominator = figure()
    except Withheld as hidden:
        return replace(fact, withheld=hidden.status)
    return replace(fact, numerator=numerator, denominator=denominator)


def resting(facts: Iterable[Fact]) -> list[Fact]:
    """Facts of what is left of a whole: that few have joined is not that few are to go."""
    banded = _WITHHELD - {HIDDEN}
    return [replace(each, withheld=RESTS) if each.withheld in banded else each for each in facts]
