"""Exports of a made-up organisation, with their truth."""

import argparse
from collections.abc import Callable
from pathlib import Path

NAME = "simulate"
ABOUT = "write the exports of a made-up organisation"


def _at_least(least: int) -> Callable[[str], int]:
    """Reads a whole number; fewer cannot be simulated."""

    def read(text: str) -> int:
        number = int(text) if text.isdecimal() else 0
        if number < least:
            raise argparse.ArgumentTypeError(f"needs a whole number of {least} or more")
        return number

    return read


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--staff", type=_at_least(100), default=5000)
    parser.add_argument("--months", type=_at_least(2), default=14)
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.simulate import simulate

    simulate(
        options.folder,
        staff=options.staff,
        months=options.months,
        seed=options.seed,
        progress=say,
    )
    return 0
