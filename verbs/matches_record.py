"""What was filled in on the CSV of a review."""

import argparse
import getpass
from collections.abc import Callable
from pathlib import Path

NAME = "matches record"
ABOUT = "record what was filled in on the CSV of uptake matches review"
FAMILY = "whose the accounts are that no rule could place"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--by", default="", metavar="NAME", help="who decided (default: you)")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.identity.keys import load_key
    from etl.review.decisions import record
    from etl.review.sheet import read_sheet
    from etl.run import DONE
    from etl.settings import load_settings
    from etl.workspace import private_room

    settings = load_settings(options.home)
    with private_room(settings.data) as room:
        decisions = read_sheet(options.file, load_key(settings), room)
    if not decisions:
        say("Nothing is filled in.")
        return DONE
    outcome = record(settings, decisions, options.by or getpass.getuser(), say)
    say(f"{outcome.sentence} {options.file.name} names people: delete it now.")
    return outcome.exit_code
