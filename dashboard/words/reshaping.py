"""A department whose parts changed, or that came under another: what its earlier figures are of."""

from collections.abc import Sequence
from datetime import date

from dashboard.words import numbers
from dashboard.words.dates import long_date

SHOWN = 2
AS_NOW_NOTE = "Here its past is told as if that had always been so."
AS_WAS_NOTE = "Its earlier figures are of the people it had then."


def parts_changed(
    changes: Sequence[tuple[date, Sequence[str], Sequence[str]]], is_now: bool
) -> str:
    """ "Since 1 May 2026 with Parks and without Highways. Its earlier figures are …".

    ``changes``: day, names that came, names that left; the latest first. "" where there are none.
    """
    sentences = [
        f"Since {long_date(day)} {_with_and_without(came, left)}."
        for day, came, left in changes[:SHOWN]
    ]
    return " ".join([*sentences, AS_NOW_NOTE if is_now else AS_WAS_NOTE]) if sentences else ""


def _with_and_without(came: Sequence[str], left: Sequence[str]) -> str:
    sides = (("with", came), ("without", left))
    return ", but ".join(f"{word} {numbers.listed(names)}" for word, names in sides if names)


def came_under(day: date, parent: str, before: str) -> str:
    """ "Since 1 May 2026 part of People; before that of Place."."""
    since = f"Since {long_date(day)}"
    if not parent:
        return f"{since} no longer part of {before}."
    return f"{since} part of {parent}{f'; before that of {before}' if before else ''}."
