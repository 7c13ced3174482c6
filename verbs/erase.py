"""Erase somebody who asks for it."""

import argparse
from collections.abc import Callable

NAME = "erase"
ABOUT = "erase a person from kept exports and warehouse, for good, and print a certificate"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "person",
        nargs="+",
        metavar="PERSON",
        help="an e-mail address, a staff number or an account, and more of the same person's",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would go, and change nothing"
    )


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.erasure.erase import erase
    from etl.settings import load_settings

    erase(load_settings(options.home), options.person, say, is_dry_run=options.dry_run)
    return 0
