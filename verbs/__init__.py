"""The verbs of the command line, one file each, found by being here.

A file declares ``NAME`` (two words for a verb with a second one: ``links mint``), ``ABOUT`` (one
line for the reader of ``uptake --help``), ``arguments(parser)`` and ``run(options, say)``, which
returns the exit code: 0 done, 1 nothing usable, 2 something needs a person. What a verb needs is
imported when it runs: ``uptake status`` must not wait for Streamlit.
"""

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date


def day(text: str) -> date:
    """The date that an argument is. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("is not a date; write it as 2026-11-22") from None


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """What reads an argument as a whole number that is not out of bounds."""

    def read(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() else -1
        if number < least or (most is not None and number > most):
            bounds = f"from {least} to {most}" if most is not None else f"of {least} or more"
            raise ArgumentTypeError(f"needs a whole number {bounds}")
        return number

    return read
