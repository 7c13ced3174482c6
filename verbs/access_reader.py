"""Let a role of PostgreSQL read editions, for the dashboard."""

import argparse
from collections.abc import Callable

NAME = "access reader"
ABOUT = "let a role of PostgreSQL read editions, now and later, and never the warehouse"
FAMILY = "who may see what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("role", help="a role that exists: create role dashboard login")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.editions.shelf import SchemaShelf, open_shelf
    from etl.errors import EditionError
    from etl.settings import load_settings

    shelf = open_shelf(load_settings(options.home))
    if not isinstance(shelf, SchemaShelf):
        raise EditionError("There is no database: set UPTAKE_DATABASE_URL to that of the load.")
    shelf.let_read(options.role)
    say(f"{options.role} reads every edition, now and later, and cannot see the warehouse.")
    return 0
