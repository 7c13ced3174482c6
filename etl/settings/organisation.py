"""[organisation], [network], [staff], [target]: who we are and where we want to be."""

import datetime as dt
from dataclasses import dataclass

from etl.settings.document import Table, day_in, text_in, texts_in, wrong, zone_in


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose network it is, and in which time zone its days begin."""

    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Network:
    """``home_domains``: accounts of other e-mail domains are guests; empty = not checked."""

    home_domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """``rate`` of headcount joined by ``date``; the path starts at 0 on ``start_date``."""

    rate: float | None
    date: dt.date | None
    start_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Staff:
    """How staff lists are read.

    ``day_first``: date order where unknowable. ``not_counted``: classes that are not headcount.
    ``not_eligible``: classes that cannot join, whatever a column says; ``eligible`` the only ones
    that can, where no column says it. ``guard``: the share of people by which a list may differ
    from the one before without a person's word.
    """

    day_first: bool | None
    not_counted: tuple[str, ...]
    eligible: tuple[str, ...] = ()
    not_eligible: tuple[str, ...] = ()
    guard: float = 0.1


def read_organisation(table: Table) -> Organisation:
    return Organisation(text_in(table, "name", "Our organisation"), zone_in(table))


def read_target(table: Table) -> Target:
    rate = table.get("rate")
    if rate is not None and (
        isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate <= 1
    ):
        raise wrong("[target] rate", "a share above 0 and up to 1, such as 0.5")
    target = Target(
        None if rate is None else float(rate), day_in(table, "date"), day_in(table, "start_date")
    )
    if target.start_date and target.date and target.start_date >= target.date:
        raise wrong("[target] start_date", "before date")
    return target


def read_staff(table: Table) -> Staff:
    day_first = table.get("day_first")
    if day_first is not None and not isinstance(day_first, bool):
        raise wrong("[staff] day_first", "true or false")
    default = ("contractor", "agency", "elected member", "guest", "service", "shared mailbox")
    return Staff(
        day_first,
        texts_in(table, "not_counted", default),
        texts_in(table, "eligible", ()),
        texts_in(table, "not_eligible", ()),
        _guard(table),
    )


def _guard(table: Table) -> float:
    guard = table.get("guard", 0.1)
    if isinstance(guard, bool) or not isinstance(guard, int | float) or not 0 < guard <= 1:
        raise wrong("[staff] guard", "a share above 0 and up to 1, such as 0.1")
    return float(guard)
