"""What the words need to know of a figure, and the text of a figure in every state."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from dashboard.words import numbers
from etl.editions.schema import AT_LEAST

NO_DATA = "No data"


class Figure(Protocol):
    """A figure with its base and its doubt; every cell of a frame is one."""

    @property
    def period(self) -> date | None: ...
    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def numerator(self) -> float | None: ...
    @property
    def denominator(self) -> float | None: ...
    @property
    def match_low(self) -> float | None: ...
    @property
    def match_high(self) -> float | None: ...
    @property
    def status(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def basis(self) -> str | None: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure moved between two days: ``value`` in its unit, shares as differences.

    ``low`` and ``high``: 95% range that chance allows; None where it is not known.
    """

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether chance alone would rarely, 1 time in 20, move it so; else it is no change."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


NO_CLEAR_CHANGE = "no clear change"


def points_of(moved: Change | None) -> str | None:
    """ "+12 pts"; "no clear change" where chance explains it; None where it is not known."""
    if moved is None:
        return None
    return numbers.points(moved.value) if moved.is_clear else NO_CLEAR_CHANGE


@dataclass(frozen=True, slots=True)
class Finding:
    """A title that states what the data says, and one grey line on how to read what is plotted.

    ``is_behind``: behind plan, the one thing that takes the signal colour. ``named``: keys of what
    the title names; only those are coloured.
    """

    title: str
    note: str = ""
    is_behind: bool = False
    named: tuple[str, ...] = ()


def value_text(value: float, unit: str) -> str:
    """A value in its unit: shares as whole percentages, counts with separators."""
    if unit in {"share", "progress", "chance"}:
        return numbers.percent(value)
    if unit == "points":
        return numbers.tenths(value)
    if unit == "people per 100 colleagues":
        return numbers.decimal(value)
    if unit == "hours":
        return numbers.duration(value)
    if unit == "days":
        return numbers.plural(value, "day")
    return numbers.count(value)


def shown(figure: Figure, unit: str) -> str:
    """The text of a figure in any state: "65%", "at least 1,024", "Fewer than 5", "No data"."""
    if figure.value is not None and figure.status == "ok":
        text = value_text(figure.value, unit)
        return numbers.at_least(text) if figure.basis == AT_LEAST else text
    return figure.note if figure.status == "suppressed" and figure.note else NO_DATA


def known(figure: Figure | None) -> float | None:
    """The value of a figure that has one."""
    return figure.value if figure is not None and figure.status == "ok" else None


def change(now: Figure | None, before: Figure | None) -> float | None:
    """Now less before; None unless both are known and rest on the same exact ground."""
    after, earlier = known(now), known(before)
    if after is None or earlier is None:
        return None
    if AT_LEAST in {now.basis if now else None, before.basis if before else None}:
        return None
    return after - earlier


def lead(share: Figure, target: Fraction) -> Fraction:
    """People by which a share is past a target; exact, so that 70 of 100 is no less than 70%."""
    return Fraction(share.numerator or 0) - target * Fraction(share.denominator or 0)


def reaching(share: Figure, target: Fraction) -> str:
    """ "past the target of 80%", or "reaching" it where it is not passed by a single person."""
    word = "past" if lead(share, target) > 0 else "reaching"
    return f"{word} the target of {numbers.percent(float(target))}"
