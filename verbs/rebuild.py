"""The warehouse again from the snapshots alone."""

import argparse
from collections.abc import Callable

NAME = "rebuild"
ABOUT = "make the warehouse again from the snapshots, and publish"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "--from-what-is-kept",
        action="store_true",
        help="even where exports were deleted: what they told is lost, editions stay",
    )


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.run import rebuild
    from etl.settings import load_settings

    outcome = rebuild(load_settings(options.home), say, from_what_is_kept=options.from_what_is_kept)
    say(outcome.sentence)
    return outcome.exit_code
