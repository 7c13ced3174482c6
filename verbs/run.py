"""What a schedule calls."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime

NAME = "run"
ABOUT = "fetch what is configured, load the inbox, publish (for a schedule)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    # Nothing but --home.


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.errors import FetchError
    from etl.fetching import fetch_all
    from etl.run import NEEDS_PERSON, load
    from etl.settings import load_settings

    settings = load_settings(options.home)
    fetched = True
    try:
        fetch_all(settings, datetime.now(UTC), say)
    except FetchError as error:
        fetched = False
        say(str(error))
    outcome = load(settings, None, say)
    say(outcome.sentence)
    return outcome.exit_code or (0 if fetched else NEEDS_PERSON)
