"""What every account and every colleague was counted as."""

import argparse
from collections.abc import Callable
from contextlib import closing

from verbs import day

NAME = "ledger"
ABOUT = "what every account and every colleague is counted as, and why; each side sums"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument("--by", choices=("whole", "department"), default="whole")
    parser.add_argument("--at", type=day, metavar="DATE", help="a month's last day")
    parser.add_argument("--edition", metavar="ID", help="an earlier edition")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from dashboard.edition import open_edition
    from dashboard.outputs.ledger import ledger_as, ledger_of
    from etl.editions.shelf import open_shelf
    from etl.errors import EditionError
    from etl.settings import load_settings

    settings = load_settings(options.home)
    edition = open_edition(open_shelf(settings), options.edition)
    if edition is None:
        raise EditionError("Nothing is published yet. Run: uptake load")
    with closing(edition):
        ledger = ledger_of(edition, options.at, by_department=options.by != "whole")
    say(ledger_as(options.format, ledger))
    return 0
