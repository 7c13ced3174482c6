"""Name an event that explains a week: it stands on the charts, and a rebuild keeps it."""

import argparse
from collections.abc import Callable

from verbs import day

NAME = "annotate"
ABOUT = "name an event, such as a launch, that explains a week"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("date", type=day, metavar="DATE", help="such as 2026-11-05")
    parser.add_argument("name", metavar="NAME", help='such as "Launch of the app"')
    parser.add_argument(
        "--new-baseline", action="store_true", help="from this day on another level is usual"
    )
    parser.add_argument("--remove", action="store_true", help="take the event back")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.events import annotate
    from etl.settings import load_settings

    settings = load_settings(options.home)
    return annotate(
        settings,
        options.date,
        options.name,
        is_rebase=options.new_baseline,
        is_removed=options.remove,
        say=say,
    ).exit_code
