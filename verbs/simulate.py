"""Exports of a made-up organisation, with their truth."""

import argparse
from collections.abc import Callable
from pathlib import Path

from verbs import whole

NAME = "simulate"
ABOUT = "write the exports of a made-up organisation"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--staff", type=whole(100), default=5000)
    parser.add_argument("--months", type=whole(2), default=14)
    parser.add_argument("--seed", type=whole(0), default=1)


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
