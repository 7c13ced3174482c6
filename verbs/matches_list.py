"""What was decided about accounts, by whom and when."""

import argparse
from collections.abc import Callable

NAME = "matches list"
ABOUT = "what was decided about accounts, by whom and when; names no account's owner"
FAMILY = "whose the accounts are that no rule could place"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.review.decisions import SHORT, in_force
    from etl.settings import load_settings

    notes = in_force(load_settings(options.home))
    for note in notes:
        decision = note.decision
        person = f" of {decision.person_key[:SHORT]}" if decision.person_key else ""
        say(f"{decision.account_key[:SHORT]}  {decision.decision}{person}  {note.at}  {note.by}")
    if not notes:
        say("Nothing is decided. See what is open: uptake matches review")
    return 0
