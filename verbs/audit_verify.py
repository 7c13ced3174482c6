"""Whether the audit log is whole."""

import argparse
from collections.abc import Callable

NAME = "audit verify"
ABOUT = "follow the chain of the audit log and name the first line that is broken"
FAMILY = "who looked at what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "--head",
        metavar="DIGEST",
        help="a digest that an earlier run printed: the log must still hold that line",
    )


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.audit import AuditLog
    from etl.plural import plural
    from etl.settings import load_settings

    log = AuditLog(load_settings(options.home).audit)
    verdict = log.verify()
    if verdict.problem:
        say(f"{verdict.problem} Whole before it: {plural(verdict.count, 'line')}.")
        return 2
    if options.head and options.head not in {line.hash for line in log.lines()}:
        say("The chain holds, but the line with that digest is gone: the log was cut or replaced.")
        return 2
    say(f"{plural(verdict.count, 'line')}, all whole. Keep this digest elsewhere: {verdict.head}")
    return 0
