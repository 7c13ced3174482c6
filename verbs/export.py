"""Answer somebody who asks what is held on them."""

import argparse
from collections.abc import Callable
from pathlib import Path

NAME = "export"
ABOUT = "write all that is held on one person to a file, for a subject access request"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "person",
        nargs="+",
        metavar="PERSON",
        help="an e-mail address, a staff number or an account, and more of the same person's",
    )
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new JSON file")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.settings import load_settings
    from etl.subject.export import export

    export(load_settings(options.home), options.person, options.to, say)
    return 0
