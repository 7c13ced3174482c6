"""One figure, as table, JSON or CSV."""

import argparse
from collections.abc import Callable
from contextlib import closing
from functools import partial

from verbs import day

NAME = "metric"
ABOUT = "one figure of the current edition"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--by", default="whole", help="whole, department, day, idea ...")
    parser.add_argument("--at", type=day, metavar="DATE", help="such as 2026-11-22")
    parser.add_argument(
        "--view",
        choices=("was", "now"),
        default="was",
        help="the past as it was (default), or in the departments as they are now",
    )
    parser.add_argument("--edition", metavar="ID", help="an earlier edition")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from dashboard.edition import open_edition
    from dashboard.metric import Query, compute
    from dashboard.metric.recasting import as_it_is_now
    from dashboard.outputs.text import frame_as
    from etl.editions.shelf import open_shelf
    from etl.errors import EditionError
    from etl.settings import load_settings

    settings = load_settings(options.home)
    edition = open_edition(open_shelf(settings), options.edition)
    if edition is None:
        raise EditionError("Nothing is published yet. Run: uptake load")
    query = Query(metric=options.name, by=options.by, at=options.at)
    with closing(edition):
        ask = partial(compute, edition)
        frame = ask(query) if options.view == "was" else as_it_is_now(edition, query, ask)
        say(frame_as(options.format, frame))
    return 0
