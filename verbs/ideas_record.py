"""What became of an idea, recorded by a person."""

import argparse
from collections.abc import Callable

from verbs import day

NAME = "ideas record"
ABOUT = "record that an idea was adopted, or what came of it"
FAMILY = "what people record of ideas"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("idea", metavar="ADDRESS", help="the web address of the idea")
    parser.add_argument("stage", choices=("adopted", "outcome"))
    parser.add_argument("--on", type=day, required=True, metavar="DATE")
    parser.add_argument("--department", default="", help="where; left out: everywhere")
    parser.add_argument("--evidence", default="", metavar="ADDRESS", help="a page that shows it")
    parser.add_argument("--value", type=float, help="what it is worth, with --unit")
    parser.add_argument("--unit", default="", help="such as: hours a year")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.recording import Record, write_record
    from etl.settings import load_settings

    inbox = load_settings(options.home).inbox
    inbox.mkdir(parents=True, exist_ok=True)
    record = Record(
        options.idea,
        options.stage,
        options.on,
        options.department,
        options.evidence,
        options.value,
        options.unit,
    )
    path = write_record(inbox, record)
    say(f"{path.name} is in the inbox. Load it: uptake load")
    return 0
