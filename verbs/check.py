"""Recognise and try files; write nothing."""

import argparse
from collections.abc import Callable
from pathlib import Path

NAME = "check"
ABOUT = "tell what a file is and would change; writes nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.checking import check
    from etl.settings import load_settings

    return check(load_settings(options.home), options.files, say)
