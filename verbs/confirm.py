"""Publish what was held back because a staff list looks unusual."""

import argparse
import getpass
from collections.abc import Callable

NAME = "confirm"
ABOUT = "confirm a load that was held back, and publish it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("run_id", metavar="RUN", help="as the load, or uptake status, names it")
    parser.add_argument("--by", default="", metavar="NAME", help="who confirms (default: you)")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.confirming import confirm
    from etl.run import load
    from etl.settings import load_settings

    settings = load_settings(options.home)
    by = options.by or getpass.getuser()
    held = confirm(settings, options.run_id, by)
    say(f"Confirmed by {by}: " + "; ".join(alarm.sentence for alarm in held.alarms))
    outcome = load(settings, [], say)
    say(outcome.sentence)
    return outcome.exit_code
