"""Takes decisions about an account back."""

import argparse
import getpass
from collections.abc import Callable

NAME = "matches undo"
ABOUT = "take back all that was decided about accounts"
FAMILY = "whose the accounts are that no rule could place"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "accounts", nargs="+", metavar="ACCOUNT", help="as uptake matches list names it"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who takes it back (default: you)")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.review.decisions import undo
    from etl.settings import load_settings

    settings = load_settings(options.home)
    outcome = undo(settings, options.accounts, options.by or getpass.getuser(), say)
    say(outcome.sentence)
    return outcome.exit_code
