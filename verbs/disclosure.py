"""Prove that an edition shows nothing it may not."""

import argparse
from collections.abc import Callable

NAME = "disclosure"
ABOUT = "prove that an edition keeps the rules of disclosure control"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--edition", metavar="ID", help="an earlier edition")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.editions.proving import prove_edition
    from etl.editions.shelf import open_shelf
    from etl.settings import load_settings

    settings = load_settings(options.home)
    return prove_edition(open_shelf(settings), options.edition, say)
