"""The lines of the audit log."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from verbs import whole

if TYPE_CHECKING:
    from etl.audit import Line

NAME = "audit show"
ABOUT = "the newest lines of the audit log, those of one person if named"
FAMILY = "who looked at what"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument(
        "--last", type=whole(1), default=50, metavar="N", help="how many lines (50)"
    )
    parser.add_argument("--issuer", help="of the person looked for, with --subject")
    parser.add_argument("--subject", help="of the person looked for, with --issuer")


def run(options: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run it; returns the exit code."""
    from etl.audit import AuditLog
    from etl.errors import AuditError
    from etl.settings import load_settings

    if bool(options.issuer) != bool(options.subject):
        raise AuditError("A person is an issuer and a subject. Name both, or neither.")
    log = AuditLog(load_settings(options.home).audit)
    who = log.who(options.issuer, options.subject) if options.issuer else None
    lines = [line for line in log.lines() if who in (None, line.entry.who)]
    if not lines:
        say("The audit log has no line yet." if who is None else "No line is about this person.")
    for text in _shown(lines[max(len(lines) - options.last, 0) :]):
        say(text)
    return 0


def _shown(lines: Iterable["Line"]) -> Iterator[str]:
    for line in lines:
        entry = line.entry
        parts = (entry.action, entry.what, entry.about, entry.edition, entry.digest)
        yield f"{line.at}  {entry.who}  {entry.role} ({entry.scope})  " + "  ".join(
            part for part in parts if part
        )
