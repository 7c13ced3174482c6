"""What is published, and how the last load went."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime

NAME = "status"
ABOUT = "what is published, and how the last load went"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    # Nothing but --home.


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from dashboard.outputs.status import status_lines
    from etl.editions.shelf import open_shelf
    from etl.expiry.told import expiry_lines
    from etl.settings import load_settings

    settings = load_settings(options.home)
    for line in status_lines(open_shelf(settings), datetime.now(UTC)):
        say(line)
    for line in expiry_lines(settings):
        say(line)
    return 0
