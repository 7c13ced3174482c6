"""Which keys there are."""

import argparse
from collections.abc import Callable

NAME = "keys status"
ABOUT = "which keys there are, and what rests on them"
FAMILY = "the keys behind hashes and kept exports"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    # Nothing but --home.


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.rotation.rotate import status
    from etl.settings import load_settings

    status(load_settings(options.home), say)
    return 0
