"""Load the inbox or named files."""

import argparse
from collections.abc import Callable
from pathlib import Path

NAME = "load"
ABOUT = "load the inbox, or the named files, and publish"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.run import load
    from etl.settings import load_settings

    outcome = load(load_settings(options.home), options.files or None, say)
    say(outcome.sentence)
    return outcome.exit_code
