"""The warehouse again from the snapshots alone."""

import argparse
from collections.abc import Callable

NAME = "rebuild"
ABOUT = "make the warehouse again from the snapshots, and publish"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    # Nothing but --home.


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.run import rebuild
    from etl.settings import load_settings

    outcome = rebuild(load_settings(options.home), say)
    say(outcome.sentence)
    return outcome.exit_code
