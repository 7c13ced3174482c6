"""A made-up organisation, from exports to pages."""

import argparse
from collections.abc import Callable

from verbs import serve

NAME = "demo"
ABOUT = "a made-up organisation, loaded and served"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--no-serve", action="store_true", help="do all but serving")
    serve.arguments(parser)


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.demo import prepare_demo

    prepare_demo(options.home, say)
    return 0 if options.no_serve else serve.run(options, say)
