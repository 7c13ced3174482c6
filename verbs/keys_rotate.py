"""Replace the keys."""

import argparse
from collections.abc import Callable

NAME = "keys rotate"
ABOUT = "replace the keys behind hashes, kept exports and sign-ins; nothing is forgotten"
FAMILY = "the keys behind hashes and kept exports"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    # Nothing but --home.


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.rotation.rotate import rotate
    from etl.settings import load_settings

    rotate(load_settings(options.home), say)
    return 0
