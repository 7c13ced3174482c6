"""Keeps what was decided about accounts: as snapshots, so that every load and rebuild replays it.

Whoever decided, and when, stands in the snapshot alone; the warehouse holds the decision and keys.
"""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.errors import LoadError
from etl.identity.decision_file import COLUMNS, moved_row
from etl.identity.decisions import UNDONE
from etl.identity.keys import KeyRing, load_key
from etl.kept import KeptExports
from etl.outcome import Outcome
from etl.run import Say, load
from etl.settings import Settings

SHORT = 8
"""Digits of an account's key by which people name it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about an account, and with whom; '' where it is about nobody."""

    account_key: str
    person_key: str
    decision: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A decision, who made it, and when (ISO 8601, UTC)."""

    decision: Decision
    by: str
    at: str


def record(settings: Settings, decisions: Sequence[Decision], by: str, say: Say) -> Outcome:
    """Keep decisions and load them. Raises LoadError where nobody answers for them."""
    by = " ".join(by.split())
    if not by:
        raise LoadError("Somebody must answer for a decision. Say who: --by NAME")
    at, count = datetime.now(UTC).isoformat(timespec="microseconds"), len(load_key(settings))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            writer.writerows(
                (d.account_key, d.person_key, d.decision, by, at, count) for d in decisions
            )
        return load(settings, [path], say)


def undo(settings: Settings, accounts: Sequence[str], by: str, say: Say) -> Outcome:
    """Take back all that was decided about accounts, named by the first digits of their keys.

    Raises LoadError where that names no account, or several.
    """
    held = [note.decision for note in in_force(settings)]
    known = {decision.account_key for decision in held}
    meant = {_named(account, known) for account in accounts}
    undone = [
        Decision(decision.account_key, decision.person_key, UNDONE)
        for decision in held
        if decision.account_key in meant
    ]
    return record(settings, undone, by, say)


def _named(digits: str, known: Iterable[str]) -> str:
    found = [key for key in known if digits and key.startswith(digits)]
    if len(found) != 1:
        problem = "Several decisions are" if found else "No decision is"
        raise LoadError(
            f"{problem} about an account that begins with '{digits}'. "
            "See what was decided: uptake matches list"
        )
    return found[0]


def in_force(settings: Settings) -> list[Noted]:
    """What was decided and not taken back, the latest first."""
    latest: dict[tuple[str, str], Noted] = {}
    for note in sorted(_notes(settings), key=lambda each: each.at):
        latest[note.decision.account_key, note.decision.person_key] = note
    held = [note for note in latest.values() if note.decision.decision != UNDONE]
    return sorted(held, key=lambda each: (each.at, each.decision.account_key), reverse=True)


def _notes(settings: Settings) -> Iterable[Noted]:
    kept = KeptExports(settings)
    for snapshot in kept:
        if snapshot.source == "match_decision":
            with kept.opened(snapshot) as path:
                yield from _read(path, load_key(settings))


def _read(path: Path, key: KeyRing) -> Iterable[Noted]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            account, person, decision, by, at, _ = moved_row(row, key).values()
            yield Noted(Decision(account, person, decision), by, at)
