"""The labels whose department is not known, as a CSV to fill in."""

import argparse
from collections.abc import Callable
from pathlib import Path

NAME = "departments review"
ABOUT = "write the department labels that nobody has mapped yet, as a CSV to fill in"
FAMILY = "departments, and the labels that mean them"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("--file", type=Path, default=Path("department-labels.csv"), metavar="FILE")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.organisation.review import write_review
    from etl.run import DONE, NEEDS_PERSON
    from etl.settings import load_settings

    held, total = write_review(load_settings(options.home), options.file)
    if not held:
        say("Every department label is known.")
        return DONE
    say(
        f"{held:,} labels without a department, {total:,} lines in all: {options.file.name}. "
        f"Fill in department_id and load the file: uptake load {options.file.name}"
    )
    return NEEDS_PERSON
