"""Accounts that no rule could place, and the colleagues who may be meant."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

NAME = "matches review"
ABOUT = "accounts that no rule could place, with likely colleagues: decide here, or in a CSV"
FAMILY = "whose the accounts are that no rule could place"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a CSV to fill in instead")
    parser.add_argument("--by", default="", metavar="NAME", help="who decides (default: you)")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.audit import AuditLog
    from etl.identity.keys import load_key
    from etl.plural import plural
    from etl.review.decisions import record
    from etl.review.proposals import propose
    from etl.review.questions import find_questions
    from etl.review.session import ask_all, told
    from etl.review.sheet import write_sheet
    from etl.run import DONE, NEEDS_PERSON
    from etl.settings import load_settings

    settings = load_settings(options.home)
    proposals = propose(find_questions(settings))
    if not proposals:
        say("Every account in use is placed.")
        return DONE
    AuditLog(settings.audit).note_command("identities", NAME)
    if options.csv:
        write_sheet(options.csv, proposals, len(load_key(settings)))
        say(
            f"{plural(len(proposals), 'open account')} in {options.csv.name}. It names people: "
            "keep it to yourself, and delete it when it is recorded. Fill in decision (accept, "
            f"reject, guest, service or left), then: uptake matches record {options.csv}"
        )
        return NEEDS_PERSON
    if not sys.stdin.isatty():
        for proposal in proposals:
            for line in told(proposal):
                say(line)
        return NEEDS_PERSON
    decisions = ask_all(proposals, input, say)
    if not decisions:
        say("Nothing was decided.")
        return NEEDS_PERSON
    outcome = record(settings, decisions, options.by or getpass.getuser(), say)
    say(outcome.sentence)
    return outcome.exit_code
